import type { Rule } from "../finding";
import { listOf, objectOf, type Plan } from "../plan";

/** Of the calls, per cent, that a canary may get before anybody has seen that its tasks are healthy. */
const START = 10;

const SERVICE = "aws_ecs_service.canary";
const TRAFFIC = "aws_lb_listener_rule.canary_traffic";

/**
 * The canary's share of the calls, or `undefined` where no rule gives it any. It is read from the configuration: of the
 * planned values nobody knows which target group's they are before it is made.
 */
function shareOf({ configuration }: Plan): number | undefined {
  const { resources } = objectOf(objectOf(configuration).root_module);
  const rule = listOf(resources)
    .map(objectOf)
    .find(({ address }) => address === TRAFFIC);
  if (rule === undefined) return undefined;
  const [action] = listOf(objectOf(rule.expressions).action);
  const [forward] = listOf(objectOf(action).forward);
  const groups = listOf(objectOf(forward).target_group).map((group) => {
    const { arn, weight } = objectOf(group);
    const references = listOf(objectOf(arn).references);
    return {
      isCanary: references.some((one) => String(one).startsWith("aws_lb_target_group.canary")),
      weight: Number(objectOf(weight).constant_value),
    };
  });
  const sum = (some: typeof groups) => some.reduce((total, { weight }) => total + weight, 0);
  const share = (sum(groups.filter(({ isCanary }) => isCanary)) * 100) / sum(groups);
  // What cannot be read may be every call.
  return Number.isNaN(share) ? 100 : share;
}

/**
 * A canary starts with few calls. A service that has just been made counts as steady as soon as its tasks run (AWS provider
 * 5.100.0, wait_for_steady_state), and is called from then on, whether or not its tasks pass the load balancer's health checks.
 */
export const startingCanary: Rule = (plan) => {
  const starts = plan.resource_changes.some(
    ({ address, change }) => address === SERVICE && change.actions.includes("create"),
  );
  const share = starts ? shareOf(plan) : undefined;
  if (share === undefined || share <= START) return [];
  const message = `would get ${Math.round(share)} % of the calls in the apply that makes ${SERVICE}, before its tasks pass a health check: start with weight ${START} or less, and raise it once npm run verify finds its targets healthy`;
  return [{ kind: "change", address: TRAFFIC, message }];
};
