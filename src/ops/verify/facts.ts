import type { ScalableTarget } from "@aws-sdk/client-application-auto-scaling";
import type {
  NatGateway,
  NetworkAcl,
  RouteTable,
  SecurityGroupRule,
  VpcEndpoint,
  VpcPeeringConnection,
} from "@aws-sdk/client-ec2";
import type { Cluster, Service } from "@aws-sdk/client-ecs";
import type {
  Listener,
  LoadBalancer,
  Rule,
  TargetGroup,
  TargetHealthDescription,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ClusterTask } from "../aws/tasks";
import type { ForeignTarget } from "../foreign-targets";
import type { NotAlive } from "./life";
import type { CallFailure } from "./failure";
import type { SecretProblem } from "./secret-shape";

/** What was asked, or why it is not known. One question without an answer leaves the others theirs. */
export type Answer<T> =
  { readonly known: true; readonly value: T } | { readonly known: false; readonly failure: CallFailure };

/** The ECS services that were looked for by name. */
export interface ServiceFacts {
  /** @default AWS has none of its name */
  readonly cluster?: Cluster;
  /** By name. */
  readonly services: ReadonlyMap<string, Service>;
  /** By name, for services that run too few tasks: why their latest tasks stopped, as AWS says it, newest first. */
  readonly stopped: ReadonlyMap<string, Answer<readonly string[]>>;
  /** By name, for the same services: the task definition's revision before the present one; `undefined` where there is none. */
  readonly earlier: ReadonlyMap<string, Answer<string | undefined>>;
}

/** One container of a task definition. Of its variables only the URLs of services are kept. */
export interface ContainerFacts {
  readonly name: string;
  /** As written: `<registry>/<repository>:<tag>`, or `@sha256:<digest>`. */
  readonly image: string;
  readonly ports: readonly number[];
  /** By name; `undefined` for a value that looks like a credential. */
  readonly urls: ReadonlyMap<string, string | undefined>;
  /** What it reads secrets from, as written: ARNs, or names of parameters. @default it reads none */
  readonly secrets?: readonly string[];
}

/** A revision of a task definition. */
export interface TaskDefinitionFacts {
  /** `ACTIVE`, or that it has been deregistered. @default AWS does not tell */
  readonly status?: string;
  /** The ARN of the role that starts its tasks. @default it has none */
  readonly executionRole?: string;
  readonly containers: readonly ContainerFacts[];
}

/** The public load balancer with its listeners, and the rules of the one for HTTPS. */
export interface EntranceFacts {
  readonly balancer: LoadBalancer;
  readonly listeners: readonly Listener[];
  readonly rules: readonly Rule[];
}

/** The internal load balancer, and target groups by name. */
export interface BalancingFacts {
  readonly loadBalancer: Answer<
    { readonly balancer: LoadBalancer; readonly listeners: readonly Listener[] } | undefined
  >;
  /** @default the environment has none; `undefined` as a value: AWS has none */
  readonly entrance?: Answer<EntranceFacts | undefined>;
  readonly targetGroups: Answer<ReadonlyMap<string, TargetGroup>>;
  /** By target group's name. */
  readonly targets: ReadonlyMap<string, Answer<readonly TargetHealthDescription[]>>;
}

/** The way out of the private subnets. */
export interface EgressFacts {
  readonly subnets: readonly string[];
  /** Those that are associated with one of the subnets by name. */
  readonly routeTables: readonly RouteTable[];
  readonly natGateways: readonly NatGateway[];
  /** Of the addresses that Atlas lets in, those that the account has. */
  readonly held: readonly string[];
}

/** The network ACLs that the chain and the way out lead through. */
export interface NetworkAclFacts {
  readonly acls: readonly NetworkAcl[];
  /** The blocks of the subnets, by their ids. */
  readonly cidrs: ReadonlyMap<string, string>;
}

/** What tasks reach past the NAT gateway, in the VPC of the private subnets. */
export interface ConnectionFacts {
  readonly endpoints: readonly VpcEndpoint[];
  /** The connection to MongoDB Atlas. @default none is expected, or AWS has none */
  readonly peering?: VpcPeeringConnection;
}

/** An image in ECR: its digest, or what is not there. */
export type ImageFact = { readonly digest: string } | { readonly missing: "image" | "repository" };

/** A parameter; what it holds goes no further than where it is compared. */
export interface ParameterFact {
  readonly version: number;
  /** The key that it is under, as that was named when it was set. @default it is not encrypted */
  readonly keyId?: string;
  /** When its value was set last, in milliseconds since 1970. @default AWS does not tell */
  readonly setAt?: number;
  /** `SecureString`, or one that is not encrypted. @default AWS does not tell */
  readonly type?: string;
  /** Whether it holds `pending` still; asked only of a version 1 that this project made. */
  readonly pending: Answer<boolean>;
}

