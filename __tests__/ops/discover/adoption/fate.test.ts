import { fateOf, type Fateful } from "../../../../src/ops/discover/adoption/fate";
import { MATCHERS } from "../../../../src/ops/discover/matchers";
import { everything } from "../../../helpers/everything";
import { blocksOf, synthesizeStacks } from "../../../helpers/synth";

/** Arguments that are Terraform's, of every resource; of tags each key has a fate of its own. */
const META = ["lifecycle", "depends_on", "provider", "count", "for_each", "tags", "//"];

const fate = (type: string, argument: string, meaning: Fateful["meaning"], more: Partial<Fateful> = {}) =>
  fateOf({ type, argument, meaning, legacy: false, finishing: false, ...more }, true);

test.each<[string, string, Fateful["meaning"], string]>([
  ["aws_lb_target_group", "deregistration_delay", "changed", "stays"],
  ["aws_lb_target_group", "proxy_protocol_v2", "lost", "stays"],
  ["aws_lb_target_group", "anything_to_come", "lost", "stays"],
  ["aws_lb_target_group", "preserve_client_ip", "added", "stays"],
  ["aws_lb_target_group", "slow_start", "configuration", "set"],
  ["aws_lb_target_group", "port", "replaced", "asked"],
  ["aws_lb", "enable_deletion_protection", "added", "stays"],
  ["aws_cloudwatch_log_group", "retention_in_days", "changed", "stays"],
  ["aws_subnet", 'tags["Owner"]', "changed", "stays"],
  ["aws_subnet", 'tags["Env"]', "added", "set"],
  ["aws_ecs_service", "desired_count", "lost", "asked"],
  ["aws_ecs_service", "desired_count", "changed", "set"],
  ["aws_ecs_service", "load_balancer", "lost", "asked"],
  ["aws_ecs_service", "load_balancer", "changed", "asked"],
  ["aws_ecs_service", "task_definition", "changed", "set"],
  ["aws_ecs_service", "enable_execute_command", "lost", "stays"],
  ["aws_ecs_service", "enable_execute_command", "added", "set"],
  ["aws_ecs_service", "force_new_deployment", "added", "set"],
  ["aws_ecs_service", "deployment_minimum_healthy_percent", "lost", "stays"],
  ["aws_ecs_service", "deployment_minimum_healthy_percent", "changed", "set"],
  ["aws_ecs_service", "deployment_circuit_breaker", "added", "set"],
  ["aws_ecs_service", "deployment_circuit_breaker", "lost", "stays"],
  ["aws_ecs_cluster", "configuration", "added", "set"],
  ["aws_iam_role_policy", "policy", "lost", "asked"],
  ["aws_route", "transit_gateway_id", "lost", "asked"],
  ["aws_route", "nat_gateway_id", "added", "asked"],
  ["aws_route", "nat_gateway_id", "changed", "asked"],
])("%s: %s that is %s: %s", (type, argument, meaning, expected) => {
  expect(fate(type, argument, meaning)).toBe(expected);
});

test.each<[string, Fateful["meaning"], string]>([
  ["load_balancer", "lost", "stays"],
  ["deployment_minimum_healthy_percent", "changed", "stays"],
  ["enable_execute_command", "added", "stays"],
  ["desired_count", "lost", "asked"],
  ["wait_for_steady_state", "configuration", "set"],
])("of a service from before the move, %s that is %s: %s", (argument, meaning, expected) => {
  expect(fate("aws_ecs_service", argument, meaning, { legacy: true })).toBe(expected);
});

test.each<[string, string, Fateful["meaning"], string]>([
  ["aws_cloudwatch_log_group", "retention_in_days", "changed", "set"],
  ["aws_lb", "enable_deletion_protection", "added", "set"],
  ["aws_ecs_service", "load_balancer", "added", "set"],
  // What an apply has begun has AWS's defaults: what would be lost is somebody's.
  ["aws_lb", "access_logs", "lost", "stays"],
  ["aws_ecs_service", "desired_count", "lost", "asked"],
  ["aws_route", "nat_gateway_id", "changed", "asked"],
])("of what an apply has begun, %s: %s that is %s: %s", (type, argument, meaning, expected) => {
  expect(fate(type, argument, meaning, { finishing: true })).toBe(expected);
});

test("where all is adopted as it is written, only a replacement is asked about", () => {
  const asWritten = (meaning: Fateful["meaning"]) =>
    fateOf({ type: "aws_ecs_service", argument: "desired_count", meaning, legacy: false, finishing: false }, false);
  expect((["replaced", "lost", "changed", "added"] as const).map(asWritten)).toEqual(["asked", "set", "set", "set"]);
});

test("of every argument that the stacks write of what can be imported, somebody has decided what becomes of it", () => {
  const written = new Map<string, Set<string>>();
  for (const json of Object.values(synthesizeStacks([everything()]))) {
    for (const [address, attributes] of blocksOf(json)) {
      const [type = ""] = address.split(".");
      if (MATCHERS[type] === undefined) continue;
      const own = Object.keys(attributes).filter((argument) => !META.includes(argument));
      written.set(type, new Set([...(written.get(type) ?? []), ...own]));
    }
  }
  const decided = [...written].sort().map(([type, all]) => {
    const of = [...all].sort().map((argument) => {
      const fates = (["lost", "changed", "added"] as const).map((meaning) => fate(type, argument, meaning));
      return new Set(fates).size === 1 ? `${argument}: ${fates[0]}` : `${argument}: lost ${fates[0]}, changed ${fates[1]}, added ${fates[2]}`;
    });
    return [type, of];
  });
  expect(Object.fromEntries(decided)).toMatchSnapshot();
}); // prettier-ignore
