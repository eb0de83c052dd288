import type { NatGateway, Route } from "@aws-sdk/client-ec2";
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

/**
 * Whether every private subnet leaves through a NAT gateway with the address that Atlas lets in
 * (docs/original-runbook.md, section 3).
 */
export function egressFindings(expected: Expected, { egress }: Facts): Finding[] {
  const make = findingsOf("egress", expected.environment);
  if (!egress.known) {
    return [make.unknown("egress-unknown", "the NAT's address", egress.failure)];
  }
  const facts = egress.value;
  const next = [commandsOf(expected).planNetwork];
  if (expected.nat === "none") {
    const open = facts.subnets.filter((subnet) => defaultRoute(facts, subnet) !== undefined);
    if (open.length === 0) return [];
    const what = `${open.join(", ")} ${open.length === 1 ? "has" : "have"} a route to the internet, and network.nat is 'none'`;
    return [make.warning("way-out", { what, next })];
  }
  const without = facts.subnets.filter((subnet) => natOf(facts, subnet) === undefined);
  if (without.length > 0) {
    const what = `${without.join(", ")} ${without.length === 1 ? "has" : "have"} no route to a NAT gateway that works`;
    return [make.wrong("no-way-out", { what, why: "tasks there reach neither Atlas nor ECR", next })];
  }
  const { natEip, atlas } = expected;
  if (atlas.kind !== "nat-allowlist") return [];
  const others = egressAddresses(facts).filter((address) => address !== natEip);
  if (natEip === undefined || others.length === 0) return [];
  const what = `the private subnets go out as ${others.join(", ")}, and Atlas lets ${natEip} in`;
  const why = "MongoDB Atlas refuses connections from any other address";
  const add = `Let it in at Atlas (Network Access, IP Access List) until ${natEip} is back at the NAT gateway.`;
  return [make.wrong("nat-address", { what, why, next: [add, ...next] })];
}

function defaultRoute({ routeTables }: EgressFacts, subnet: string): Route | undefined {
  const table = routeTables.find(({ Associations = [] }) => Associations.some(({ SubnetId }) => SubnetId === subnet));
  return table?.Routes?.find(({ DestinationCidrBlock: to }) => to === "0.0.0.0/0");
}

function natOf(facts: EgressFacts, subnet: string): NatGateway | undefined {
  const id = defaultRoute(facts, subnet)?.NatGatewayId;
  return facts.natGateways.find(
    ({ NatGatewayId, State }) => id !== undefined && NatGatewayId === id && State === "available",
  );
}
