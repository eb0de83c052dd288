import { callersPorts } from "../../../model/entrance";
import { servicesIngressOf } from "../../../model/environment";
import { isMostOfTheInternet, outside } from "../meaning/blocks";
import { listOf, objectOf, type ResourceChange, textOf } from "../plan";
import { wayOf } from "../ports";
import type { Scene } from "../scene";
import type { Concern, Weigher } from "./concern";

type Json = Readonly<Record<string, unknown>>;

/** Whom a security group lets in or out, and where. */
interface Opening {
  readonly egress: boolean;
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  readonly blocks: readonly string[];
  readonly groups: readonly string[];
  readonly prefixLists: readonly string[];
  /** The group that is opened; none while it is not made. */
  readonly group: unknown;
}

const texts = (...values: readonly unknown[]): string[] =>
  values.flatMap((value): unknown[] => (Array.isArray(value) ? value : [value])).filter((one): one is string => typeof one === "string" && one !== ""); // prettier-ignore

function opening(egress: boolean, values: Json, group: unknown): Opening {
  const protocol = textOf(values.ip_protocol ?? values.protocol ?? -1);
  const isEvery = protocol === "-1" || protocol === "all";
  return {
    egress,
    protocol: protocol === "6" ? "tcp" : protocol,
    from: isEvery ? 0 : Number(values.from_port ?? 0),
    to: isEvery ? 65535 : Number(values.to_port ?? 65535),
    blocks: texts(values.cidr_ipv4, values.cidr_ipv6, values.cidr_blocks, values.ipv6_cidr_blocks),
    groups: texts(values.referenced_security_group_id, values.source_security_group_id, values.security_groups),
    prefixLists: texts(values.prefix_list_id, values.prefix_list_ids),
    group,
  };
}

/** Every opening that a resource makes. */
const OPENINGS: Readonly<Record<string, (values: Json) => readonly Opening[]>> = {
  aws_vpc_security_group_ingress_rule: (values) => [opening(false, values, values.security_group_id)],
  aws_vpc_security_group_egress_rule: (values) => [opening(true, values, values.security_group_id)],
  aws_security_group_rule: (values) => [opening(values.type === "egress", values, values.security_group_id)],
  aws_security_group: (values) => inline(values),
  aws_default_security_group: (values) => inline(values),
};

function inline(values: Json): Opening[] {
  const rules = (name: "ingress" | "egress") =>
    listOf(values[name]).map((rule) => opening(name === "egress", objectOf(rule), values.id));
  return [...rules("ingress"), ...rules("egress")];
}

/** The types whose openings are looked at. */
export const OPENING_TYPES = Object.keys(OPENINGS);

const SOURCES = [
  ["cidr_ipv4", "cidr_ipv6", "cidr_blocks", "ipv6_cidr_blocks"],
  ["referenced_security_group_id", "source_security_group_id", "security_groups", "prefix_list_id", "prefix_list_ids"],
].flat();

function portsOf({ protocol, from, to }: Opening): string {
  if (from === 0 && to === 65535) return "every port";
  return `${protocol} ${from === to ? `port ${from}` : `ports ${from} to ${to}`}`;
}

/** Blocks that an environment says may come in on a port, or be called from inside. */
function allowedBlocks({ egress, protocol, from, to }: Opening, { environment }: Scene): readonly string[] {
  if (environment === undefined) return [];
  const { network, gateway } = environment;
  const inside = [network.vpc.cidr, ...(network.atlas?.kind === "peering" && egress ? [network.atlas.cidr] : [])];
  const isOne = protocol === "tcp" && from === to;
  if (egress) {
    const isOut = network.egressPorts === undefined || (isOne && network.egressPorts.includes(from));
    return isOut ? [...inside, "0.0.0.0/0", "::/0"] : inside;
  }
  return isOne && callersPorts(gateway).includes(from) ? [...inside, ...gateway.ingressCidrs] : inside;
}

/** The security groups that are the platform's: of the inventory, of its other stacks, or in the same plan. */
export function ownGroups(scene: Scene): ReadonlySet<string> {
  const { environment, plan } = scene;
  const values = scene.networkOutputs();
  return new Set([
    ...texts(environment?.inventory.servicesSecurityGroup, environment?.inventory.gatewaySecurityGroup),
    ...texts(values.services_security_group_id, values.gateway_security_group_id),
    ...plan.resource_changes
      .filter(({ type }) => type === "aws_security_group")
      .flatMap(({ change }) => texts(objectOf(change.before).id, objectOf(change.after).id)),
  ]);
}

