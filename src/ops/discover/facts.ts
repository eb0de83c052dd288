import type { LogGroup } from "@aws-sdk/client-cloudwatch-logs";
import type {
  Address,
  FlowLog,
  InternetGateway,
  NatGateway,
  RouteTable,
  SecurityGroup,
  SecurityGroupRule,
  Subnet,
  Vpc,
  VpcEndpoint,
} from "@aws-sdk/client-ec2";
import type { Repository } from "@aws-sdk/client-ecr";
import type { Cluster, Service } from "@aws-sdk/client-ecs";
import type {
  Listener,
  LoadBalancer,
  TargetGroup,
  TargetHealthDescription,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Role } from "@aws-sdk/client-iam";
import type { ClusterTask } from "../aws/tasks";
import type { Attributes } from "../stack";

/** The environment's VPC and what lies in it; addresses are the region's. */
export interface NetworkFacts {
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  readonly internetGateways: readonly InternetGateway[];
  readonly addresses: readonly Address[];
  readonly natGateways: readonly NatGateway[];
  readonly routeTables: readonly RouteTable[];
  readonly endpoints: readonly VpcEndpoint[];
  readonly flowLogs: readonly FlowLog[];
  readonly securityGroups: readonly SecurityGroup[];
  readonly securityGroupRules: readonly SecurityGroupRule[];
}

/** The region's load balancers and target groups; listeners of those that are looked for by name. */
export interface BalancingFacts {
  readonly loadBalancers: readonly LoadBalancer[];
  readonly listeners: readonly Listener[];
  readonly targetGroups: readonly TargetGroup[];
}

/** A variable that a running container has. The value of a credential is left behind where it was read. */
export type RunningVariable = { readonly name: string; readonly value: string } | { readonly name: string };

/** The variables of the task definition that a service runs. */
export interface RunningTask {
  /** The service of the environment, or `gateway`. */
  readonly service: string;
  /** `family:revision`. */
  readonly taskDefinition: string;
  readonly variables: readonly RunningVariable[];
}

/** A task definition that an ECS service of the environment has, whether tasks of it run or not. */
export interface RunningDefinition {
  /** The service of the environment, or `gateway`. */
  readonly service: string;
  readonly ecsService: string;
  /** Whether that is the public service from before the move. */
  readonly isLegacy: boolean;
  /** Whether tasks of it run. */
  readonly runs: boolean;
  /** `family:revision`. */
  readonly taskDefinition: string;
  /** As ECS describes it; what looks like a credential has been left behind where it was read. */
  readonly definition: Attributes;
}

/** What shares the cluster and the target groups with what was looked for by name. */
export interface OtherFacts {
  /** The cluster's other ECS services. */
  readonly services: readonly Service[];
  /** Every task of the cluster. */
  readonly tasks: readonly ClusterTask[];
  /** The targets of the environment's target groups, by the groups' names. */
  readonly targets: ReadonlyMap<string, readonly TargetHealthDescription[]>;
}

/** The environment's cluster and the services looked for in it, none of them deleted. */
export interface ContainerFacts {
  readonly clusters: readonly Cluster[];
  readonly services: readonly Service[];
  /** Names of those that are being deleted: they are there no more, and their names are not free yet. */
  readonly draining: readonly string[];
  readonly tasks: readonly RunningTask[];
}

/** Those repositories looked for that exist, and the names of those that have a lifecycle policy. */
export interface RepositoryFacts {
  readonly repositories: readonly Repository[];
  readonly withPolicy: readonly string[];
}

/** The account's roles, and the inline policies of those looked for, by role. */
export interface RoleFacts {
  readonly roles: readonly Role[];
  readonly policies: ReadonlyMap<string, readonly string[]>;
}

/** The names of the environment's parameters; nothing of what they hold. */
export interface ParameterFacts {
  readonly names: readonly string[];
  /** Those with this project's tags. */
  readonly tagged: readonly string[];
  /** Those that Terraform has made and nobody has set: they say `pending`. */
  readonly unset: readonly string[];
}

/** A state's lock, as Terraform describes it. */
export interface StateLock {
  readonly id: string;
  readonly who: string;
  readonly created: string;
  readonly operation: string;
}

/** What a stack's Terraform state lists. */
export interface StateFacts {
  /** Ids by address; `undefined` when the state cannot be read, empty when there is none yet. */
  readonly ids: ReadonlyMap<string, string> | undefined;
  readonly lock?: StateLock;
}

/** Everything that was asked of AWS about an environment. */
export interface Facts {
  readonly network: NetworkFacts;
  readonly balancing: BalancingFacts;
  readonly containers: ContainerFacts;
  readonly definitions: readonly RunningDefinition[];
  readonly others: OtherFacts;
  readonly roles: RoleFacts;
  readonly images: RepositoryFacts;
  readonly logGroups: readonly LogGroup[];
  readonly parameters: ParameterFacts;
  /** By stack. */
  readonly states: ReadonlyMap<string, StateFacts>;
}
