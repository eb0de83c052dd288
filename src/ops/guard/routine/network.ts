import { servicesIngressOf } from "../../../model/environment";
import { canonical } from "../differences";
import { outside } from "../meaning/blocks";
import { listOf, objectOf } from "../plan";
import { wayOf } from "../ports";
import { between, both, type DifferentCase, grows, rises, type Routine } from "./row";

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
  // What stands in front of services.
  {
    type: "aws_lb",
    names: /^entrance$/,
    does: "change",
    at: "idle_timeout",
    if: between(60, 4000),
    because: "quiet connections are kept for longer or shorter, and web sockets live",
  },
  {
    type: "aws_lb",
    names: /^entrance$/,
    does: "change",
    at: ["access_logs", "access_logs.**"],
    if: isLogging,
    because: "calls are logged in the environment's own bucket",
  },
  {
    type: "aws_lb",
    does: ["change"],
    at: "enable_deletion_protection",
    if: ({ difference }) => difference.after === true,
    because: "AWS refuses to delete it",
  },
  {
    type: "aws_lb_target_group",
    does: "change",
    at: "deregistration_delay",
    if: rises,
    because: "calls that are under way have more time",
  },
  {
    type: "aws_lb_target_group",
    does: "change",
    at: [
      "health_check.0.interval",
      "health_check.0.timeout",
      "health_check.0.healthy_threshold",
      "health_check.0.unhealthy_threshold",
    ],
    if: between(2, 120),
    because: "health is asked for more or less often",
  },
  {
    type: "aws_lb_target_group",
    does: "change",
    at: ["health_check.0.path", "health_check.0.protocol", "health_check.0.matcher", "health_check.0.port"],
    if: isOwnCheck,
    because: "health is asked for as the environment says",
  },
  {
    type: "aws_lb_listener",
    names: /^entrance_https$/,
    does: "change",
    at: "ssl_policy",
    if: ({ scene, difference }) =>
      difference.after === (scene.environment?.gateway.entrance?.sslPolicy ?? difference.after),
    because: "the policy that the environment says, of TLS 1.2 or newer",
  },
  {
    type: "aws_lb_listener",
    names: /^entrance_https$/,
    does: "change",
    at: "certificate_arn",
    if: isOwnCertificate,
    because: "it shows the certificate that the environment says",
  },
  {
    type: "aws_lb_listener_rule",
    names: /^canary_traffic$/,
    does: "change",
    at: ["action", "action.**"],
    if: isShare,
    because: "the canary's share of the calls, as the environment says",
  },
  {
    type: "aws_wafv2_web_acl",
    names: /^entrance$/,
    does: "change",
    at: "rule",
    if: isStricter,
    because: "calls are looked at by more rule groups",
  },
  {
    type: "aws_wafv2_web_acl",
    names: /^entrance$/,
    does: "change",
    at: ["lock_token", "capacity"],
    if: ({ difference }) => difference.unknown,
    because: "AWS counts the versions",
  },
];

function isLogging({ resource: { change }, scene }: DifferentCase): boolean {
  const [logs] = listOf(objectOf(change.after).access_logs).map(objectOf);
  const references = scene.references("aws_lb.entrance", "access_logs");
  return logs?.enabled === true && scene.environment?.gateway.entrance !== undefined && references.every((one) => one.startsWith("aws_s3_bucket.") || one.startsWith("aws_s3_bucket_policy.")); // prettier-ignore
}

function isOwnCheck(one: DifferentCase): boolean {
  const check = one.scene.owner(one.resource.name)?.container.healthCheck;
  const wanted: Readonly<Record<string, unknown>> = {
    protocol: check?.protocol,
    path: check?.protocol === "HTTP" ? check.path : "",
    matcher: check?.protocol === "HTTP" ? "200-399" : "",
    port: "traffic-port",
  };
  return check !== undefined && (one.difference.after ?? "") === wanted[String(one.difference.path.at(-1))];
}

function isOwnCertificate({ scene, resource, difference }: DifferentCase): boolean {
  const certificate = scene.environment?.gateway.entrance?.certificate;
  if (certificate?.kind === "existing") return difference.after === certificate.arn;
  const references = scene.references(resource.address, "certificate_arn");
  return certificate?.kind === "requested" && references.join() === "aws_acm_certificate_validation.entrance";
}

function isShare({ scene, resource }: DifferentCase): boolean {
  const own = ["aws_lb_target_group.canary", "aws_lb_target_group.gateway"];
  return scene.environment?.gateway.canary !== undefined && scene.references(resource.address, "action").every((one) => own.includes(one)); // prettier-ignore
}

/** A web ACL that keeps every rule that it had, whatever else it has, and lets each do what it does. */
function isStricter({ scene, difference: { before, after } }: DifferentCase): boolean {
  const rules = (value: unknown) => listOf(value).map((rule) => ({ ...objectOf(rule), priority: 0 }));
  const now = rules(after).map(canonical);
  const kept = rules(before).every((rule) => now.includes(canonical(rule)));
  const known = listOf(after).every((rule) => "none" in objectOf(listOf(objectOf(rule).override_action)[0]));
  return kept && known && scene.environment?.gateway.entrance?.waf?.kind === "managed";
}
