import type { SecurityGroupRule } from "@aws-sdk/client-ec2";
import { ENTRANCE_PORTS } from "../../../model/entrance";
import { commandsOf } from "../commands";
import { type Expected, everyService } from "../expected";
import type { Facts } from "../facts";
import { type Finding, findingsOf } from "../finding";
import {
  callersOf, entranceGroups, gatewayGroups, groupsOf, isOpen, letsIn, opens, revokeAll, rulesFor, sourceOf,
} from "./ingress"; // prettier-ignore

/**
 * Rules that let everybody in, on whatever port: of any group that tasks or the internal load balancer are in, said once for
 * each rule. Open to everybody may be the gateway's own port, as long as nothing of this project's stands in front of it, and
 * what a legacy service is called on that runs with a public address.
 */
export function openFindings(expected: Expected, facts: Facts): Finding[] {
  if (!facts.ingress.known) return [];
  const make = findingsOf("chain", expected.environment);
  const known = knownGroups(facts);
  const open = facts.ingress.value.filter((rule) => isOpen(rule) && known.includes(rule.GroupId ?? ""));
  return open.flatMap((rule): Finding[] => {
    // What a legacy service is called through is what the move is going to end: while it runs, that is as it should be.
    if (isGatewaysOwn(expected, facts, rule) || isLegacys(expected, facts, rule)) return [];
    const { GroupId = "", SecurityGroupRuleId = "a rule" } = rule;
    const what = `security group ${GroupId} lets everybody (${sourceOf(rule)}, ${SecurityGroupRuleId}) in on ${portsOf(rule)}`;
    const isWeb = Object.values(ENTRANCE_PORTS).some((port) => opensOnly(rule, port));
    if (isWeb && isPublic(expected) && gatewayGroups(expected, facts).includes(GroupId)) {
      const why = "a load balancer in front of the gateway may be in this group too, and called through it: look first";
      return [make.warning("ingress-open-beside-gateway", { what, why, next: [commandsOf(expected).rules(GroupId)] })];
    }
    // Where callers come through nothing else, the apply makes their own rule, and this one can go after it.
    const mend = isSpare(expected, facts, rule) ? { next: revokeAll(expected, [rule]) } : commandsOf(expected).apply;
    return [make.wrong("ingress-open", { what, group: "tidy-up", ...mend })];
  });
}

/** The groups of everything that was found: whose another one is, nobody can say. */
function knownGroups({ services, balancing: { loadBalancer } }: Facts): string[] {
  const found = services.known ? [...services.value.services.values()] : [];
  const ofBalancer = (loadBalancer.known ? loadBalancer.value?.balancer.SecurityGroups : undefined) ?? [];
  return [...found.flatMap(groupsOf), ...ofBalancer];
}

/** Without an entrance, or while there is another load balancer in front, anybody may call the gateway's port. */
function isGatewaysOwn(expected: Expected, facts: Facts, rule: SecurityGroupRule): boolean {
  return isPublic(expected) && opensOnly(rule, expected.gateway.port) && gatewayGroups(expected, facts).includes(rule.GroupId ?? ""); // prettier-ignore
}

function isPublic({ gateway, entrance }: Expected): boolean {
  return entrance === undefined || gateway.targetGroupBeside !== undefined;
}

function opensOnly({ IpProtocol, FromPort, ToPort }: SecurityGroupRule, port: number): boolean {
  return IpProtocol !== "-1" && FromPort === port && ToPort === port;
}

/** Whether a legacy service that is to run is called through it, at a public address of its own. */
function isLegacys(expected: Expected, { services }: Facts, rule: SecurityGroupRule): boolean {
  if (!services.known) return false;
  return expected.services.some(({ port, legacy }) => {
    if (legacy === undefined || legacy.tasks === 0 || !opensOnly(rule, port)) return false;
    const service = services.value.services.get(legacy.service);
    const hasAddress = service?.networkConfiguration?.awsvpcConfiguration?.assignPublicIp === "ENABLED";
    return hasAddress && groupsOf(service).includes(rule.GroupId ?? "");
  });
}

/** Whether everybody who has to come through is let in by narrower rules too. */
function isSpare(expected: Expected, facts: Facts, rule: SecurityGroupRule): boolean {
  const { services, ingress } = facts;
  if (!services.known || !ingress.known) return false;
  const others = ingress.value.filter((one) => !isOpen(one));
  return everyService(expected).every((of) => {
    const groups = groupsOf(services.value.services.get(of.service));
    if (!groups.includes(rule.GroupId ?? "") || !opens(rule, of.port)) return true;
    const rules = rulesFor(others, groups, of.port);
    if (of.phase !== undefined) return callersOf(expected, facts, of).every((caller) => letsIn(rules, caller));
    if (isPublic(expected)) return rulesFor(ingress.value, groups, of.port).length > 1;
    return letsIn(rules, { name: of.name, blocks: [], groups: entranceGroups(facts) });
  });
}

function portsOf({ IpProtocol, FromPort, ToPort }: SecurityGroupRule): string {
  if (IpProtocol === "-1" || FromPort === undefined || FromPort === -1) return "every port";
  return FromPort === ToPort ? `port ${FromPort}` : `ports ${FromPort} to ${ToPort ?? ""}`;
}
