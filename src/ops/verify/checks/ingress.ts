import type { SecurityGroupRule } from "@aws-sdk/client-ec2";
import type { Service } from "@aws-sdk/client-ecs";
import { type Cidr, contains, isEverybody, parseCidr } from "../../../model/cidr";
import { commandsOf } from "../commands";
import { type Expected, type ExpectedService, stoppedOf } from "../expected";
import type { Facts } from "../facts";
import { type Finding, findingsOf } from "../finding";

/** The way to a service: its groups, what they let in on its port, and who has to come through. */
interface Way {
  readonly groups: readonly string[];
  readonly rules: readonly SecurityGroupRule[];
  readonly callers: readonly Caller[];
}

/** Somebody who calls a service: from these addresses where they are known, or with one of these security groups. */
export interface Caller {
  readonly name: string;
  readonly blocks: readonly string[];
  readonly groups: readonly string[];
}

/**
 * Whether the security groups let the callers of a service through: the load balancer, past its own group where it has
 * one, and the gateway where it calls tasks by their names. The gateway itself has to be open to its entrance and nobody
 * else, or without one to anybody at all.
 */
export function ingressFindings(expected: Expected, facts: Facts, of: ExpectedService, service: Service): Finding[] {
  const make = findingsOf("chain", of.name);
  if (!facts.ingress.known) return [make.unknown("ingress-unknown", "its security group", facts.ingress.failure)];
  const commands = commandsOf(expected);
  const groups = groupsOf(service);
  const rules = rulesFor(facts.ingress.value, groups, of.port);
  const shut = (who: string, mend: { readonly next: readonly string[] } | { readonly apply: string }) => {
    const what = `security group ${groups.join(", ")} does not let ${who} in on port ${of.port}: calls to ${of.name} end there`;
    return make.wrong("ingress-missing", { what, stops: stoppedOf(of), ...mend });
  };
  if (of.phase === undefined) {
    const entrance = entranceGroups(facts);
    if (entrance.length === 0)
      return rules.length > 0 ? [] : [shut("anybody", { next: [commands.rules(groups.join(","))] })];
    const caller = { name: `the public load balancer (${entrance.join(", ")})`, blocks: [], groups: entrance };
    return [
      ...(letsIn(rules, caller) ? [] : [shut(caller.name, commands.apply)]),
      ...besideFindings(expected, of, groups, rules, entrance),
    ];
  }
  const callers = callersOf(expected, facts, of);
  return [
    ...callers.filter((caller) => !letsIn(rules, caller)).map(({ name }) => shut(name, commands.apply)),
    ...balancerFindings(expected, facts, of),
    ...wideFindings(expected, of, { groups, rules, callers }),
  ];
}

/** The security groups of a service's tasks. */
export function groupsOf(service: Service | undefined): string[] {
  return service?.networkConfiguration?.awsvpcConfiguration?.securityGroups ?? [];
}

/** Those of the gateway's tasks. */
export function gatewayGroups({ gateway }: Expected, { services }: Facts): string[] {
  return groupsOf(services.known ? services.value.services.get(gateway.service) : undefined);
}

function balancerGroups({ balancing: { loadBalancer } }: Facts): readonly string[] {
  return (loadBalancer.known ? loadBalancer.value?.balancer.SecurityGroups : undefined) ?? [];
}

function isThere({ balancing: { loadBalancer } }: Facts): boolean {
  return loadBalancer.known && loadBalancer.value !== undefined;
}

/** Those of the public load balancer. */
export function entranceGroups({ balancing: { entrance } }: Facts): readonly string[] {
  return (entrance?.known === true ? entrance.value?.balancer.SecurityGroups : undefined) ?? [];
}

/** A load balancer without a security group is known by the addresses it calls from, in the private subnets. */
export function callersOf(expected: Expected, facts: Facts, { name }: ExpectedService): Caller[] {
  const { vpcCidr, privateCidrs, servicesIngress } = expected;
  const blocks = privateCidrs.length > 0 ? privateCidrs : [vpcCidr];
  const own = balancerGroups(facts);
  const says = {
    vpc: vpcCidr,
    "load-balancer-subnets": `the load balancer (${blocks.join(", ")})`,
    "load-balancer-security-group": `the load balancer (${own.join(", ") || "which has no security group of its own"})`,
  };
  const named = expected.urls.some(({ service, namespaceUrl }) => service === name && namespaceUrl !== undefined);
  const gateway = gatewayGroups(expected, facts);
  return [
    // By whose group, nobody can say where it is gone, or could not be seen: its own check says so.
    ...(servicesIngress !== "load-balancer-security-group" || isThere(facts)
      ? [{ name: says[servicesIngress], blocks, groups: own }]
      : []),
    ...(named && gateway.length > 0
      ? [{ name: `the gateway (${gateway.join(", ")})`, blocks: [vpcCidr], groups: gateway }]
      : []),
  ];
}

