import type { Image } from "./image";
import type { Inventory } from "./inventory";
import type {
  Alarms,
  Atlas,
  Autoscaling,
  Canary,
  Deployment,
  EcsExec,
  Entrance,
  InterfaceEndpoint,
  NightStop,
  Repositories,
  Secrets,
  ServiceDiscovery,
} from "./options";
import type { Phase } from "./phase";
import type { PlainValue } from "./plain-value";

export type { Image, PinnedImage, TaggedImage } from "./image";
export type { Import, Inventory, Kept, KeptArguments, Learnt, LegacyServiceFacts } from "./inventory";

/** Anything with a port of its own is checked for health over TCP, or over HTTP at a path. */
export type HealthCheck = { readonly protocol: "TCP" } | { readonly protocol: "HTTP"; readonly path: string };

/**
 * The program in the image that the container's own health check calls (docs/platform.md, "Services": today's carry no
 * curl).
 */
export type HealthCommand = "curl" | "wget";

/** The container of a service: what it runs, reads and answers. */
export interface Container {
  readonly port: number;
  readonly image: Image;
  readonly healthCheck: HealthCheck;
  readonly healthCommand: HealthCommand;
  /** Plain environment variables. `NODE_ENV` and those of the port are added. */
  readonly environment: Readonly<Record<string, PlainValue>>;
  /** Names of the environment variables that come from Parameter Store; each is also the name of its parameter. */
  readonly secrets: readonly string[];
  /** Variables that hold the value of one of its `secrets` under another name: that secret, by variable. @default none */
  readonly secretAliases?: Readonly<Record<string, string>>;
  /** CPU units, 1024 for one vCPU. @default 256 */
  readonly cpu?: number;
  /** MiB. @default 512 */
  readonly memory?: number;
  /** Tasks that run. 0 is a number too. @default the environment's */
  readonly desiredCount?: number;
  /** @default as many tasks as it desires, whatever the load */
  readonly autoscaling?: Autoscaling;
}

/** How far a service is on its way out, in the order of the way. */
export const REMOVALS = ["uncalled", "stopped"] as const;

/** How far a service is on its way out. */
export type Removal = (typeof REMOVALS)[number];

/** One of the platform's microservices: a listener and target group of the internal NLB with private tasks behind them. */
export interface Service extends Container {
  /**
   * The port that it had first. Its target group was made with it, and its listener and rules have Terraform addresses without
   * a port, where those of another port end in it: `aws_lb_listener.auth` and `aws_lb_listener.auth_5011`. It stays here for
   * good once the port has changed (docs/services.md). @default the port that it has
   */
  readonly firstPort?: number;
  /** The port that it had before, open until nobody calls it: its listener leads to the tasks, too. @default none */
  readonly previousPort?: number;
  /**
   * The target group's protocol. An NLB takes no HTTP target group (docs/original-runbook.md, "Health checks and target
   * group specifics"). @default "TCP"
   */
  readonly protocol?: "TCP";
  /** How far it has moved. @default the environment's; "internal" where there is no legacy service to move from */
  readonly phase?: Phase;
  /**
   * How far it is on its way out of the environment (docs/services.md): `uncalled`, the gateway does not know it any more, and
   * its tasks still run; `stopped`, none of them does. Then its entry can go. @default it stays
   */
  readonly removal?: Removal;
  /** Where the gateway calls its legacy service. @default what the gateway was found to call */
  readonly legacyUrl?: string;
  /** Tasks of its legacy service while that runs. @default as many as it was found with */
  readonly legacyDesiredCount?: number;
}

/** The API gateway: the one service that is called from outside. */
export interface Gateway extends Container {
  /** Gateway variables `<KEY>_SERVICE_URL` that point at a service of another name; none is a service's own. */
  readonly urlAliases?: Readonly<Record<string, string>>;
  /** CIDR blocks that may call the gateway's port. */
  readonly ingressCidrs: readonly string[];
  /** Whether its tasks run in the public subnets with a public IP, until a load balancer stands in front. */
  readonly publicIp: boolean;
  /** The existing target group, by name, of the load balancer in front of it. @default none */
  readonly targetGroup?: string;
  /** @default none: it is called directly, or through the load balancer that is there already */
  readonly entrance?: Entrance;
  /** @default none */
  readonly canary?: Canary;
}