function concernsOf(one: Opening, resource: ResourceChange, scene: Scene): string[] {
  const { environment } = scene;
  const what = `${one.egress ? "lets out to" : "lets in"} `;
  const strangers = outside(one.blocks, allowedBlocks(one, scene));
  const groups = ownGroups(scene);
  const way = environment === undefined || one.egress ? undefined : wayOf(resource, environment);
  const isNarrow = way !== undefined && environment !== undefined && servicesIngressOf(environment.network) !== "vpc";
  const wide = isNarrow && outside([environment.network.vpc.cidr], one.blocks).length === 0;
  const foreign = one.groups.filter((group) => !groups.has(group));
  const isOther = typeof one.group === "string" && !groups.has(one.group) && resource.type !== "aws_security_group";
  return [
    ...(strangers.length > 0
      ? [`${what}${strangers.join(", ")} on ${portsOf(one)}, which the environment does not say`]
      : []),
    ...(wide ? [`${what}the whole VPC on ${portsOf(one)}, and network.servicesIngress does not say so`] : []),
    ...foreign.map((group) => `${what}the security group ${group} on ${portsOf(one)}, which is not the platform's`),
    ...one.prefixLists.map(
      (list) => `${what}the prefix list ${list} on ${portsOf(one)}, whose blocks others decide on`,
    ),
    ...(isOther ? [`opens the security group ${one.group}, which is not the platform's`] : []),
  ];
}

/** Whether an opening lets nobody in, or out, whom another one does not. */
function within(one: Opening, other: Opening): boolean {
  return (
    one.egress === other.egress &&
    (other.protocol === one.protocol || other.protocol === "-1") &&
    other.from <= one.from &&
    one.to <= other.to &&
    outside(one.blocks, other.blocks).length === 0 &&
    one.groups.every((group) => other.groups.includes(group)) &&
    one.prefixLists.every((list) => other.prefixLists.includes(list)) &&
    (one.group === other.group || one.group === undefined)
  );
}

/** Ports that a rule of the project spans, by name; all others open one port. */
const SPANS: readonly (readonly [names: RegExp, from: number, to: number])[] = [[/^atlas_/, 1024, 65535]];

function isWide({ egress, from, to }: Opening, { name }: ResourceChange): boolean {
  if (egress || from === to) return false;
  return !SPANS.some(([names, least, most]) => names.test(name) && least <= from && to <= most);
}

/** Who is let in, or out, beyond what the environment says and beyond what was let in before. */
export const openings: Weigher = (resource, scene) => {
  const { type, change } = resource;
  const openingsOf = OPENINGS[type];
  if (openingsOf === undefined) return [];
  const before = change.importing === undefined && change.before !== null ? openingsOf(objectOf(change.before)) : [];
  const fresh = openingsOf(objectOf(change.after)).filter((one) => !before.some((old) => within(one, old)));
  const unknown = objectOf(change.after_unknown);
  const unseen = SOURCES.filter((source) => unknown[source] === true && !isOwnReference(resource, source, scene));
  return [
    ...fresh.flatMap((one) => concernsOf(one, resource, scene).map((message): Concern => ({ message }))),
    ...fresh
      .filter((one) => isWide(one, resource))
      .map((one): Concern => ({ message: `lets in on ${portsOf(one)} at once` })),
    ...unseen.map((attribute): Concern => ({ attribute, message: `lets in whoever ${attribute} will name, which is not known before the apply` })), // prettier-ignore
  ];
};

/** Whether what is not known yet is one of the platform's own: a group that is made, a subnet's block. */
function isOwnReference({ address }: ResourceChange, attribute: string, scene: Scene): boolean {
  const references = scene.references(address, attribute);
  const own = attribute.includes("cidr") ? /^aws_subnet\.|^data\.terraform_remote_state\.network$/ : /^aws_security_group\.|^data\.terraform_remote_state\.network$/; // prettier-ignore
  return references.length > 0 && references.every((one) => own.test(one));
}

/** The rules of one group that let in the internet's greater half together, though none of them does alone. */
export function openTogether(scene: Scene): { readonly address: string; readonly blocks: readonly string[] }[] {
  const kept = scene.plan.resource_changes.filter(
    ({ type, change }) => OPENINGS[type] !== undefined && change.after !== null && change.after !== undefined,
  );
  const found = kept.flatMap(
    (resource) =>
    (OPENINGS[resource.type]?.(objectOf(resource.change.after)) ?? [])
      .filter(({ egress }) => !egress)
      .map((one) => ({ resource, one, key: JSON.stringify([one.group ?? scene.references(resource.address, "security_group_id"), one.protocol, one.from, one.to]) })), // prettier-ignore
  );
  const keys = [...new Set(found.map(({ key }) => key))];
  return keys.flatMap((key) => {
    const same = found.filter((entry) => entry.key === key);
    const blocks = same.flatMap(({ one }) => one.blocks);
    const allowed = same[0] === undefined ? [] : allowedBlocks(same[0].one, scene);
    if (outside(blocks, allowed).length === 0 || !isMostOfTheInternet(blocks)) return [];
    if (same.some(({ one }) => isMostOfTheInternet(one.blocks))) return [];
    return same
      .filter(({ resource: { change } }) => !change.actions.every((action) => action === "no-op"))
      .map(({ resource }) => ({ address: resource.address, blocks }));
  });
}
