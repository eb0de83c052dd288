import { GATEWAY_CALLS_OUTPUT } from "../../../model/service-discovery";
import type { Finding, Rule } from "../finding";
import { leaves } from "../leaving";
import { deletes, type ResourceChange } from "../plan";

const isRegistry = ({ type }: ResourceChange) => type === "aws_service_discovery_service";

function refused(resources: readonly ResourceChange[], kind: "destroy" | "change", message: string): Finding[] {
  return resources.map(({ address }) => ({ kind, address, message }));
}

/**
 * The gateway calls by names that are there already, and the names go when it no longer calls by them. In one apply tasks
 * would be called before they are registered, or lose their names while the gateway still has them.
 */
export const calledNames: Rule = (plan, { environment }) => {
  const { resource_changes: changes, output_changes: outputs } = plan;
  const calls = outputs[GATEWAY_CALLS_OUTPUT];
  if (calls?.before === "namespace") {
    const message =
      "would be destroyed, and the gateway calls by this name: apply serviceDiscovery.gatewayCalls 'load-balancer' first";
    const taken = changes.filter((one) => isRegistry(one) && deletes(one.change) && !leaves(one, plan, environment));
    return refused(taken, "destroy", message);
  }
  const gatewayRuns = changes.some(
    ({ type, name, change }) => type === "aws_ecs_service" && name === "gateway" && change.before !== null,
  );
  if (calls?.after !== "namespace" || !gatewayRuns) return [];
  const message =
    "would be created, and the gateway would call by this name in the same apply: apply serviceDiscovery.gatewayCalls 'load-balancer' first";
  return refused(changes.filter((one) => isRegistry(one) && one.change.actions.includes("create")), "change", message); // prettier-ignore
};
