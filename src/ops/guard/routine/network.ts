import { servicesIngressOf } from "../../../model/environment";
import { outside } from "../meaning/blocks";
import { listOf, objectOf } from "../plan";
import { wayOf } from "../ports";
import { both, type DifferentCase, grows, type Routine } from "./row";

const RULES = ["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"];

/** Whom a service lets in, between the blocks that network.servicesIngress names: whoever is wider has been weighed. */
function isServicesIngress(one: DifferentCase): boolean {
  const { environment } = one.scene;
  if (environment === undefined || wayOf(one.resource, environment) === undefined) return false;
  const { after, unknown } = one.difference;
  if (servicesIngressOf(environment.network) === "load-balancer-security-group") return false;
  const subnets = listOf(one.scene.networkOutputs().private_subnet_cidrs).map(String);
  return !unknown && [environment.network.vpc.cidr, ...subnets].includes(String(after));
}

/** How tasks call out, between everything and what network.egressPorts leaves. */
function isEgress({ scene, difference: { after } }: DifferentCase): boolean {
  const { egressPorts, vpc } = scene.environment?.network ?? {};
  return after === (egressPorts === undefined ? "0.0.0.0/0" : vpc?.cidr);
}

/** A private subnet's way out, when there is one NAT gateway for each zone: the one of its own zone. */
function isOwnZone({ scene, resource }: DifferentCase): boolean {
  const zone = /^private_([a-z])$/.exec(resource.name)?.[1] ?? "";
  const references = scene.references(resource.address, "nat_gateway_id");
  return scene.environment?.network.nat === "per-az" && references.join() === `aws_nat_gateway.nat_${zone}`;
}

/** A way out whose NAT gateway is gone: the plan makes another, on an address that Atlas lets in. */
function isOnKnownAddress({ scene, resource }: DifferentCase): boolean {
  const [gateway = "", ...others] = scene.references(resource.address, "nat_gateway_id");
  if (others.length > 0 || scene.change(gateway)?.change.actions.join() !== "create") return false;
  const addresses = scene.references(gateway, "allocation_id");
  const known = addresses.map((address) => objectOf(scene.change(address)?.change.after).public_ip);
  return known.length === 1 && (scene.environment?.inventory.natEips ?? []).includes(String(known[0]));
}

/** The route table of a private subnet: its zone's own, or the one that all share. */
function isOwnTable({ scene, resource }: DifferentCase): boolean {
  const references = scene.references(resource.address, "route_table_id").join();
  const { nat } = scene.environment?.network ?? {};
  return nat === "per-az" && references === `aws_route_table.${resource.name}`;
}

function isOwnBlockList(one: DifferentCase): boolean {
  const [before, after] = both(one, "route_table_ids").map((value) => listOf(value).map(String));
  const unknown = objectOf(one.resource.change.after_unknown).route_table_ids;
  const own = one.scene.references(one.resource.address, "route_table_ids");
  const kept = unknown === true || (before ?? []).every((id) => (after ?? []).includes(id));
  return kept && own.length > 0 && own.every((reference) => /^aws_route_table\.private_[a-z]$/.test(reference));
}

/** What may change in the network. Who is let in or out, and where routes lead, is weighed beside (src/ops/guard/weigh). */
export const NETWORK: readonly Routine[] = [
  { type: RULES, does: "change", at: "description", because: "a description is read by people only" },
  {
    type: RULES,
    does: "change",
    at: "cidr_ipv4",
    if: isServicesIngress,
    because: "the services let in whom network.servicesIngress says",
  },
  {
    type: "aws_vpc_security_group_egress_rule",
    names: /^(?:services|gateway)$/,
    does: "change",
    at: "cidr_ipv4",
    if: isEgress,
    because: "tasks call out as network.egressPorts says",
  },
  {
    type: "aws_vpc_security_group_ingress_rule",
    names: /^gateway_callers_/,
    does: "change",
    at: "cidr_ipv4",
    if: ({ scene, difference }) =>
      outside([String(difference.after)], scene.environment?.gateway.ingressCidrs ?? []).length === 0,
    because: "gateway.ingressCidrs says who may call",
  },
  {
    type: "aws_route",
    names: /^private_[a-z]$/,
    does: "change",
    at: "nat_gateway_id",
    if: isOwnZone,
    because: "network.nat is 'per-az': each zone has a way of its own",
  },
  {
    type: "aws_route",
    names: /^private_[a-z]$/,
    does: "change",
    at: "nat_gateway_id",
    if: isOnKnownAddress,
    because: "its NAT gateway is gone, and is made anew on the address that Atlas lets in",
  },
  {
    type: "aws_route_table_association",
    names: /^private_[a-z]$/,
    does: "change",
    at: ["route_table_id", "id"],
    if: isOwnTable,
    because: "network.nat is 'per-az': each zone has a way of its own",
  },
  {
    type: "aws_vpc_endpoint",
    names: /^s3$/,
    does: "change",
    at: "route_table_ids",
    if: isOwnBlockList,
    because: "one more private route table leads to it",
  },
  {
    type: "aws_vpc_endpoint",
    names: /^(?:endpoint_|atlas$)/,
    does: "change",
    at: "subnet_ids",
    if: (one) => grows((subnet) => listOf(one.scene.networkOutputs().private_subnet_ids).includes(subnet))(one),
    because: "it is in one more private subnet",
  },
];