/** The VPC to make, or the one that is there already (its ids are in the environment's inventory). */
export interface Vpc {
  readonly kind: "create" | "existing";
  readonly cidr: string;
}

/** How the private subnets reach the internet. */
export type Nat = (typeof NATS)[number];

/** Every way to reach the internet, or not to. */
export const NATS = ["single", "per-az", "none"] as const;

/** Whom the services let in on their ports. */
export type ServicesIngress = (typeof SERVICES_INGRESS)[number];

/** Everybody whom the services can let in, the widest first. */
export const SERVICES_INGRESS = ["vpc", "load-balancer-subnets", "load-balancer-security-group"] as const;

/** Whom an environment's services let in. */
export function servicesIngressOf({ servicesIngress = "vpc" }: Pick<Network, "servicesIngress">): ServicesIngress {
  return servicesIngress;
}

/** How an environment's services reach MongoDB Atlas. */
export function atlasOf({ atlas = { kind: "nat-allowlist" } }: Pick<Network, "atlas">): Atlas {
  return atlas;
}

/** The network of an environment. */
export interface Network {
  readonly vpc: Vpc;
  /** One public and one private subnet in each, at least two. */
  readonly availabilityZones: readonly string[];
  /** In the order of the availability zones. @default cut out of the VPC's block */
  readonly publicSubnetCidrs?: readonly string[];
  /** In the order of the availability zones. @default cut out of the VPC's block */
  readonly privateSubnetCidrs?: readonly string[];
  /**
   * One NAT gateway, or one per availability zone, each with a static address for Atlas's access list; or none, and the
   * private subnets have no way to the internet.
   */
  readonly nat: Nat;
  /** Days that VPC flow logs are kept. @default no flow logs */
  readonly flowLogsRetentionDays?: number;
  /** What is reached without the NAT gateway. S3 always is. @default nothing else */
  readonly interfaceEndpoints?: readonly InterfaceEndpoint[];
  /**
   * Whom the services let in: the VPC's block (docs/original-runbook.md, section 5), the subnets of the load balancer,
   * or its own security group, which only a load balancer that is made with one can have. @default "vpc"
   */
  readonly servicesIngress?: ServicesIngress;
  /** TCP ports on which tasks may call out of the VPC, where the security groups are made here. @default every port */
  readonly egressPorts?: readonly number[];
  /** @default the NAT gateway's address on Atlas's access list */
  readonly atlas?: Atlas;
}

/** S3 with DynamoDB locking: the bucket and table that the account's state stack makes, one for all its environments. */
export interface S3State {
  readonly kind: "s3";
  readonly bucket: string;
  readonly lockTable: string;
  /** Where the bucket and the table are. @default the environment's region */
  readonly region?: string;
  /** The stack that makes them. @default "kelmah-state" */
  readonly stack?: string;
}

/**
 * HCP Terraform, or a Terraform Enterprise of one's own: a workspace for each stack, made before the stack's first plan or by
 * it. An environment that keeps its state there needs no state stack.
 */
export interface CloudState {
  readonly kind: "cloud";
  readonly organization: string;
  /** @default "app.terraform.io" */
  readonly hostname?: string;
  /** The project that the workspaces are in. @default the organization's default project */
  readonly project?: string;
  /** What comes before the stack's name in that of its workspace: `acme-` of `acme-kelmah-prod-network`. @default nothing */
  readonly workspacePrefix?: string;
}

/** The names of one service's resources in AWS. */
export interface ServiceNames {
  readonly container: string;
  readonly taskFamily: string;
  readonly service: string;
  readonly targetGroup: string;
  readonly logGroup: string;
  readonly executionRole: string;
  readonly taskRole: string;
}

/** The names that a service keeps, and that of the public ECS service from before the move, which stays beside it. */
export interface KeptNames extends Partial<ServiceNames> {
  readonly legacyService?: string;
}