/** The load balancer's own group, where it has one, must let the gateway in. */
function balancerFindings(expected: Expected, facts: Facts, { name, port }: ExpectedService): Finding[] {
  const groups = balancerGroups(facts);
  const gateway = gatewayGroups(expected, facts);
  if (groups.length === 0 || gateway.length === 0 || !facts.ingress.known) return [];
  const rules = rulesFor(facts.ingress.value, groups, port);
  if (letsIn(rules, { name: "", blocks: [expected.vpcCidr], groups: gateway })) return [];
  const what = `the load balancer's security group ${groups.join(", ")} does not let the gateway (${gateway.join(", ")}) in on port ${port}: calls to ${name} end there`;
  return [
    findingsOf("chain", name).wrong("balancer-ingress-missing", {
      what,
      stops: "private",
      ...commandsOf(expected).apply,
    }),
  ];
}

/**
 * A rule beside the narrow ones undoes them. Where callers come through nothing else it is no rule beside them: the narrow ones
 * have not been applied yet, and taking it away would shut everybody out.
 */
function wideFindings(expected: Expected, { name, port }: ExpectedService, { groups, rules, callers }: Way): Finding[] {
  const { servicesIngress, vpcCidr } = expected;
  const vpc = parseCidr(vpcCidr);
  const wide = rules.filter(
    (rule) => rule.CidrIpv4 !== undefined && !isOpen(rule) && contains(parseCidr(rule.CidrIpv4), vpc),
  );
  if (servicesIngress === "vpc" || wide.length === 0) return [];
  const list = wide.map(({ SecurityGroupRuleId = "a rule", CidrIpv4 = "" }) => `${CidrIpv4} (${SecurityGroupRuleId})`);
  const what = `security group ${groups.join(", ")} lets ${list.join(", ")} in on port ${port}, and network.servicesIngress is '${servicesIngress}'`;
  const narrow = rules.filter((rule) => !wide.includes(rule));
  const isSpare = callers.every((caller) => letsIn(narrow, caller));
  const mend = isSpare ? { next: revokeAll(expected, wide) } : commandsOf(expected).apply;
  return [findingsOf("chain", name).warning("ingress-wide", { what, ...mend })];
}

/** A rule beside the entrance's is a way around it, unless there is another load balancer in front of the gateway. */
function besideFindings(
  expected: Expected,
  { name, port }: ExpectedService,
  groups: readonly string[],
  rules: readonly SecurityGroupRule[],
  entrance: readonly string[],
): Finding[] {
  // The canary is in the gateway's group: that is said once.
  if (name !== expected.gateway.name || expected.gateway.targetGroupBeside !== undefined) return [];
  const beside = rules.filter((rule) => !isOpen(rule) && !entrance.includes(rule.ReferencedGroupInfo?.GroupId ?? ""));
  if (beside.length === 0) return [];
  const list = beside.map(
    ({ SecurityGroupRuleId = "a rule", ...rule }) => `${sourceOf(rule)} (${SecurityGroupRuleId})`,
  );
  const what = `security group ${groups.join(", ")} lets ${list.join(", ")} in on port ${port}, past the public load balancer`;
  // Until the entrance is let in, these are what the gateway is called through.
  const mend = beside.length < rules.length ? { next: revokeAll(expected, beside) } : commandsOf(expected).apply;
  return [findingsOf("chain", name).warning("ingress-beside", { what, ...mend })];
}

/** Whether a rule lets everybody in. */
export function isOpen({ CidrIpv4, CidrIpv6 }: SecurityGroupRule): boolean {
  return [CidrIpv4, CidrIpv6].some((cidr) => cidr !== undefined && isEverybody(cidr));
}

/** The commands that take rules away. */
export function revokeAll(expected: Expected, rules: readonly SecurityGroupRule[]): string[] {
  return rules.map(({ GroupId = "", SecurityGroupRuleId = "" }) =>
    commandsOf(expected).revoke(GroupId, SecurityGroupRuleId),
  );
}

/** Whom a rule lets in. */
export function sourceOf({ CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupInfo }: SecurityGroupRule): string {
  return CidrIpv4 ?? CidrIpv6 ?? PrefixListId ?? ReferencedGroupInfo?.GroupId ?? "somebody";
}

/** The rules of these groups that open a port. */
export function rulesFor(
  rules: readonly SecurityGroupRule[],
  groups: readonly string[],
  port: number,
): SecurityGroupRule[] {
  return rules.filter((rule) => groups.includes(rule.GroupId ?? "") && opens(rule, port));
}

/** Whether a rule opens a port. */
export function opens({ IpProtocol, FromPort = 0, ToPort = 0 }: SecurityGroupRule, port: number): boolean {
  return IpProtocol === "-1" || (["tcp", "6"].includes(IpProtocol ?? "") && FromPort <= port && port <= ToPort);
}

/** Whether these rules let a caller in. */
export function letsIn(rules: readonly SecurityGroupRule[], { blocks, groups }: Caller): boolean {
  const open = rules.flatMap(({ CidrIpv4 }) => (CidrIpv4 === undefined ? [] : [parseCidr(CidrIpv4)]));
  const covered = (block: Cidr) => open.some((outer) => contains(outer, block));
  return (
    (blocks.length > 0 && blocks.map(parseCidr).every(covered)) ||
    rules.some(({ ReferencedGroupInfo }) => groups.includes(ReferencedGroupInfo?.GroupId ?? ""))
  );
}
