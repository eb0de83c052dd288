import { isDeepStrictEqual } from "node:util";
import type { Attributes } from "../stack";
import type { Match } from "./match";
import { UNKNOWN } from "./resolve";

/** An attribute of something that exists which the stack would set otherwise. */
export interface Difference {
  readonly stack: string;
  readonly address: string;
  /** Such as `health_check.path`. */
  readonly attribute: string;
  readonly is: unknown;
  readonly wanted: unknown;
  /** Whether Terraform would destroy the resource and make it again. */
  readonly replaces: boolean;
}

/**
 * Arguments whose change destroys the resource and makes it again, by type (hashicorp/aws 5.100: `ForceNew` in the
 * schemas, and the load balancer's rule that a network load balancer loses no subnet).
 */
const REPLACING: Readonly<Record<string, readonly string[]>> = {
  aws_vpc: ["cidr_block"],
  aws_subnet: ["availability_zone", "cidr_block", "vpc_id"],
  aws_eip: ["domain"],
  aws_nat_gateway: ["allocation_id", "connectivity_type", "subnet_id"],
  aws_route_table: ["vpc_id"],
  aws_route: ["route_table_id", "destination_cidr_block"],
  aws_route_table_association: ["subnet_id"],
  aws_vpc_endpoint: ["vpc_id", "service_name", "vpc_endpoint_type"],
  aws_flow_log: ["vpc_id", "traffic_type", "log_destination", "iam_role_arn"],
  aws_security_group: ["name", "description", "vpc_id"],
  aws_vpc_security_group_ingress_rule: ["security_group_id"],
  aws_vpc_security_group_egress_rule: ["security_group_id"],
  aws_lb: ["name", "internal", "load_balancer_type"],
  aws_lb_target_group: ["name", "port", "protocol", "target_type", "vpc_id"],
  aws_lb_listener: ["load_balancer_arn"],
  aws_ecs_cluster: ["name"],
  aws_ecs_cluster_capacity_providers: ["cluster_name"],
  aws_ecs_service: ["cluster", "name", "launch_type", "scheduling_strategy"],
  aws_iam_role: ["name", "path"],
  aws_iam_role_policy: ["name", "role"],
  aws_cloudwatch_log_group: ["name"],
  aws_ecr_repository: ["name"],
  aws_ecr_lifecycle_policy: ["repository"],
};

/** What the provider sets where the stack says nothing, and AWS may have otherwise. */
const DEFAULTS: Readonly<Record<string, Attributes>> = {
  aws_nat_gateway: { connectivity_type: "public" },
  aws_subnet: { map_public_ip_on_launch: false },
  aws_ecs_service: { scheduling_strategy: "REPLICA" },
  aws_iam_role: { path: "/" },
  aws_lb_target_group: { health_check: { enabled: true, port: "traffic-port", interval: 30 } },
};

/** Where what was found differs from what the stack would set. Tags are left out: every resource is given them. */
export function differencesOf({ stack, address, type, wanted, outcome }: Match): Difference[] {
  if (outcome.kind !== "found") return [];
  const { ignore_changes: ignored = [] } = (wanted.lifecycle ?? {}) as { ignore_changes?: string[] };
  const known = outcome.existing.attributes;
  const all = merge(DEFAULTS[type] ?? {}, wanted);
  return Object.entries(all)
    .filter(([key]) => known[key] !== undefined && !ignored.includes(key))
    .flatMap(([key, value]) => compare(key, known[key], value))
    .map((difference) => ({ stack, address, ...difference, replaces: replaces(type, difference) }));
}

function merge(defaults: Attributes, wanted: Attributes): Attributes {
  const merged: Record<string, unknown> = { ...defaults, ...wanted };
  for (const [key, value] of Object.entries(defaults)) {
    const given = wanted[key];
    if (isObject(value) && isObject(given)) merged[key] = merge(value, given);
  }
  return merged;
}

function compare(attribute: string, is: unknown, wanted: unknown): Pick<Difference, "attribute" | "is" | "wanted">[] {
  if (wanted === UNKNOWN || wanted === undefined) return [];
  if (isObject(wanted)) {
    const known: Attributes = isObject(is) ? is : {};
    return Object.entries(wanted).flatMap(([key, value]) => compare(`${attribute}.${key}`, known[key], value));
  }
  if (Array.isArray(wanted) && wanted.every(isObject)) {
    const known = Array.isArray(is) ? is : [];
    return wanted.flatMap((value, index) => compare(`${attribute}[${index}]`, known[index] as unknown, value));
  }
  return isDeepStrictEqual(comparable(is), comparable(wanted)) ? [] : [{ attribute, is, wanted }];
}

/** Terraform's JSON has numbers where AWS has text, and lists whose order means nothing. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(String).sort();
  return value === undefined || value === null ? "" : JSON.stringify(value).replace(/^"(.*)"$/, "$1");
}

function isObject(value: unknown): value is Attributes {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function replaces(type: string, { attribute, is, wanted }: Pick<Difference, "attribute" | "is" | "wanted">): boolean {
  if (type === "aws_lb" && attribute === "subnets" && Array.isArray(is) && Array.isArray(wanted)) {
    return is.some((subnet) => !wanted.includes(subnet));
  }
  return REPLACING[type]?.includes(attribute) ?? false;
}
