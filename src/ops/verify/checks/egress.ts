import type { NatGateway, Route, RouteTable } from "@aws-sdk/client-ec2";
import { absence } from "../alive";
import { commandsOf } from "../commands";
import type { Expected } from "../expected";
import type { EgressFacts, Facts } from "../facts";
import { type Finding, findingsOf } from "../finding";

/** The addresses under which Atlas sees the private subnets. */
export function egressAddresses({ natGateways }: EgressFacts): string[] {
  return [...new Set(natGateways.flatMap(addressesOf))].sort();
}

function addressesOf({ NatGatewayAddresses = [] }: NatGateway): string[] {
  return NatGatewayAddresses.flatMap(({ PublicIp }) => PublicIp ?? []);
}

/** The addresses that Atlas lets in and that the account no longer has: an apply would allocate others in their place. */
export function lostAddresses({ natEips }: Expected, { egress }: Facts): string[] {
  const held = egress.known ? egress.value.held : natEips;
  return natEips.filter((address) => !held.includes(address));
}

/** The private subnets that do not lead to a NAT gateway that works and has an address. */
export function shutIn(facts: EgressFacts): string[] {
  return facts.subnets.filter((subnet) => natOf(facts, subnet) === undefined);
}

/**
 * Whether every private subnet leaves through a NAT gateway with an address that Atlas lets in
 * (docs/original-runbook.md, section 3).
 */
export function egressFindings(expected: Expected, facts: Facts): Finding[] {
  const make = findingsOf("egress", expected.environment);
  const { egress } = facts;
  if (!egress.known) {
    return [make.unknown("egress-unknown", "the NAT's address", egress.failure)];
  }
  const { subnets } = egress.value;
  const lost = lostAddresses(expected, facts);
  const before = lost.length === 0 ? [] : [`Get ${lost.join(", ")} back first, as said of it below.`];
  const mend = { next: before, ...commandsOf(expected).applyNetwork };
  if (subnets.length === 0) {
    const what = "there is no network: no private service names a private subnet, and the inventory gives none";
    return [make.wrong("network-missing", { what, stops: "way-out", ...mend }), ...lostFindings(expected, facts)];
  }
  const without = shutIn(egress.value);
  if (expected.nat === "none") {
    const open = subnets.filter((subnet) => defaultRoute(egress.value, subnet) !== undefined);
    if (open.length === 0) return [];
    const what = `${open.join(", ")} ${open.length === 1 ? "has" : "have"} a route to the internet, and network.nat is 'none'`;
    const tables = open.flatMap((subnet) => tableOf(egress.value, subnet)?.RouteTableId ?? []);
    const next = [
      "No plan takes away a route that somebody has made by hand. Once nothing calls out through it:",
      ...[...new Set(tables)].map((table) => commandsOf(expected).deleteDefaultRoute(table)),
    ];
    return [make.warning("way-out", { what, next })];
  }
  if (without.length > 0) {
    const what = `${without.join(", ")} ${without.length === 1 ? "has" : "have"} no route to a NAT gateway that works`;
    const gateways = (facts.notAlive ?? []).filter(({ kind }) => kind === "NAT gateway");
    const states = gateways.map(({ by }) => absence(facts, "NAT gateway", by).words);
    const why = [...states, "tasks there reach neither Atlas nor ECR"].join("; ");
    const isComing = gateways.length > 0 && gateways.every(({ life }) => life === "coming");
    const how = isComing ? { next: ["Wait some minutes."], passes: true } : mend;
    return [
      make.wrong("no-way-out", { what, why, stops: "way-out", ...how }),
      ...addressFindings(expected, egress.value),
      ...lostFindings(expected, facts),
    ];
  }
  return [...addressFindings(expected, egress.value), ...lostFindings(expected, facts)];
}

/** Whether Atlas lets in what the private subnets go out as. */
function addressFindings(expected: Expected, facts: EgressFacts): Finding[] {
  const { environment, nat, natEips, atlas } = expected;
  const others = egressAddresses(facts).filter((address) => !natEips.includes(address));
  if (atlas.kind !== "nat-allowlist" || natEips.length === 0 || others.length === 0) return [];
  const make = findingsOf("egress", environment);
  const what = `the private subnets go out as ${others.join(", ")}, and Atlas lets ${natEips.join(", ")} in`;
  const why = "MongoDB Atlas refuses connections from any other address";
  const [letIn] = [`Let ${others.join(", ")} in at Atlas (Network Access, IP Access List)`];
  // One more NAT gateway has one more address; in place of the one that there is, another is a mistake.
  const isNew = nat === "per-az" && natEips.every((address) => egressAddresses(facts).includes(address));
  if (isNew) {
    const next = [
      `${letIn}, then add it to 'natEips' in src/environments/inventory/${environment}.json, in the order of the availability zones.`,
    ];
    return [make.wrong("nat-address", { what, why, stops: "way-out", next })];
  }
  const file = `src/environments/inventory/${environment}.json`;
  const next = [
    `${letIn} until ${natEips.join(", ")} is back at the NAT gateway.`,
    `If Atlas lets ${others.join(", ")} in already and it is to stay, write it into 'natEips' in ${file}, and apply nothing. Else:`,
  ];
  return [make.wrong("nat-address", { what, why, stops: "way-out", next, ...commandsOf(expected).applyNetwork })];
}

function lostFindings(expected: Expected, facts: Facts): Finding[] {
  const lost = lostAddresses(expected, facts);
  if (lost.length === 0) return [];
  const what = `the account no longer has ${lost.join(", ")}, which Atlas lets in`;
  const why = "an apply would allocate another address, which Atlas does not know";
  const next = [
    ...lost.map((address) => commandsOf(expected).allocate(address)),
    'Then go on in docs/runbook.md, "The NAT\'s address is gone".',
  ];
  return [findingsOf("egress", expected.environment).wrong("nat-address-lost", { what, why, next })];
}

function tableOf({ routeTables }: EgressFacts, subnet: string): RouteTable | undefined {
  return routeTables.find(({ Associations = [] }) => Associations.some(({ SubnetId }) => SubnetId === subnet));
}

function defaultRoute(facts: EgressFacts, subnet: string): Route | undefined {
  return tableOf(facts, subnet)?.Routes?.find(({ DestinationCidrBlock: to }) => to === "0.0.0.0/0");
}

/** A private NAT gateway has no address, and leads to no internet (Amazon VPC user guide, "NAT gateway basics"). */
function natOf(facts: EgressFacts, subnet: string): NatGateway | undefined {
  const id = defaultRoute(facts, subnet)?.NatGatewayId;
  return facts.natGateways.find(
    (gateway) => id !== undefined && gateway.NatGatewayId === id && addressesOf(gateway).length > 0,
  );
}
