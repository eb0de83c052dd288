import type { Environment } from "../../model/environment";
import { addressPart } from "../../model/phase";
import { callersChange } from "./callers";
import { deletes, objectOf, type Plan, replaces, type ResourceChange } from "./plan";

/** A service that a plan takes out whole: its ECS service goes, and the environment has no such service. */
export interface GoneService {
  /** As its addresses have it. */
  readonly part: string;
  /** Tasks that it was to run so far. */
  readonly tasks: number;
}

/** What is a service's own, and may go with it. Its log group is another matter: it holds what nobody can make again. */
const OWN: readonly string[] = [
  "aws_ecs_service",
  "aws_ecs_task_definition",
  "aws_lb_listener",
  "aws_lb_target_group",
  "aws_vpc_security_group_ingress_rule",
  "aws_vpc_security_group_egress_rule",
  "aws_iam_role",
  "aws_iam_role_policy",
  "aws_service_discovery_service",
];

/** The services that a plan takes out. A legacy service is not one of them while its own service stays. */
export function goneServices({ resource_changes: changes }: Pick<Plan, "resource_changes">, environment: Environment) {
  const parts = Object.keys(environment.services).map(addressPart);
  return changes.flatMap(({ type, name, change }): GoneService[] => {
    const stays = ["gateway", "canary", ...parts, ...parts.map((part) => `${part}_legacy`)].includes(name);
    if (type !== "aws_ecs_service" || !deletes(change) || replaces(change) || stays) return [];
    return [{ part: name, tasks: Number(objectOf(change.before).desired_count) }];
  });
}

/** Whether something is the service's by its address, and no other service's. */
function belongsTo({ name }: Pick<ResourceChange, "name">, { part }: GoneService, environment: Environment): boolean {
  const isOf = (one: string) => name === one || name.startsWith(`${one}_`);
  return isOf(part) && !Object.keys(environment.services).map(addressPart).some((one) => one.length > part.length && isOf(one)); // prettier-ignore
}

/**
 * Whether a resource goes with a service that nobody calls any more, by what ran before the plan: it had no tasks, and the
 * gateway, which is not touched, does not know it.
 */
export function leaves(resource: ResourceChange, plan: Plan, environment: Environment | undefined): boolean {
  if (environment === undefined || callersChange(plan)) return false;
  const own = OWN.includes(resource.type) || (resource.type === "aws_cloudwatch_log_group" && !environment.protected);
  // A legacy service is its service's, and goes by itself too: neither may run.
  const owners = goneServices(plan, environment).filter((gone) => belongsTo(resource, gone, environment));
  return own && owners.length > 0 && owners.every(({ tasks }) => tasks === 0);
}
