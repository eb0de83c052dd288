import type { LearntVariables } from "./plain-value";

/** The facts of one AWS account, from `src/environments/inventory/<env>.json`. */
export interface Inventory {
  readonly account: string;
  readonly region: string;
  readonly vpc?: string;
  /** The NAT gateway's subnet first. */
  readonly publicSubnets?: readonly string[];
  /** @default there are none yet, as with `[]`: they are made */
  readonly privateSubnets?: readonly string[];
  readonly servicesSecurityGroup?: string;
  readonly gatewaySecurityGroup?: string;
  /** The NAT gateways' public addresses, allowlisted at Atlas, in the order of the availability zones. @default none yet */
  readonly natEips?: readonly string[];
  /** Names of the SSM parameters that were there before this project: referenced by ARN, never managed. */
  readonly existingParameters?: readonly string[];
  /** What `discover` has read about the above. @default nothing: not discovered yet */
  readonly learnt?: Learnt;
  /** What exists and is to be adopted: by stack, by Terraform address. @default nothing */
  readonly imports?: Readonly<Record<string, Readonly<Record<string, Import>>>>;
  /** What stays as it was found, by stack, by Terraform address; also once it is imported. @default all is as it is written */
  readonly kept?: Readonly<Record<string, Readonly<Record<string, KeptArguments>>>>;
}

/** A resource that exists, and how that was found out. */
export interface Import {
  /** The import id, as Terraform takes it for this type of resource. */
  readonly id: string;
  /** What it was recognized by, for the reviewer. */
  readonly evidence: string;
  /** Whether an apply had made it when it was cut off, so that its import finishes it as it is written. @default it had not */
  readonly unfinished?: true;
}

/** What stays as it was found of one resource, by argument, or by tag: `tags["Owner"]`. */
export type KeptArguments = Readonly<Record<string, Kept>>;

/** An argument of a resource that stays as it was found. */
export interface Kept {
  /** What AWS had, for the reviewer: text as it is, all else as JSON. */
  readonly found: string;
  /** What the stack says in its place, written alike, so that nobody changes it and wonders. @default it says nothing */
  readonly insteadOf?: string;
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
  /** The NAT gateways behind the inventory's `natEips`, by address, and the route table of each private subnet. @default none */
  readonly nat?: {
    readonly addresses: Readonly<Record<string, { readonly allocationId: string; readonly natGatewayId?: string }>>;
    readonly routeTables: Readonly<Record<string, string>>;
  };
  /** By service. */
  readonly legacyServices: Readonly<Record<string, LegacyServiceFacts>>;
  /** Plain variables that are to be as they run, by service or `gateway`. @default none is */
  readonly variables?: Readonly<Record<string, LearntVariables>>;
}
