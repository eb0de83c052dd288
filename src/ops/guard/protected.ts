import { attributeOf, type Difference, isTag } from "./differences";
import type { Context } from "./finding";
import type { ResourceChange } from "./plan";

/** Resources that no plan may change but for their tags. */
export interface Protected {
  readonly type: string;
  /** The names that are meant. @default all */
  readonly names?: RegExp;
  /** Where: in environments that say so (`protected: true`), or everywhere. */
  readonly where: "protected environments" | "everywhere";
  /** What depends on it. */
  readonly because: string;
  /**
   * Attributes that no plan changes in place: the way to it, or what is in it, goes with them. Of a list of subnets, only what it
   * loses counts. Anything else of it is asked about, as no row of what is routine names it. @default every one
   */
  readonly never?: readonly string[];
}

/** What callers find a load balancer by, and where it stands. */
const WAY_OF_A_BALANCER = ["internal", "load_balancer_type", "name", "subnets", "subnet_mapping", "security_groups", "ip_address_type"]; // prettier-ignore

/** The one table of what the guard protects; the policy `protected-resources` sees to `prevent_destroy` on the same. */
export const PROTECTED: readonly Protected[] = [
  { type: "aws_eip", where: "protected environments", because: "MongoDB Atlas lets this address in and no other" },
  {
    type: "aws_nat_gateway",
    where: "protected environments",
    because: "every service reaches MongoDB Atlas through it",
  },
  {
    type: "aws_lb",
    names: /^internal$/,
    where: "protected environments",
    because: "the gateway reaches every service through it",
    never: WAY_OF_A_BALANCER,
  },
  {
    type: "aws_lb",
    where: "protected environments",
    because: "callers reach the platform through it",
    never: WAY_OF_A_BALANCER,
  },
  {
    type: "aws_subnet",
    names: /^private_/,
    where: "protected environments",
    because: "the services and the load balancer are in it",
    never: ["cidr_block", "availability_zone", "vpc_id"],
  },
  {
    type: "aws_vpc_endpoint",
    names: /^atlas$/,
    where: "protected environments",
    because: "every service reaches MongoDB Atlas through it",
  },
  {
    type: "aws_vpc_peering_connection_accepter",
    where: "protected environments",
    because: "every service reaches MongoDB Atlas through it",
  },
  {
    type: "aws_kms_key",
    names: /^secrets$/,
    where: "protected environments",
    because: "every secret is encrypted with it",
    never: ["is_enabled", "key_usage", "customer_master_key_spec"],
  },
  { type: "aws_ssm_parameter", where: "protected environments", because: "a secret's value is in it and nowhere else" },
  {
    type: "aws_secretsmanager_secret",
    where: "protected environments",
    because: "a secret's value is in it and nowhere else",
    never: ["name", "name_prefix", "force_overwrite_replica_secret"],
  },
  {
    type: "aws_ecs_cluster",
    where: "protected environments",
    because: "every service runs in it",
    never: ["name"],
  },
  {
    type: "aws_s3_bucket",
    names: /^entrance_logs$/,
    where: "protected environments",
    because: "it holds the public load balancer's access logs",
    never: ["bucket", "force_destroy"],
  },
  {
    type: "aws_ecr_repository",
    where: "everywhere",
    because: "it holds the images that run, and those to go back to",
    never: ["name", "force_delete", "encryption_configuration"],
  },
  {
    type: "aws_s3_bucket_versioning",
    where: "everywhere",
    because: "what a damaged state is had back from",
  },
  { type: "aws_s3_bucket", names: /^(?!entrance_logs$)/, where: "everywhere", because: "it holds every state" },
  { type: "aws_dynamodb_table", where: "everywhere", because: "it locks every state" },
];

/** How a resource is protected, or `undefined` when it is not. */
export function protection(
  { type, name }: Pick<ResourceChange, "type" | "name">,
  { environment }: Pick<Context, "environment">,
): Protected | undefined {
  return PROTECTED.find(
    (kind) =>
      kind.type === type &&
      (kind.names?.test(name) ?? true) &&
      (kind.where === "everywhere" || environment?.protected === true),
  );
}

/** Whether a difference takes away what depends on something that is protected: no plan may have it, whatever is accepted. */
export function isNever({ never }: Protected, difference: Difference): boolean {
  if (isTag(difference)) return false;
  const attribute = attributeOf(difference);
  if (never !== undefined && !never.includes(attribute)) return false;
  const { before, after, unknown } = difference;
  const isMore =
    attribute === "subnets" && !unknown && Array.isArray(before) && Array.isArray(after) && before.every((one) => after.includes(one)); // prettier-ignore
  return !isMore;
}
