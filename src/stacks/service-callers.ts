import { Fn, Token } from "cdktf";
import type { ServiceCallers } from "../constructs/service-ingress";
import { type Environment, servicesIngressOf } from "../model/environment";
import { zoneLetter } from "../model/names";
import type { NetworkOutputs } from "./network-stack";

/** Whom an environment's services let in: the VPC, or as little of it as the way of their callers leaves. */
export function serviceCallers(
  { network, serviceDiscovery }: Environment,
  { privateSubnetCidrs, gatewaySecurityGroupId }: Pick<NetworkOutputs, "privateSubnetCidrs" | "gatewaySecurityGroupId">,
  loadBalancerSecurityGroupId: string | undefined,
): ServiceCallers {
  const { vpc, availabilityZones } = network;
  if (servicesIngressOf(network) === "vpc") return { loadBalancer: { kind: "blocks", first: vpc.cidr } };
  // Who finds services by their names calls their tasks.
  const direct = serviceDiscovery === undefined ? {} : { directSecurityGroupId: gatewaySecurityGroupId };
  if (loadBalancerSecurityGroupId !== undefined) {
    return {
      ...direct,
      loadBalancer: {
        kind: "security-group",
        securityGroupId: loadBalancerSecurityGroupId,
        callersSecurityGroupId: gatewaySecurityGroupId,
      },
    };
  }
  const block = (index: number) => Token.asString(Fn.element(privateSubnetCidrs, index));
  const others = availabilityZones.slice(1).map((zone, index) => [zoneLetter(zone), block(index + 1)] as const);
  return { ...direct, loadBalancer: { kind: "blocks", first: block(0), others: Object.fromEntries(others) } };
}
