import type { CloudState, Environment, S3State, ServiceNames } from "./environment";
import { quote } from "./problem";

interface NameRule {
  readonly min: number;
  readonly max: number;
  readonly pattern: RegExp;
  readonly allowed: string;
}

const HYPHENATED = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/;
const ECS = { min: 1, max: 255, pattern: /^[A-Za-z0-9_-]+$/, allowed: "letters, digits, '-' and '_'" };
const ELB = { min: 1, max: 32, pattern: HYPHENATED, allowed: "letters, digits and inner '-'" };
const IAM_ROLE = { min: 1, max: 64, pattern: /^[\w+=,.@-]+$/, allowed: "letters, digits and any of _+=,.@-" };

/**
 * What AWS takes as the name of each type of resource that this project names. Sources: the API references of Elastic
 * Load Balancing, ECS, IAM, CloudWatch Logs, Systems Manager, EC2, S3 ("Bucket naming rules"), DynamoDB and ECR.
 */
export const NAME_RULES = {
  "load balancer": ELB,
  "target group": ELB,
  cluster: ECS,
  "ECS service": ECS,
  "task family": ECS,
  container: ECS,
  "IAM role": IAM_ROLE,
  "log group": { min: 1, max: 512, pattern: /^[\w./#-]+$/, allowed: "letters, digits and any of _-/.#" },
  "SSM parameter": {
    min: 1,
    max: 1011,
    pattern: /^\/?[\w.-]+(?:\/[\w.-]+)*$/,
    allowed: "letters, digits and any of _.-, in parts between slashes",
  },
  "S3 bucket": {
    min: 3,
    max: 63,
    pattern: /^(?!.*\.\.)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])$/,
    allowed: "lower-case letters, digits and inner '-' and '.'",
  },
  "DynamoDB table": { min: 3, max: 255, pattern: /^[\w.-]+$/, allowed: "letters, digits and any of _.-" },
  // HCP Terraform, "Create workspaces", and its API's own check of the length.
  "HCP workspace": { min: 1, max: 90, pattern: /^[\w-]+$/, allowed: "letters, digits, '-' and '_'" },
  // HCP Terraform, "Organizations" and "Organize workspaces with projects".
  "HCP organization": { min: 3, max: 40, pattern: /^[\w-]+$/, allowed: "letters, digits, '-' and '_'" },
  "HCP project": {
    min: 3,
    max: 40,
    pattern: /^[\w-]+(?: +[\w-]+)*$/,
    allowed: "letters, digits, '-', '_' and inner spaces",
  },
  "ECR repository": {
    min: 2,
    max: 256,
    pattern: /^[a-z0-9]+(?:[._/-][a-z0-9]+)*$/,
    allowed: "lower-case letters and digits, parted by one of ._-/",
  },
} as const satisfies Record<string, NameRule>;

/** A type of resource whose name this project chooses. */
export type NamedResource = keyof typeof NAME_RULES;

/** What is wrong with a name, or `undefined`. A name that is too long is an error: it is never cut. */
export function nameProblem(resource: NamedResource, name: string): string | undefined {
  const rule: NameRule = NAME_RULES[resource];
  const what = `${/^(?:[AEIOU]|S3|SSM|HCP)/.test(resource) ? "an" : "a"} ${resource}`;
  if (name.length < rule.min || name.length > rule.max) {
    return `${quote(name)} has ${name.length} characters: the name of ${what} has ${rule.min} to ${rule.max}`;
  }
  if (!rule.pattern.test(name)) return `${quote(name)} is no name for ${what}: it takes ${rule.allowed}`;
  // Elastic Load Balancing API reference, CreateLoadBalancer.
  if (resource === "load balancer" && name.startsWith("internal-")) {
    return `${quote(name)} is no name for a load balancer: AWS keeps the prefix 'internal-' for itself`;
  }
  return undefined;
}

/** The names of everything in an environment that has a name of its own. */
export interface ResourceNames {
  readonly cluster: string;
  readonly loadBalancer: string;
  readonly loadBalancerSecurityGroup: string;
  /** The log group of shells in tasks. */
  readonly execSessions: string;
  readonly services: Readonly<Record<string, ServiceNames>>;
  readonly gateway: ServiceNames;
  /** Of the canary, which logs where the gateway does and has its roles. */
  readonly canary: ServiceNames;
  /** Of the public load balancer, its security group and its web ACL. */
  readonly entrance: string;
}

