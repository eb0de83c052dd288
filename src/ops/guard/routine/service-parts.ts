import type { Case } from "./row";

/** What each service, the gateway and its canary have, under their own names and nobody else's. */
export const OF_A_SERVICE = [
  "aws_ecs_task_definition", "aws_ecs_service", "aws_lb_target_group", "aws_lb_listener", "aws_cloudwatch_log_group", "aws_iam_role", "aws_iam_role_policy",
  "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule", "aws_appautoscaling_target", "aws_appautoscaling_policy",
  "aws_appautoscaling_scheduled_action", "aws_service_discovery_service",
]; // prettier-ignore

/** The rest of the name of a thing that a service has. */
const PARTS = /^(?:|_\d+|_execution|_task|_cpu|_memory|_night|_day|(?:_\d+)?(?:_load_balancer|_from_[a-z]+))$/;

/** Whether a name is a service's, with what the project puts behind it. */
export function isAService({ resource: { name }, scene }: Case): boolean {
  const { environment } = scene;
  if (environment === undefined) return false;
  const parts = ["gateway", ...Object.keys(environment.services).map((service) => service.replaceAll("-", "_"))];
  return parts.some((part) => name.startsWith(part) && PARTS.test(name.slice(part.length)));
}
