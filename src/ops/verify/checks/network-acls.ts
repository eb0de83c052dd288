import type { NetworkAcl } from "@aws-sdk/client-ec2";
import { ATLAS_PORTS } from "../../../model/atlas-ports";
import { commandsOf } from "../commands";
import type { Expected } from "../expected";
import type { Facts, NetworkAclFacts } from "../facts";
import { type Finding, findingsOf, type Stopped } from "../finding";
import { type End, type Flow, flowsOf } from "../flows";
import { denials, LAST_RULE, type Passing, type Ports } from "../network-acl";
import { calledAt } from "./gateway";

/** What one rule of a network ACL stops in one direction. */
interface Stop {
  readonly acl: NetworkAcl;
  readonly rule: number;
  readonly egress: boolean;
  readonly subnets: Set<string>;
  /** What would have to be let through, by how it is written. */
  readonly wanted: Map<string, { readonly ports: Ports; readonly block: string }>;
  readonly names: Set<string>;
  readonly services: Set<string>;
  readonly stops: Set<Stopped>;
  readonly isWayOut: boolean;
}

/**
 * Whether the network ACLs of the subnets let through what the chain and the way out need, both ways: they keep no account of
 * connections, so answers need a rule too (Amazon VPC user guide, "Control subnet traffic with network access control lists").
 * Within one subnet they have no say.
 */
export function networkAclFindings(expected: Expected, facts: Facts): Finding[] {
  const { networkAcls } = facts;
  if (networkAcls === undefined) return [];
  const make = findingsOf("chain", expected.environment);
  if (!networkAcls.known) return [make.unknown("network-acl-unknown", "the network ACLs", networkAcls.failure)];
  const stops = new Map<string, Stop>();
  for (const flow of flowsOf(expected, facts)) collect(stops, networkAcls.value, flow);
  return [...stops.values()].map((stop) => say(expected, facts, stop));
}

function collect(stops: Map<string, Stop>, facts: NetworkAclFacts, flow: Flow): void {
  const { from, to, ports, back } = flow;
  for (const [one, other] of pairs(facts, from, to)) {
    for (const port of ports) {
      const forth = { from: port, to: port };
      add(stops, facts, flow, one.subnet, { egress: true, ports: forth, ...other.passing }, [port]);
      add(stops, facts, flow, other.subnet, { egress: false, ports: forth, ...one.passing }, [port]);
    }
    add(stops, facts, flow, other.subnet, { egress: true, ports: back, ...one.passing }, ports);
    add(stops, facts, flow, one.subnet, { egress: false, ports: back, ...other.passing }, ports);
  }
}

/** Of the ports that answers go to, the share that matters: a rule against one of them meets one connection in many thousands. */
const FEW = 0.01;

function sizeOf({ from, to }: Ports): number {
  return to - from + 1;
}

interface Point {
  /** @default no network ACL of ours stands before it */
  readonly subnet?: string;
  readonly passing: Pick<Passing, "block" | "someBut">;
}

function pairs(facts: NetworkAclFacts, from: End, to: End): [Point, Point][] {
  const points = (end: End): Point[] =>
    "block" in end
      ? [{ passing: end }]
      : end.subnets.flatMap((subnet) => {
          const block = facts.cidrs.get(subnet);
          if (block === undefined) return [];
          return [{ ...(end.isUnseen !== true && { subnet }), passing: { block } }];
        });
  return points(from).flatMap((one) =>
    points(to).flatMap((other): [Point, Point][] =>
      one.subnet !== undefined && one.subnet === other.subnet ? [] : [[one, other]],
    ),
  );
}

function add(
  stops: Map<string, Stop>,
  { acls }: NetworkAclFacts,
  { name, services, isWayOut }: Flow,
  subnet: string | undefined,
  passing: Passing,
  needed: readonly number[],
): void {
  const acl = acls.find(({ Associations = [] }) => Associations.some(({ SubnetId }) => SubnetId === subnet));
  if (subnet === undefined || acl === undefined) return;
  const { egress, block } = passing;
  for (const { rule, ports } of denials(acl.Entries ?? [], passing)) {
    if (sizeOf(ports) < FEW * sizeOf(passing.ports)) continue;
    const id = [acl.NetworkAclId, egress, rule, isWayOut].join();
    const none = { subnets: new Set<string>(), wanted: new Map<string, never>(), names: new Set<string>(), services: new Set<string>(), stops: new Set<Stopped>() }; // prettier-ignore
    const stop: Stop = stops.get(id) ?? { acl, rule, egress, isWayOut, ...none };
    stops.set(id, stop);
    stop.subnets.add(subnet);
    stop.names.add(name);
    stop.wanted.set(`${textOf(ports)} ${block}`, { ports, block });
    for (const service of services) stop.services.add(service);
    const stopped = stoppedBy(isWayOut, services, needed);
    if (stopped !== undefined) stop.stops.add(stopped);
  }
}

