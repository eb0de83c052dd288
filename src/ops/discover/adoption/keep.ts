import { argumentIn, keptText } from "../../../model/adoption";
import type { Import, Kept } from "../../../model/inventory";
import type { ResourceChange } from "../../guard/plan";
import { looksSecret } from "../../guard/secret-values";
import type { Attributes } from "../../stack";
import type { Difference, Meaning } from "./differences";

/**
 * What the environment and the move decide, by type: the rest of what exists stays as it is. A list of what this project is
 * about, and not of what AWS has.
 */
const OURS: Readonly<Record<string, readonly string[]>> = {
  aws_ecs_cluster_capacity_providers: ["capacity_providers", "default_capacity_provider_strategy"],
  aws_ecs_service: [
    "capacity_provider_strategy",
    "deployment_controller",
    "desired_count",
    "load_balancer",
    "network_configuration",
    "service_registries",
    "task_definition",
  ],
  aws_ecr_lifecycle_policy: ["policy"],
  aws_iam_role: ["assume_role_policy", "managed_policy_arns", "permissions_boundary"],
  aws_iam_role_policy: ["policy"],
  aws_lb: ["security_groups", "subnet_mapping", "subnets"],
  aws_lb_listener: ["default_action"],
  aws_route: ["nat_gateway_id", "gateway_id"],
  aws_route_table_association: ["route_table_id"],
  aws_vpc_endpoint: ["route_table_ids", "security_group_ids", "subnet_ids"],
};

/** What a roll-out needs or is safer with, by type and argument: ours where it is so, and else it stays as it is. */
const OURS_WHEN: Readonly<Record<string, Readonly<Record<string, readonly Meaning[]>>>> = {
  aws_ecs_service: {
    deployment_circuit_breaker: ["added"],
    deployment_maximum_percent: ["changed"],
    deployment_minimum_healthy_percent: ["changed"],
    enable_ecs_managed_tags: ["added"],
    health_check_grace_period_seconds: ["added", "changed"],
    propagate_tags: ["added"],
  },
};

/** Whether what was found stays, where everything is adopted as it was found. */
export function staysAsFound(difference: Pick<Difference, "type" | "argument" | "meaning" | "legacy">): boolean {
  const { type, argument, meaning, legacy } = difference;
  // The move starts and stops it, and nobody changes anything else of it.
  const touches = meaning === "lost" || meaning === "changed" || meaning === "added";
  // Adopting gives every resource this project's tags.
  if (!touches || (meaning === "added" && argument.startsWith("tags["))) return false;
  if (legacy) return argument !== "desired_count";
  if (OURS[type]?.includes(argument) === true) return false;
  return OURS_WHEN[type]?.[argument]?.includes(meaning) !== true;
}

/** What is kept of something that is imported, for the inventory: by argument, what was found and what is written. */
export function keptOf(
  differences: readonly Difference[],
  { address, change }: Pick<ResourceChange, "address" | "change">,
  written: Attributes,
): Pick<Import, "keep"> {
  const own = differences.filter((difference) => difference.address === address && staysAsFound(difference));
  const kept = [...new Set(own.map(({ argument }) => argument))].sort();
  if (kept.length === 0) return {};
  const found = (change.before ?? {}) as Attributes;
  return {
    keep: Object.fromEntries(
      kept.map((argument): [string, Kept] => {
        const insteadOf = keptText(argumentIn(written, argument));
        const is = argumentIn(found, argument) ?? argumentIn({ tags: found.tags_all }, argument) ?? null;
        return [
          argument,
          {
            found: looksSecret(argument, is) ? "(not shown: it looks like a credential)" : (keptText(is) ?? ""),
            ...(insteadOf !== undefined && { insteadOf }),
          },
        ];
      }),
    ),
  };
}

/**
 * Whether something carries the tags that this project's provider gives, all of them: then an apply that was cut off has made
 * it, and it is finished as it is written. What people have made has none, or other ones.
 */
export function wasMadeHere({ change }: Pick<ResourceChange, "change">, defaultTags: Attributes): boolean {
  const { tags_all: tags } = (change.before ?? {}) as { tags_all?: Attributes | null };
  const entries = Object.entries(defaultTags);
  return entries.length > 0 && entries.every(([key, value]) => tags?.[key] === value);
}