/** Names that an environment has already and keeps; everything else is called `kelmah-<service>-<env>`. */
export interface NameOverrides {
  readonly cluster?: string;
  readonly loadBalancer?: string;
  readonly services?: Readonly<Record<string, KeptNames>>;
  readonly gateway?: Partial<ServiceNames>;
}

/** A change that a person has accepted: this one and no other at the same address. */
export interface AcceptedChange {
  /** The Terraform address. */
  readonly address: string;
  /** What the guard's verdict calls the change: twelve hexadecimal digits, made of what it does, before and after. */
  readonly change: string;
  readonly reason: string;
}

/** One copy of the platform, as typed in `src/environments/`. */
export interface Environment {
  readonly name: string;
  readonly inventory: Inventory;
  readonly owner: string;
  readonly costCenter: string;
  /** Who is called when somebody is cut off, and how: `verify` says so first. @default nobody is named */
  readonly onCall?: string;
  /** Nothing that the platform's addresses depend on can be destroyed, and tags that move need a reason. */
  readonly protected: boolean;
  /**
   * Whether what exists keeps the settings it was found with, so that adopting it changes nothing but tags, or takes
   * those that are written here. @default "as-written"
   */
  readonly adoption?: "as-found" | "as-written";
  /**
   * What adopting may take away from what exists, and why: by Terraform address, by the path that `npm run discover` names,
   * such as `desired_count`. It names nothing that stays as it was found.
   *
   * @default nothing
   */
  readonly adoptionGivesUp?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly state: S3State | CloudState;
  readonly network: Network;
  /**
   * Changes that the guard would refuse, and that a person has accepted (docs/runbook.md, "What the guard asks about").
   *
   * @default none
   */
  readonly accepted?: readonly AcceptedChange[];
  /** How far each service with a legacy has moved that says nothing else. @default "internal" */
  readonly phase?: Phase;
  /** Why services may go from `legacy` to `retired` in one apply, which leaves nobody the time to look. @default they may not */
  readonly skipPhases?: { readonly reason: string };
  readonly containerInsights: boolean;
  readonly crossZoneLoadBalancing: boolean;
  readonly logRetentionDays: number;
  /** Tasks of each service that says nothing else. 0 parks an environment whose secrets are not set yet. @default 1 */
  readonly desiredCount?: number;
  /** @default nobody can open a shell in a task */
  readonly ecsExec?: EcsExec;
  /** @default none */
  readonly alarms?: Alarms;
  /**
   * Per cent of the tasks that run on Fargate Spot, which AWS may take back with two minutes' notice; 0 to 100 change in
   * place. Giving it to services that run takes the steps in docs/options/spot.md; 0 turns Spot off.
   *
   * @default the launch type Fargate, which is on demand
   */
  readonly fargateSpotPercent?: number;
  /** @default it runs day and night */
  readonly nightStop?: NightStop;
  /** @default Parameter Store, under AWS's own key */
  readonly secrets?: Secrets;
  /** @default none: the gateway finds services through the load balancer */
  readonly serviceDiscovery?: ServiceDiscovery;
  /** @default none: people plan and apply with credentials of their own */
  readonly deployment?: Deployment;
  /** @default none: the repositories are somebody else's */
  readonly repositories?: Repositories;
  readonly services: Readonly<Record<string, Service>>;
  readonly gateway: Gateway;
  readonly names?: NameOverrides;
}

/** The variables of a container that hold a secret: by name, the secret. */
export function secretVariables({ secrets, secretAliases = {} }: Pick<Container, "secrets" | "secretAliases">) {
  return new Map([...secrets.map((secret) => [secret, secret] as const), ...Object.entries(secretAliases)]);
}

/** The names of every secret that an environment's services and gateway read, once each, in order. */
export function secretsOf({ services, gateway }: Pick<Environment, "services" | "gateway">): string[] {
  return [...new Set([...Object.values(services), gateway].flatMap(({ secrets }) => secrets))].sort();
}
