import type { Plan } from "./plan";

/** What calls services, or decides what it calls. */
const CALLERS = ["gateway", "canary"].flatMap((name) => [`aws_ecs_service.${name}`, `aws_ecs_task_definition.${name}`]);

/** Whether a plan does anything to what calls the services: it may be what stops it calling one. */
export function callersChange({ resource_changes: changes }: Pick<Plan, "resource_changes">): boolean {
  return changes.some(
    ({ address, change }) =>
      CALLERS.includes(address) && change.actions.some((action) => action !== "no-op" && action !== "read"),
  );
}