/** A log group's newest entry. */
export interface LogFact {
  readonly there: boolean;
  /** Milliseconds since 1970. @default nothing has come yet */
  readonly newest?: number;
}

/** What the gateway answers health at (docs/original-runbook.md, section 9). */
export const GATEWAY_PATHS = ["/health", "/api/health", "/api/health/aggregate"] as const;

/** One of them. */
export type GatewayPath = (typeof GATEWAY_PATHS)[number];

/** What the gateway says of one service behind it. */
export interface ServiceHealth {
  readonly name: string;
  readonly healthy: boolean;
}

/** What the gateway answered over HTTP at one path. */
export interface HttpFact {
  readonly url: string;
  readonly path: GatewayPath;
  readonly seconds: number;
  /** The HTTP status, unless nothing was answered. */
  readonly status?: number;
  /** What it says of the services behind it; `undefined` where that is not understood. @default it is not asked for any */
  readonly services?: readonly ServiceHealth[] | undefined;
  /** Where it sends callers instead, when that is another host. */
  readonly elsewhere?: string;
  /** Why there is no answer. */
  readonly problem?: string;
}

/** What was seen of a secret's value. The value itself, its length and its hash stay where it was read. */
export interface SecretShape {
  /** @default it looks as it should */
  readonly problem?: SecretProblem;
  /** Other secrets that have the same value, and should not. */
  readonly sameAs: readonly string[];
}

/** The shapes of secrets by their names in the stores; of those that have no value, none. */
export type SecretShapes = ReadonlyMap<string, Answer<SecretShape>>;

/** How a secret of Secrets Manager is: without a value no task that reads it starts. */
export type SecretState = "set" | "empty" | "deleted" | "missing";

/** A secret of Secrets Manager, without what it holds. */
export interface SecretFact {
  readonly state: SecretState;
  /** When tasks began to be given the value that they are given now, in milliseconds since 1970. @default AWS does not tell */
  readonly setAt?: number;
  /** The key that it is under. @default AWS's own */
  readonly keyId?: string;
}

/** An IAM policy as JSON has it. */
export type PolicyJson = Readonly<Record<string, unknown>>;

/** Everything that was asked about an environment, at one time. */
export interface Facts {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly services: Answer<ServiceFacts>;
  /** By ECS service. */
  readonly scalableTargets: Answer<ReadonlyMap<string, ScalableTarget>>;
  /** By ARN; those that services ran before, as `family:revision`. */
  readonly taskDefinitions: ReadonlyMap<string, Answer<TaskDefinitionFacts>>;
  readonly balancing: BalancingFacts;
  /** Every task of the cluster that runs, or is on its way there. @default they were not asked for */
  readonly tasks?: Answer<readonly ClusterTask[]>;
  /** By target group. @default every target is a task of the environment's */
  readonly foreignTargets?: Answer<ReadonlyMap<string, readonly ForeignTarget[]>>;
  /** Of the groups of the internal load balancer, and of all services that were found. */
  readonly ingress: Answer<readonly SecurityGroupRule[]>;
  readonly egress: Answer<EgressFacts>;
  /** @default they were not asked for */
  readonly networkAcls?: Answer<NetworkAclFacts>;
  /** @default the environment has no endpoints and no peering */
  readonly connections?: Answer<ConnectionFacts>;
  /** By `<repository>:<tag>` or `<repository>@<digest>`. */
  readonly images: ReadonlyMap<string, Answer<ImageFact>>;
  /** By name. */
  readonly parameters: Answer<ReadonlyMap<string, ParameterFact>>;
  /** In Secrets Manager, by name. */
  readonly managedSecrets: ReadonlyMap<string, Answer<SecretFact>>;
  /**
   * The policies of roles that start tasks, by the role's ARN. @default no task reads a secret under a key that is none of
   * AWS's own
   */
  readonly roles?: ReadonlyMap<string, Answer<readonly PolicyJson[]>>;
  /** By name in the store. @default nobody has asked for them */
  readonly secretShapes?: SecretShapes;
  /** By log group. */
  readonly logs: ReadonlyMap<string, Answer<LogFact>>;
  /** @default no URL was given */
  readonly gateway?: readonly HttpFact[];
  /** What AWS lists, and what does not work yet, or any more. @default nobody has sorted it out */
  readonly notAlive?: readonly NotAlive[];
}
