import { contains, parseCidr } from "../model/cidr";
import { type Environment, servicesIngressOf } from "../model/environment";
import { type Block, type Breach, type Policy, resources, type StackJson } from "./policy";

/** A network is as narrow as its environment says: a rule or a route that is left beside the narrow ones undoes them all. */
export const narrowNetworks: Policy = {
  name: "narrow-networks",
  check: ({ json, environment }) => (environment === undefined ? [] : breachesOf(json, environment.network)),
};

/** Whether a block of addresses holds all of another; one that is a reference holds what nobody knows here. */
function holds(outer: unknown, inner: string): boolean {
  try {
    return typeof outer === "string" && contains(parseCidr(outer), parseCidr(inner));
  } catch {
    return false;
  }
}

function opens({ ip_protocol: protocol, from_port: from, to_port: to }: Block, port: number): boolean {
  return protocol === "-1" || (Number(from) <= port && port <= Number(to));
}

/** Whether a rule lets out to addresses beyond the VPC. */
function leadsOut({ cidr_ipv4: ipv4, cidr_ipv6: ipv6 }: Block, vpc: string): boolean {
  return ipv6 !== undefined || (typeof ipv4 === "string" && ipv4.includes("/") && !holds(vpc, ipv4));
}

function breachesOf(json: StackJson, network: Environment["network"]): Breach[] {
  const { vpc, egressPorts, nat } = network;
  const servicesIngress = servicesIngressOf(network);
  const ports = resources(json, "aws_lb_listener").flatMap(({ block: { protocol, port } }) =>
    protocol === "TCP" && typeof port === "number" ? [port] : [],
  );
  const wide = resources(json, "aws_vpc_security_group_ingress_rule")
    .filter(({ block }) => servicesIngress !== "vpc" && holds(block.cidr_ipv4, vpc.cidr))
    .filter(({ block }) => ports.some((port) => opens(block, port)))
    .map(({ address }) => ({
      address,
      message: `lets the whole VPC in on a service's port: network.servicesIngress is '${servicesIngress}'`,
    }));
  const out = resources(json, "aws_vpc_security_group_egress_rule")
    .filter(({ block }) => egressPorts !== undefined && leadsOut(block, vpc.cidr))
    .filter(
      ({ block: { ip_protocol: protocol, from_port: from, to_port: to } }) =>
        protocol !== "tcp" || from !== to || !egressPorts?.some((port) => port === from),
    )
    .map(({ address }) => ({ address, message: "lets out more than network.egressPorts says" }));
  const routes = resources(json, "aws_nat_gateway", "aws_eip")
    .filter(() => nat === "none")
    .map(({ address }) => ({ address, message: "leads to the internet: network.nat is 'none'" }));
  return [...wide, ...out, ...routes];
}
