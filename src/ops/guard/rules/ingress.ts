import { isEverybody } from "../../../model/cidr";
import { callersPorts, isEntranceRule } from "../../../model/entrance";
import type { Environment } from "../../../model/environment";
import type { Context, Finding, Rule } from "../finding";
import { isMostOfTheInternet } from "../meaning/blocks";
import { listOf, objectOf, type ResourceChange } from "../plan";
import { Scene } from "../scene";
import { openTogether } from "../weigh/openings";

/** A source that a security group lets in, and where. */
interface Opening {
  readonly cidr: string;
  readonly protocol: unknown;
  readonly from: unknown;
  readonly to: unknown;
  /** The security group's id; none while it is not made. */
  readonly group: unknown;
}

type Values = Readonly<Record<string, unknown>>;

function isOpen(cidr: unknown): cidr is string {
  return typeof cidr === "string" && (isEverybody(cidr) || isMostOfTheInternet([cidr]));
}

function ofRule(values: Values): Opening[] {
  const { ip_protocol: protocol, from_port: from, to_port: to, security_group_id: group } = values;
  return [values.cidr_ipv4, values.cidr_ipv6].filter(isOpen).map((cidr) => ({ cidr, protocol, from, to, group }));
}

function ofBlock(block: unknown, group: unknown): Opening[] {
  const { protocol, from_port: from, to_port: to, cidr_blocks: v4, ipv6_cidr_blocks: v6 } = objectOf(block);
  return [...listOf(v4), ...listOf(v6)].filter(isOpen).map((cidr) => ({ cidr, protocol, from, to, group }));
}

/** Whom the resources that can open a security group let in. */
const OPENINGS: Readonly<Record<string, (values: Values) => Opening[]>> = {
  aws_vpc_security_group_ingress_rule: ofRule,
  aws_security_group_rule: (values) => (values.type === "egress" ? [] : ofBlock(values, values.security_group_id)),
  aws_security_group: ({ ingress, id }) => listOf(ingress).flatMap((block) => ofBlock(block, id)),
  aws_default_security_group: ({ ingress, id }) => listOf(ingress).flatMap((block) => ofBlock(block, id)),
};

/** Attributes that decide whom a rule lets in: what they will be must be seen before the apply. */
const SOURCES = ["cidr_ipv4", "cidr_ipv6", "cidr_blocks", "ipv6_cidr_blocks"];

/** Whether the environment opens this: the gateway's port, or behind an entrance the entrance's ports in its own group. */
function isSaid(
  { cidr, protocol, from, to, group }: Opening,
  { name }: Pick<ResourceChange, "name">,
  environment: Environment | undefined,
): boolean {
  if (environment === undefined) return false;
  const { gateway, inventory } = environment;
  const { gatewaySecurityGroup, servicesSecurityGroup } = inventory;
  const groupIsKnown = typeof group === "string" && gatewaySecurityGroup !== undefined;
  const isOwn =
    gateway.entrance === undefined
      ? !groupIsKnown || group === gatewaySecurityGroup
      : isEntranceRule(name) && (!groupIsKnown || ![gatewaySecurityGroup, servicesSecurityGroup].includes(group));
  return (
    gateway.ingressCidrs.includes(cidr) &&
    (protocol === "tcp" || protocol === "6") &&
    from === to &&
    callersPorts(gateway).some((port) => port === from) &&
    isOwn
  );
}

function ports({ protocol, from, to }: Opening): string {
  if (protocol === "-1" || protocol === -1 || protocol === "all") return "every port";
  return from === to ? `port ${String(from)}` : `ports ${String(from)} to ${String(to)}`;
}

function check(resource: ResourceChange, { environment }: Context): Finding[] {
  const { address, type, change } = resource;
  const openingsOf = OPENINGS[type];
  if (openingsOf === undefined) return [];
  const before = new Set(openingsOf(objectOf(change.before)).map((opening) => JSON.stringify(opening)));
  const after = openingsOf(objectOf(change.after));
  // What an import brings into the state is as good as opened: from then on it is this project that keeps it open.
  const opened = change.importing ? after : after.filter((opening) => !before.has(JSON.stringify(opening)));
  const unknown = objectOf(change.after_unknown);
  const unseen = SOURCES.filter((source) => unknown[source] === true && objectOf(change.after).type !== "egress");
  return [
    ...opened
      .filter((opening) => !isSaid(opening, resource, environment))
      .map((opening) => ({
        kind: "ingress" as const,
        address,
        message:
          `lets everybody (${opening.cidr}) in on ${ports(opening)}, and ` +
          (environment === undefined
            ? "no environment says so"
            : `gateway.ingressCidrs of '${environment.name}' does not say so`),
      })),
    ...unseen.map((source) => ({
      kind: "ingress" as const,
      address,
      message: `lets in whoever ${source} will name, which is not known before the apply: write the block out`,
    })),
  ];
}

/** Rules that let half of the internet in together, though none of them does alone. */
function checkTogether(scene: Scene): Finding[] {
  return openTogether(scene).map(({ address, blocks }) => ({
    kind: "ingress",
    address,
    message: `lets everybody in together with the other rules of its group (${blocks.join(", ")}), and no environment says so`,
  }));
}

/** No security group is opened to the internet, but the gateway's or its entrance's where the environment says so. */
export const ingress: Rule = (plan, context) => [
  ...plan.resource_changes
    .filter(({ change }) => change.actions.some((action) => ["create", "update", "no-op"].includes(action)))
    .flatMap((resource) => check(resource, context)),
  ...checkTogether(new Scene(plan, context.environment)),
];