/** Without AWS what runs goes on; without Atlas, or where nobody reaches it, it does not. */
function stoppedBy(isWayOut: boolean, services: readonly string[], ports: readonly number[]): Stopped | undefined {
  if (!isWayOut) return services.length === 0 ? "gateway" : "private";
  return ports.some((port) => ATLAS_PORTS.includes(port)) ? "way-out" : undefined;
}

function textOf({ from, to }: Ports): string {
  return from === to ? String(from) : `${from}-${to}`;
}

function say(expected: Expected, facts: Facts, stop: Stop): Finding {
  const { acl, rule, egress, subnets, wanted, names, services, stops, isWayOut } = stop;
  const [only, ...others] = services;
  const subject = isWayOut || only === undefined || others.length > 0 ? expected.environment : only;
  const entries = entriesOf(wanted);
  const ports = [...new Set(entries.map((one) => textOf(one.ports)))];
  const blocks = [...new Set(entries.map(({ block }) => block))];
  const what =
    `network ACL ${acl.NetworkAclId ?? ""} of ${[...subnets].join(", ")} denies TCP ${ports.join(", ")} ` +
    `${egress ? "outbound to" : "inbound from"} ${blocks.join(", ")}, by rule ${rule === LAST_RULE ? "*" : rule}`;
  const why = `without it these, or the answers to them, do not come through: ${[...names].join("; ")}`;
  const said = { what, why, ...impact(expected, facts, stop), next: nextOf(expected, stop) };
  const [stopped] = (["gateway", "way-out", "private"] as const).filter((one) => stops.has(one));
  // The gateway goes out by itself, and not past the NAT gateway.
  const isGateways = stopped === "gateway" || services.size === 0;
  const make = findingsOf(isWayOut && !isGateways ? "egress" : "chain", isGateways ? "gateway" : subject);
  return make.wrong("network-acl", { ...said, ...(stopped !== undefined && { stops: stopped }) });
}

/** What is to be let through, with ports that follow each other as one. */
function entriesOf(wanted: Stop["wanted"]): { readonly ports: Ports; readonly block: string }[] {
  const sorted = [...wanted.values()].sort((a, b) => a.ports.from - b.ports.from);
  const blocks = [...new Set(sorted.map(({ block }) => block))];
  return blocks.flatMap((block) => {
    const merged: { from: number; to: number }[] = [];
    for (const { ports } of sorted.filter((one) => one.block === block)) {
      const last = merged.at(-1);
      if (last !== undefined && ports.from <= last.to + 1) last.to = Math.max(last.to, ports.to);
      else merged.push({ ...ports });
    }
    return merged.map((ports) => ({ ports, block }));
  });
}

/** Of several services that cannot be called, those that are called now. */
function impact(expected: Expected, facts: Facts, { stops, services, isWayOut }: Stop): Pick<Finding, "cutsOff"> {
  if (isWayOut || stops.has("gateway") || services.size < 2 || services.size === expected.services.length) return {};
  const called = [...services].filter((name) => calledAt(expected, facts, name) === "private");
  return called.length === 0 ? {} : { cutsOff: `calls to ${called.join(", ")}` };
}

/** A rule before the one that denies; this project makes no network ACL, so whoever made it has to agree. */
function nextOf(expected: Expected, { acl, rule, egress, wanted }: Stop): string[] {
  const commands = commandsOf(expected);
  const { NetworkAclId: id = "", Entries = [] } = acl;
  const taken = Entries.flatMap(({ RuleNumber, Egress }) => (Egress === egress ? (RuleNumber ?? []) : []));
  const entries = entriesOf(wanted);
  const free = freeBefore(rule, taken, entries.length);
  const look = commands.networkAcl(id);
  if (free.length < entries.length) {
    return [
      look,
      `This project makes no network ACL. Have whoever made it change rule ${rule}: no number before it is free.`,
    ];
  }
  return [
    look,
    "This project makes no network ACL. Have whoever made it let this through, or do so with their word:",
    ...entries.map(({ ports, block }, index) =>
      commands.allowInAcl(id, { rule: free[index] ?? rule, egress, ports, block }),
    ),
  ];
}

/** The highest numbers before a rule that no other rule has; before the last one, the first after all others. */
function freeBefore(rule: number, taken: readonly number[], count: number): number[] {
  const start = rule === LAST_RULE ? Math.max(0, ...taken.filter((one) => one < LAST_RULE)) + count : rule - 1;
  const found: number[] = [];
  for (let number = Math.min(start, LAST_RULE - 1); number > 0 && found.length < count; number--) {
    if (!taken.includes(number)) found.unshift(number);
  }
  return found;
}
