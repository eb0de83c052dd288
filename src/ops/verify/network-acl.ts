import type { NetworkAclEntry } from "@aws-sdk/client-ec2";
import { type Cidr, parseCidr } from "../../model/cidr";

/** TCP ports, the first and the last. */
export interface Ports {
  readonly from: number;
  readonly to: number;
}

/** What has to pass a network ACL in one direction. */
export interface Passing {
  readonly egress: boolean;
  readonly ports: Ports;
  /** Where it goes to, or comes from. */
  readonly block: string;
  /**
   * Whether some address of the block is enough, since nobody knows which are called; those of these blocks do not count.
   * @default every address has to pass
   */
  readonly someBut?: readonly string[];
}

/** A rule that stops it, and the ports that it stops. */
export interface Denial {
  readonly rule: number;
  readonly ports: Ports;
}

/** The number of the rule that AWS shows as `*`: it denies what no other rule decides (Amazon VPC user guide, "Network ACL rules"). */
export const LAST_RULE = 32_767;

const TCP = ["-1", "6"];
const ALL_PORTS: Ports = { from: 0, to: 65_535 };

/** What of it a network ACL stops: for each of the ports the rule that decides, the first that fits in the order of their numbers. */
export function denials(entries: readonly NetworkAclEntry[], passing: Passing): Denial[] {
  const rules = entries
    .filter(({ Egress, Protocol, CidrBlock }) => Egress === passing.egress && TCP.includes(Protocol ?? "") && CidrBlock)
    .sort((a, b) => (a.RuleNumber ?? LAST_RULE) - (b.RuleNumber ?? LAST_RULE));
  const found = pieces(rules, passing.ports).flatMap((ports): Denial[] => {
    const fitting = rules.filter((rule) => portsOf(rule).from <= ports.from && ports.to <= portsOf(rule).to);
    const rule = passing.someBut === undefined ? denyingAll(fitting, passing) : denyingSome(fitting, passing);
    return rule === undefined ? [] : [{ rule, ports }];
  });
  return together(found);
}

function portsOf({ Protocol, PortRange: { From, To } = {} }: NetworkAclEntry): Ports {
  return Protocol === "-1" || From === undefined || To === undefined ? ALL_PORTS : { from: From, to: To };
}

/** The ports in pieces of which each rule means all or nothing. */
function pieces(rules: readonly NetworkAclEntry[], { from, to }: Ports): Ports[] {
  const edges = rules.map(portsOf).flatMap((ports) => [ports.from, ports.to + 1]);
  const starts = [...new Set([from, ...edges.filter((edge) => edge > from && edge <= to)])].sort((a, b) => a - b);
  return starts.map((start, index) => ({ from: start, to: (starts[index + 1] ?? to + 1) - 1 }));
}

/** Addresses as numbers, the first and the last. */
type Run = Pick<Cidr, "first" | "last">;

function isIn({ first, last }: Run, { CidrBlock = "" }: NetworkAclEntry): boolean {
  const cidr = parseCidr(CidrBlock);
  return first <= cidr.last && cidr.first <= last;
}

/** What is left of addresses without those of a block. */
function without(runs: readonly Run[], block: string): Run[] {
  const cidr = parseCidr(block);
  return runs.flatMap(({ first, last }) =>
    last < cidr.first || cidr.last < first
      ? [{ first, last }]
      : [
          { first, last: cidr.first - 1 },
          { first: cidr.last + 1, last },
        ].filter((run) => run.first <= run.last),
  );
}

/** The rule that keeps an address of the block out. */
function denyingAll(rules: readonly NetworkAclEntry[], { block }: Passing): number | undefined {
  let left: readonly Run[] = [parseCidr(block)];
  for (const rule of rules) {
    if (!left.some((run) => isIn(run, rule))) continue;
    if (rule.RuleAction === "deny") return rule.RuleNumber ?? LAST_RULE;
    left = without(left, rule.CidrBlock ?? "");
    if (left.length === 0) return undefined;
  }
  return LAST_RULE;
}

/** The rule after which no address of the block is let through. */
function denyingSome(rules: readonly NetworkAclEntry[], { block, someBut = [] }: Passing): number | undefined {
  let left = someBut.reduce<readonly Run[]>(without, [parseCidr(block)]);
  for (const rule of rules) {
    if (!left.some((run) => isIn(run, rule))) continue;
    if (rule.RuleAction === "allow") return undefined;
    left = without(left, rule.CidrBlock ?? "");
    if (left.length === 0) return rule.RuleNumber ?? LAST_RULE;
  }
  return LAST_RULE;
}

/** Ports that follow each other and are stopped by the same rule, as one. */
function together(found: readonly Denial[]): Denial[] {
  const all: Denial[] = [];
  for (const one of found) {
    const last = all.at(-1);
    if (last?.rule === one.rule && last.ports.to + 1 === one.ports.from) {
      all[all.length - 1] = { rule: last.rule, ports: { from: last.ports.from, to: one.ports.to } };
    } else all.push(one);
  }
  return all;
}
