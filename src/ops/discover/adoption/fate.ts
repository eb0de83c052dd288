import type { Meaning } from "./meaning";

/**
 * What becomes of a difference: what was found stays; a person has to settle it first; or the next plan sets what is written.
 */
export type Fate = "stays" | "asked" | "set";

/** A difference, as far as its fate depends on it. */
export interface Fateful {
  readonly type: string;
  readonly argument: string;
  readonly meaning: Meaning;
  /** Whether it is of a service from before the move, which stays as it runs. */
  readonly legacy: boolean;
  /** Whether an apply of this project made it and was cut off: then it gets what is written. */
  readonly finishing: boolean;
}

const ALWAYS: readonly Meaning[] = ["lost", "changed", "added"];
const MORE: readonly Meaning[] = ["changed", "added"];
const ADDED: readonly Meaning[] = ["added"];

/**
 * What the environment and the move decide, by type and argument, with the meanings in which they do; `*` is every argument. The
 * rest of what exists stays as it is. A list of what this project is about, and not of what AWS has.
 */
const OURS: Readonly<Record<string, Readonly<Record<string, readonly Meaning[]>>>> = {
  aws_ecr_lifecycle_policy: { policy: ALWAYS },
  aws_ecr_repository: { image_scanning_configuration: ADDED, image_tag_mutability: ALWAYS },
  aws_ecs_cluster: { configuration: ADDED, setting: ADDED },
  aws_ecs_cluster_capacity_providers: { "*": ALWAYS },
  aws_ecs_service: {
    capacity_provider_strategy: ALWAYS,
    deployment_circuit_breaker: ADDED,
    deployment_controller: ALWAYS,
    deployment_maximum_percent: MORE,
    deployment_minimum_healthy_percent: MORE,
    desired_count: ALWAYS,
    enable_ecs_managed_tags: ADDED,
    enable_execute_command: ADDED,
    force_new_deployment: ALWAYS,
    health_check_grace_period_seconds: MORE,
    load_balancer: ALWAYS,
    network_configuration: ALWAYS,
    propagate_tags: ADDED,
    service_registries: ALWAYS,
    task_definition: ALWAYS,
    wait_for_steady_state: MORE,
  },
  aws_iam_role: { assume_role_policy: ALWAYS, permissions_boundary: ALWAYS },
  aws_iam_role_policy: { policy: ALWAYS },
  aws_lb: { security_groups: ALWAYS, subnet_mapping: ALWAYS, subnets: ALWAYS },
  aws_lb_listener: { default_action: ALWAYS },
  aws_route: { "*": ALWAYS },
  aws_route_table_association: { route_table_id: ALWAYS },
  aws_vpc_endpoint: { private_dns_enabled: ADDED, route_table_ids: ALWAYS, security_group_ids: ALWAYS, subnet_ids: ALWAYS },
}; // prettier-ignore

/** What leads traffic: another value takes it from where it goes now, as much as none does. */
const LEADS: Readonly<Record<string, readonly string[]>> = {
  aws_ecs_service: ["load_balancer", "service_registries"],
  aws_route: ["*"],
};

/** What becomes of a difference, where everything is adopted as it was found or as it is written. */
export function fateOf({ type, argument, meaning, legacy, finishing }: Fateful, asFound: boolean): Fate {
  if (meaning === "replaced") return "asked";
  // Adopting gives every resource this project's tags.
  if (!asFound || meaning === "configuration" || (meaning === "added" && argument.startsWith("tags["))) return "set";
  // The move starts and stops it, and nobody changes anything else of it.
  if (legacy && argument !== "desired_count") return "stays";
  const ours = OURS[type]?.[argument] ?? OURS[type]?.["*"] ?? [];
  if (!ours.includes(meaning)) return finishing && meaning !== "lost" ? "set" : "stays";
  const leads = LEADS[type]?.some((one) => one === argument || one === "*") === true;
  return meaning === "lost" || (leads && !(finishing && meaning === "added")) ? "asked" : "set";
}
