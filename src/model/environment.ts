import type { Phase } from "./phase";

/** Anything with a port of its own is checked for health over TCP, or over HTTP at a path. */
export type HealthCheck = { readonly protocol: "TCP" } | { readonly protocol: "HTTP"; readonly path: string };

/** The program in the image that the container's own health check calls (platform facts: images carry one of the two). */
export type HealthCommand = "curl" | "wget";

/** A container image in ECR; the tag is resolved to its digest when Terraform plans. */
export interface Image {
  readonly repository: string;
  readonly tag: string;
  /** Why a tag that moves (`latest`) may run in a protected environment. */
  readonly reason?: string;
}

/** The container of a service: what it runs, reads and answers. */
export interface Container {
  readonly port: number;
  readonly image: Image;
  readonly healthCommand: HealthCommand;
  /** Plain environment variables. `NODE_ENV` and the port's variable are added. */
  readonly environment: Readonly<Record<string, string>>;
  /** Names of the environment variables that come from Parameter Store; each is also the name of its parameter. */
  readonly secrets: readonly string[];
  /** CPU units, 1024 for one vCPU. @default 256 */
  readonly cpu?: number;
  /** MiB. @default 512 */
  readonly memory?: number;
  /** Tasks that run. 0 is a number too. @default the environment's */
  readonly desiredCount?: number;
}

/** One of the platform's microservices: a listener and target group of the internal NLB with private tasks behind them. */
export interface Service extends Container {
  /** The target group's protocol. An NLB takes no HTTP target group (runbook: IncompatibleProtocols). @default "TCP" */
  readonly protocol?: "TCP";
  readonly healthCheck: HealthCheck;
  /** How far it has moved. @default the environment's */
  readonly phase?: Phase;
  /** Where the gateway calls its legacy service. @default what the gateway was found to call */
  readonly legacyUrl?: string;
  /** Tasks of its legacy service while that runs. @default as many as it was found with */
  readonly legacyDesiredCount?: number;
}

/** The API gateway: the one service that is called from outside. */
export interface Gateway extends Container {
  readonly healthCheck: HealthCheck;
  /** Gateway variables `<KEY>_SERVICE_URL` that point at a service of another name. */
  readonly urlAliases?: Readonly<Record<string, string>>;
  /** CIDR blocks that may call the gateway's port. */
  readonly ingressCidrs: readonly string[];
  /** Whether its tasks run in the public subnets with a public IP, until a load balancer stands in front. */
  readonly publicIp: boolean;
  /** The existing target group, by name, of the load balancer in front of it. @default none */
  readonly targetGroup?: string;
}

/** The VPC to make, or the one that is there already (its ids are in the environment's inventory). */
export interface Vpc {
  readonly kind: "create" | "existing";
  readonly cidr: string;
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
  /** One NAT gateway, or one per availability zone, each with a static address for Atlas's access list. */
  readonly nat: "single" | "per-az";
  /** Days that VPC flow logs are kept. @default no flow logs */
  readonly flowLogsRetentionDays?: number;
}

/** S3 with DynamoDB locking: the bucket and table that `kelmah-state` makes. */
export interface S3State {
  readonly kind: "s3";
  readonly bucket: string;
  readonly lockTable: string;
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

/** The facts of one AWS account, from `src/environments/inventory/<env>.json`. */
export interface Inventory {
  readonly account: string;
  readonly region: string;
  readonly vpc?: string;
  /** The NAT gateway's subnet first. */
  readonly publicSubnets?: readonly string[];
  readonly privateSubnets?: readonly string[];
  readonly servicesSecurityGroup?: string;
  readonly gatewaySecurityGroup?: string;
  /** The NAT gateway's public address, allowlisted at Atlas. */
  readonly natEip?: string;
  /** Names of the SSM parameters that were there before this project: referenced by ARN, never managed. */
  readonly existingParameters?: readonly string[];
  /** What `discover` has read about the above. @default nothing: not discovered yet */
  readonly learnt?: Learnt;
  /** What exists and is to be adopted: by stack, by Terraform address. @default nothing */
  readonly imports?: Readonly<Record<string, Readonly<Record<string, Import>>>>;
}

/** A resource that exists, and how that was found out. */
export interface Import {
  /** The import id, as Terraform takes it for this type of resource. */
  readonly id: string;
  /** What it was recognized by, for the reviewer. */
  readonly evidence: string;
}

/** A legacy ECS service as it runs: adopted with these very settings. */
export interface LegacyServiceFacts {
  readonly name: string;
  /** `family:revision`, as it runs. */
  readonly taskDefinition: string;
  readonly desiredCount: number;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly assignPublicIp: boolean;
  readonly platformVersion: string;
  /** What the gateway called when it still called this service. @default not found */
  readonly url?: string;
}

/** Facts that `discover` reads in AWS, so that what exists is adopted as it is and nothing is guessed. */
export interface Learnt {
  /** The public and private subnets that the inventory gives, by id. */
  readonly subnets: Readonly<Record<string, { readonly cidr: string; readonly availabilityZone: string }>>;
  /** The blocks of all subnets in the VPC: new ones are cut beside them. */
  readonly takenCidrs: readonly string[];
  /** The NAT gateway behind the inventory's `natEip`, and the route table of each private subnet. @default none */
  readonly nat?: {
    readonly allocationId: string;
    readonly natGatewayId?: string;
    readonly routeTables: Readonly<Record<string, string>>;
  };
  /** The internal load balancer's settings. @default there is none */
  readonly loadBalancer?: { readonly deletionProtection: boolean; readonly crossZone: boolean };
  /** Days by log group that exists; 0 never expires. */
  readonly logRetentionDays: Readonly<Record<string, number>>;
  /** By service. */
  readonly legacyServices: Readonly<Record<string, LegacyServiceFacts>>;
}

/** One copy of the platform, as typed in `src/environments/`. */
export interface Environment {
  readonly name: string;
  readonly inventory: Inventory;
  readonly owner: string;
  readonly costCenter: string;
  /** Nothing that the platform's addresses depend on can be destroyed, and tags that move need a reason. */
  readonly protected: boolean;
  /**
   * Whether what exists keeps the settings it was found with, so that adopting it changes nothing but tags, or takes
   * those that are written here. @default "as-written"
   */
  readonly adoption?: "as-found" | "as-written";
  readonly state: S3State;
  readonly network: Network;
  /** How far each service has moved that says nothing else. @default "internal" */
  readonly phase?: Phase;
  /** Why services may go from `legacy` to `retired` in one apply, which leaves nobody the time to look. @default they may not */
  readonly skipPhases?: { readonly reason: string };
  readonly containerInsights: boolean;
  readonly crossZoneLoadBalancing: boolean;
  readonly logRetentionDays: number;
  /** Tasks of each service that says nothing else. 0 parks an environment whose secrets are not set yet. @default 1 */
  readonly desiredCount?: number;
  /** Whether `aws ecs execute-command` can open a shell in a task. */
  readonly ecsExec: boolean;
  readonly services: Readonly<Record<string, Service>>;
  readonly gateway: Gateway;
  readonly names?: NameOverrides;
}

/** The names of every secret that an environment's services and gateway read, once each, in order. */
export function secretsOf({ services, gateway }: Pick<Environment, "services" | "gateway">): string[] {
  return [...new Set([...Object.values(services), gateway].flatMap(({ secrets }) => secrets))].sort();
}
