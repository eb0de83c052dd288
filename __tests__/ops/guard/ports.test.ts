import { GATEWAY_CALLS_OUTPUT } from "../../../src/model/service-discovery";
import type { Environment } from "../../../src/model/environment";
import { example } from "../../helpers/example";
import { findings, judge, resource } from "./plans";

/** The example with other ports of `auth`. */
function environment(ports: object): Environment {
  const made = example();
  Object.assign(made.services.auth, ports);
  return made;
}

const gone = (address: string) =>
  resource(address, { actions: ["delete"] }, { action_reason: "delete_because_no_resource_config" });
const gateway = resource("aws_ecs_service.gateway", { actions: ["update"], before: {}, after: {} });
const registers = (port: number) => ({ load_balancer: [{ container_port: port }] });
const moves = (name: string) =>
  resource(`aws_ecs_service.${name}`, { actions: ["update"], before: registers(5001), after: registers(5011) });

const WAYS = [
  "aws_lb_listener.auth",
  "aws_vpc_security_group_ingress_rule.auth",
  "aws_vpc_security_group_ingress_rule.auth_from_b",
  "aws_vpc_security_group_ingress_rule.auth_from_gateway",
  "aws_vpc_security_group_ingress_rule.auth_load_balancer",
  "aws_vpc_security_group_egress_rule.auth_load_balancer",
];

test("a listener that leaves its port is refused, with the two steps", () => {
  const listener = resource("aws_lb_listener.auth", {
    actions: ["update"],
    before: { port: 5001 },
    after: { port: 5011 },
  });
  expect(findings([listener], { environment: environment({ port: 5011 }) })).toEqual([
    "change aws_lb_listener.auth would leave port 5001 for 5011 at once, and cut off who calls 'auth' there: write " +
      "firstPort: 5001 and previousPort: 5001 beside port: 5011 in services.auth, apply, and wait until npm run verify finds " +
      'all well; then take previousPort out, and apply again (docs/services.md, "Change a port")',
  ]);
});

test("a target group that would be made anew for another port says which field keeps it", () => {
  const change = { actions: ["delete", "create"], before: { port: 5001 }, replace_paths: [["port"]] };
  const replaced = (name: string) =>
    findings([resource(`aws_lb_target_group.${name}`, change)], { environment: environment({ port: 5011 }) });
  expect(replaced("auth")).toEqual([
    "replace aws_lb_target_group.auth would be replaced: what cannot be changed in place is port; write firstPort: 5001 in " +
      'services.auth, the port that it was made with (docs/services.md, "Change a port")',
  ]);
  expect(replaced("gateway")).toEqual([
    "replace aws_lb_target_group.gateway would be replaced: what cannot be changed in place is port; keep gateway.port: " +
      "5001, which nobody outside sees",
  ]);
});

test("what leads to a closed port goes, what leads to an open one does not", () => {
  const closed = environment({ port: 5011, firstPort: 5001 });
  expect(findings(WAYS.map(gone), { environment: closed })).toEqual([]);
  const later = WAYS.map((address) => address.replace(".auth", ".auth_5011"));
  expect(findings(later.map(gone), { environment: environment({ port: 5021, firstPort: 5001 }) })).toEqual([]);
  const open = environment({ port: 5011, firstPort: 5001, previousPort: 5001 });
  expect(findings([gone("aws_lb_listener.auth")], { environment: open })).toHaveLength(1);
  expect(findings([gone("aws_lb_listener.auth_5011")], { environment: open })).toHaveLength(1);
});

test("a port is not closed in an apply that changes the gateway", () => {
  const closed = environment({ port: 5011, firstPort: 5001 });
  expect(findings([...WAYS.map(gone), gateway], { environment: closed })).toEqual([
    "change aws_lb_listener.auth would close port 5001 in an apply that changes the gateway, which may still call it: write " +
      "previousPort: 5001 in services.auth, apply, and wait until npm run verify finds all well; then take it out, and apply " +
      'again (docs/services.md, "Change a port")',
  ]);
});

test("a service whose tasks are called by their name keeps its port", () => {
  const judged = (before: string) =>
    judge(
      { resource_changes: [moves("auth")], output_changes: { [GATEWAY_CALLS_OUTPUT]: { actions: ["no-op"], before } } },
      { environment: environment({ port: 5011, firstPort: 5001, previousPort: 5001 }) },
    ).findings.map(({ message }) => message);
  expect(judged("load-balancer")).toEqual([]);
  expect(judged("namespace")).toEqual([
    "would answer on port 5011 instead of 5001, and the gateway calls its tasks by their name: apply " +
      "serviceDiscovery.gatewayCalls 'load-balancer' first, then the port (docs/services.md, \"Change a port\"), then " +
      "'namespace' again",
  ]);
});

test("the gateway keeps its port", () => {
  const port = (from_port: number) => ({ from_port, to_port: from_port });
  const rule = resource("aws_vpc_security_group_ingress_rule.gateway_callers_0_0_0_0_0", {
    actions: ["update"],
    before: port(5001),
    after: port(5011),
  });
  const message =
    "would go from port 5001 to 5011 under those who call it: keep gateway.port: 5001, which only its own tasks and what " +
    "stands in front of them know";
  expect(findings([moves("gateway"), rule])).toEqual([
    `change aws_ecs_service.gateway ${message}`,
    `change aws_vpc_security_group_ingress_rule.gateway_callers_0_0_0_0_0 ${message}`,
  ]);
});
