import type { Environment } from "../model/environment";
import { type Breach, type Policy, resources, type StackJson } from "./policy";

/** A network is as narrow as its environment says: a rule or a route that is left beside the narrow ones undoes them all. */
export const narrowNetworks: Policy = {
  name: "narrow-networks",
  check: ({ json, environment }) => (environment === undefined ? [] : breachesOf(json, environment.network)),
};

function breachesOf(json: StackJson, network: Environment["network"]): Breach[] {
  const { vpc, servicesIngress = "vpc", egressPorts, nat } = network;
  const ports = new Set<unknown>(
    resources(json, "aws_lb_listener")
      .filter(({ block }) => block.protocol === "TCP")
      .map(({ block }) => block.port),
  );
  const wide = resources(json, "aws_vpc_security_group_ingress_rule")
    .filter(({ block }) => servicesIngress !== "vpc" && block.cidr_ipv4 === vpc.cidr && ports.has(block.from_port))
    .map(({ address }) => ({
      address,
      message: `lets the whole VPC in on a service's port: network.servicesIngress is '${servicesIngress}'`,
    }));
  const out = resources(json, "aws_vpc_security_group_egress_rule")
    .filter(({ block }) => egressPorts !== undefined && block.cidr_ipv4 === "0.0.0.0/0")
    .filter(({ block }) => block.from_port !== block.to_port || !egressPorts?.some((port) => port === block.from_port))
    .map(({ address }) => ({ address, message: "lets out more than network.egressPorts says" }));
  const routes = resources(json, "aws_nat_gateway", "aws_eip")
    .filter(() => nat === "none")
    .map(({ address }) => ({ address, message: "leads to the internet: network.nat is 'none'" }));
  return [...wide, ...out, ...routes];
}
