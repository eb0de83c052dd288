import { attributeOf, type Difference } from "./differences";
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
  /** Attributes that may change in place all the same: nothing goes down with them. @default none */
  readonly mayChange?: readonly string[];
  /** Attributes that may become this value, and no other: nothing goes down with it, and the way back is refused. @default none */
  readonly mayBecome?: Readonly<Record<string, unknown>>;
}

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
  },
  {
    type: "aws_lb",
    where: "protected environments",
    because: "callers reach the platform through it",
    mayChange: ["idle_timeout", "access_logs"],
    mayBecome: { enable_deletion_protection: true },
  },
  {
    type: "aws_subnet",
    names: /^private_/,
    where: "protected environments",
    because: "the services and the load balancer are in it",
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
    mayChange: ["rotation_period_in_days"],
  },
  { type: "aws_ssm_parameter", where: "protected environments", because: "a secret's value is in it and nowhere else" },
  {
    type: "aws_secretsmanager_secret",
    where: "protected environments",
    because: "a secret's value is in it and nowhere else",
    mayChange: ["kms_key_id"],
  },
  {
    type: "aws_ecs_cluster",
    where: "protected environments",
    because: "every service runs in it",
    mayChange: ["setting", "configuration"],
  },
  {
    type: "aws_s3_bucket",
    names: /^entrance_logs$/,
    where: "protected environments",
    because: "it holds the public load balancer's access logs",
  },
  {
    type: "aws_ecr_repository",
    where: "everywhere",
    because: "it holds the images that run, and those to go back to",
    mayChange: ["image_tag_mutability", "image_scanning_configuration"],
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

/** Whether a difference may be there on something that is protected. */
export function mayDiffer({ mayChange = [], mayBecome = {} }: Protected, difference: Difference): boolean {
  const attribute = attributeOf(difference);
  return (
    mayChange.includes(attribute) ||
    (Object.hasOwn(mayBecome, attribute) && mayBecome[attribute] === difference.after && !difference.unknown)
  );
}
