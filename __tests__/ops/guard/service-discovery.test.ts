import { isAcceptable } from "../../../src/ops/guard/finding";
import { judge, resource, type Written } from "./plans";

const REGISTRY = "aws_service_discovery_service.auth";
const made: Written = { actions: ["create"], after: { name: "auth" } };
const gone: Written = { actions: ["delete"], before: { name: "auth" } };
const update: Written = { actions: ["update"], before: { cluster: "a" }, after: { cluster: "a" } };
const gateway = resource("aws_ecs_service.gateway", update);
const newGateway = resource("aws_ecs_service.gateway", { actions: ["create"], after: { cluster: "a" } });

function refusals(calls: { before?: string; after?: string }, ...resources: ReturnType<typeof resource>[]): string[] {
  const change = { actions: ["update"], before: null, after: null, before_sensitive: false, after_sensitive: false };
  const parts = { output_changes: { gateway_calls: { ...change, ...calls } }, resource_changes: resources };
  const found = judge(parts, { environment: undefined }).findings.filter((finding) => !isAcceptable(finding));
  return found.map(({ kind, address, message }) => [kind, address, message].join(" "));
}

test("a name goes when the gateway no longer calls by it", () => {
  const deleted = resource(REGISTRY, gone, { action_reason: "delete_because_no_resource_config" });
  expect(refusals({ before: "load-balancer" }, deleted)).toEqual([]);
  expect(refusals({ before: "namespace" }, deleted)).toEqual([
    `destroy ${REGISTRY} would be destroyed, and the gateway calls by this name: apply serviceDiscovery.gatewayCalls 'load-balancer' first`,
  ]);
});

test("a gateway that runs calls by names that were there before", () => {
  const created = resource(REGISTRY, made);
  expect(refusals({ after: "namespace" }, created, gateway)).toEqual([
    `change ${REGISTRY} would be created, and the gateway would call by this name in the same apply: apply serviceDiscovery.gatewayCalls 'load-balancer' first`,
  ]);
  expect(refusals({ after: "load-balancer" }, created, gateway)).toEqual([]);
  expect(refusals({ after: "namespace" }, created, newGateway)).toEqual([]);
  expect(refusals({ before: "load-balancer", after: "namespace" }, gateway)).toEqual([]);
});

test("a service that comes later has its name before the gateway calls it", () => {
  expect(refusals({ before: "namespace", after: "namespace" }, resource(REGISTRY, made), gateway)).toEqual([]);
});
