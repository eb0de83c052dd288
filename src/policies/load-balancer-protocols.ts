import { type Policy, resources } from "./policy";

/**
 * A TCP listener of a network load balancer takes TCP target groups only (docs/original-runbook.md, "Troubleshooting").
 */
export const loadBalancerProtocols: Policy = {
  name: "load-balancer-protocols",
  check: ({ json }) => {
    const network = resources(json, "aws_lb").filter(({ block }) => block.load_balancer_type === "network");
    const references = new Set(network.map(({ address }) => `\${${address}.arn}`));
    const groups = new Map(
      resources(json, "aws_lb_target_group").map(({ address, block }) => [`\${${address}.arn}`, { address, block }]),
    );
    return resources(json, "aws_lb_listener")
      .filter(({ block }) => references.has(String(block.load_balancer_arn)))
      .flatMap((listener) => {
        const actions = (listener.block.default_action ?? []) as { target_group_arn?: string }[];
        return [listener, ...actions.flatMap((action) => groups.get(action.target_group_arn ?? "") ?? [])];
      })
      .filter(({ block }) => block.protocol !== "TCP")
      .map(({ address, block }) => ({
        address,
        message: `protocol ${JSON.stringify(block.protocol)} is on a network load balancer: it must be TCP (AWS: IncompatibleProtocols)`,
      }));
  },
};