/** The scheme for names (docs/original-runbook.md, "Naming & tagging"): `kelmah-<what>-<env>`. */
export function physicalName(what: string, environment: string): string {
  return `kelmah-${what}-${environment}`;
}

function serviceNames(service: string, environment: string, kept: Partial<ServiceNames> = {}): ServiceNames {
  const name = physicalName(service, environment);
  return {
    container: service === "gateway" ? "api-gateway" : `${service}-service`,
    taskFamily: name,
    service: name,
    targetGroup: name,
    logGroup: `/ecs/${name}`,
    executionRole: `${name}-execution`,
    taskRole: `${name}-task`,
    ...kept,
  };
}

/** Every name of an environment, by the scheme `kelmah-<service>-<env>` unless the environment keeps another. */
export function resourceNames(environment: Pick<Environment, "name" | "services" | "names">): ResourceNames {
  const { name, names = {} } = environment;
  const gateway = serviceNames("gateway", name, names.gateway);
  return {
    cluster: names.cluster ?? `kelmah-${name}`,
    loadBalancer: names.loadBalancer ?? physicalName("services", name),
    // `kelmah-services-<env>` is the services' own group.
    loadBalancerSecurityGroup: physicalName("load-balancer", name),
    execSessions: `/ecs/exec/kelmah-${name}`,
    services: Object.fromEntries(
      Object.keys(environment.services).map((service) => [
        service,
        serviceNames(service, name, names.services?.[service]),
      ]),
    ),
    gateway,
    canary: {
      ...gateway,
      taskFamily: `${gateway.taskFamily}-canary`,
      service: `${gateway.service}-canary`,
      targetGroup: physicalName("gateway-canary", name),
    },
    entrance: physicalName("entrance", name),
  };
}

/** The bucket of the public load balancer's access logs; bucket names are one of a kind in all of AWS. */
export function accessLogsBucket(environment: string, account: string): string {
  return `${physicalName("entrance-logs", environment)}-${account}`;
}

/**
 * The name of the SSM parameter that holds a secret (docs/original-runbook.md, "Secrets management examples (SSM
 * Parameter Store)").
 */
export function parameterName(environment: string, secret: string): string {
  return `/kelmah/${environment}/${secret}`;
}

/** The name of a secret in Secrets Manager: its parameter's, without the slash before it. */
export function secretName(environment: string, secret: string): string {
  return `kelmah/${environment}/${secret}`;
}

/** The alias of the key that an environment's secrets are encrypted with, if it has one of its own. */
export function secretsKeyAlias(environment: string): string {
  return `alias/${physicalName("secrets", environment)}`;
}

/** The registry of an account's images (Amazon ECR user guide, "Amazon ECR private registry"). */
export function registryHost({ account, region }: { readonly account: string; readonly region: string }): string {
  return `${account}.dkr.ecr.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
}

/** What the storage of an account's states is tagged with as its environment: it is every environment's. */
export const SHARED = "shared";

/** Every stack that an environment may have. */
export const STACK_PARTS = ["repositories", "network", "services", "deployment"] as const;

/** The stacks of an environment; `repositories` is there where the option is on. */
export type StackPart = (typeof STACK_PARTS)[number];

/** The name of a stack, which is also the name of its folder and the key of its state. */
export function stackName(environment: string, part: StackPart): string {
  return `kelmah-${environment}-${part}`;
}

/**
 * The names of an environment's stacks, in the order in which they are applied. The deployment's is none of them: a person
 * applies it, and a pipeline that could would widen its own rights.
 */
export function stackNamesOf({ name, repositories }: Pick<Environment, "name" | "repositories">): string[] {
  return [
    ...(repositories === undefined ? [] : [stackName(name, "repositories")]),
    stackName(name, "network"),
    stackName(name, "services"),
  ];
}

/** The name of the stack that makes an account's bucket and lock table, and keeps its own state there too. */
export function stateStackName({ stack = "kelmah-state" }: Pick<S3State, "stack">): string {
  return stack;
}

/** The key of a stack's state in the bucket. */
export function stateKey(stack: string): string {
  return `${stack}/terraform.tfstate`;
}

/** The name of a stack's workspace in HCP Terraform. */
export function workspaceName({ workspacePrefix = "" }: CloudState, stack: string): string {
  return `${workspacePrefix}${stack}`;
}

/** The letter that tells an availability zone from the others of its region: `a` of `eu-north-1a`. */
export function zoneLetter(availabilityZone: string): string {
  return availabilityZone.slice(-1);
}
