import { differencesOf } from "../../../src/ops/discover/differences";
import type { Match } from "../../../src/ops/discover/match";
import { UNKNOWN } from "../../../src/ops/discover/resolve";

/** What differs, as `attribute: is -> wanted`, with a `!` where it replaces. */
function differences(type: string, is: Record<string, unknown>, wanted: Record<string, unknown>): string[] {
  const existing = { importId: "id", attributes: is, tags: {} };
  const match: Match = {
    stack: "kelmah-prod-services",
    address: `${type}.auth`,
    type,
    wanted,
    outcome: { kind: "found", existing, evidence: "name" },
  };
  return differencesOf(match).map(
    (found) =>
      `${found.attribute}: ${JSON.stringify(found.is)} -> ${JSON.stringify(found.wanted)}${found.replaces ? "!" : ""}`,
  );
}

test.each([
  ["aws_lb_target_group", "port", 5002, 5001],
  ["aws_lb_target_group", "protocol", "HTTP", "TCP"],
  ["aws_lb_target_group", "name", "kelmah-auth-tg", "kelmah-auth-tg-tcp"],
  ["aws_lb_target_group", "target_type", "instance", "ip"],
  ["aws_lb_target_group", "vpc_id", "vpc-1", "vpc-2"],
  ["aws_subnet", "cidr_block", "172.31.48.0/20", "172.31.64.0/20"],
  ["aws_subnet", "availability_zone", "eu-north-1a", "eu-north-1b"],
  ["aws_nat_gateway", "subnet_id", "subnet-1", "subnet-2"],
  ["aws_nat_gateway", "allocation_id", "eipalloc-1", "eipalloc-2"],
  ["aws_lb", "load_balancer_type", "application", "network"],
  ["aws_lb_listener", "load_balancer_arn", "arn:1", "arn:2"],
  ["aws_ecs_service", "launch_type", "EC2", "FARGATE"],
  ["aws_ecs_service", "cluster", "arn:1", "arn:2"],
  ["aws_cloudwatch_log_group", "name", "a", "b"],
  ["aws_security_group", "description", "a", "b"],
])("%s: a different %s replaces it", (type, attribute, is, wanted) => {
  expect(differences(type, { [attribute]: is }, { [attribute]: wanted })).toEqual([
    `${attribute}: ${JSON.stringify(is)} -> ${JSON.stringify(wanted)}!`,
  ]);
});

test("a network load balancer may gain a subnet, and is replaced when it loses one", () => {
  expect(differences("aws_lb", { subnets: ["a", "b"] }, { subnets: ["b", "a", "c"] })).toEqual([
    'subnets: ["a","b"] -> ["b","a","c"]',
  ]);
  expect(differences("aws_lb", { subnets: ["a", "b"] }, { subnets: ["a"] })).toEqual(['subnets: ["a","b"] -> ["a"]!']);
});

test("blocks are compared argument by argument, and lists whatever their order", () => {
  const checks = {
    enabled: true,
    port: "traffic-port",
    interval: 30,
    protocol: "HTTP",
    path: "/",
    healthy_threshold: 5,
  };
  const is = { health_check: checks, subnets: ["b", "a"] };
  const wanted = { health_check: { protocol: "HTTP", path: "/health", healthy_threshold: "5" }, subnets: ["a", "b"] };
  expect(differences("aws_lb_target_group", is, wanted)).toEqual(['health_check.path: "/" -> "/health"']);
  const action = (target_group_arn: string) => ({ default_action: [{ type: "forward", target_group_arn }] });
  expect(differences("aws_lb_listener", action("arn:1"), action("arn:2"))).toEqual([
    'default_action[0].target_group_arn: "arn:1" -> "arn:2"',
  ]);
});

test("what is not known yet, not given by AWS, ignored by the stack or a tag is no difference", () => {
  const wanted = {
    task_definition: UNKNOWN,
    wait_for_steady_state: true,
    propagate_tags: "SERVICE",
    tags: { Name: "auth" },
    lifecycle: { ignore_changes: ["propagate_tags"] },
  };
  const is = { task_definition: "auth:3", propagate_tags: "NONE", scheduling_strategy: "REPLICA" };
  expect(differences("aws_ecs_service", is, wanted)).toEqual([]);
});

test("what the provider sets by itself counts where the stack says nothing", () => {
  expect(differences("aws_nat_gateway", { connectivity_type: "private" }, {})).toEqual([
    'connectivity_type: "private" -> "public"!',
  ]);
  expect(differences("aws_subnet", { map_public_ip_on_launch: true }, {})).toEqual([
    "map_public_ip_on_launch: true -> false",
  ]);
});

test("what does not exist has no differences", () => {
  const missing = { stack: "s", address: "aws_lb.internal", type: "aws_lb", wanted: { internal: true } };
  expect(differencesOf({ ...missing, outcome: { kind: "missing" } })).toEqual([]);
});
