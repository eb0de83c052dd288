import type { VpcEndpoint } from "@aws-sdk/client-ec2";
import { commandsOf } from "../commands";
import type { Expected } from "../expected";
import type { ConnectionFacts, Facts } from "../facts";
import { type Finding, findingsOf } from "../finding";

/** Whether what tasks reach past the NAT gateway can be reached: interface endpoints, and Atlas's endpoint or peering. */
export function connectionFindings(expected: Expected, facts: Facts): Finding[] {
  const { connections } = facts;
  if (connections === undefined) return [];
  if (!connections.known) {
    const make = findingsOf("egress", expected.environment);
    return [make.unknown("connections-unknown", "endpoints and peering", connections.failure)];
  }
  return [
    ...expected.endpoints.flatMap((service) => endpointFindings(expected, connections.value, service)),
    ...atlasEndpointFindings(expected, connections.value),
    ...peeringFindings(expected, facts, connections.value),
  ];
}

function find({ endpoints }: ConnectionFacts, service: string): VpcEndpoint | undefined {
  return endpoints.find(({ ServiceName, State }) => ServiceName === service && State?.toLowerCase() !== "deleted");
}

function endpointFindings(expected: Expected, facts: ConnectionFacts, service: string): Finding[] {
  const make = findingsOf("egress", expected.environment);
  const mend = commandsOf(expected).applyNetwork;
  const endpoint = find(facts, service);
  const instead = expected.nat === "none" ? "no task reaches it" : "tasks reach it through the NAT gateway";
  if (endpoint === undefined) {
    return [make.wrong("endpoint-missing", { what: `there is no endpoint of ${service}: ${instead}`, ...mend })];
  }
  const { VpcEndpointId = "", State = "unknown", PrivateDnsEnabled } = endpoint;
  if (State.toLowerCase() !== "available") {
    const what = `the endpoint ${VpcEndpointId} of ${service} is ${State}: calls to it fail`;
    return [make.wrong("endpoint-state", { what, ...mend, passes: State.toLowerCase() === "pending" })];
  }
  if (PrivateDnsEnabled === true) return [];
  const what = `the endpoint ${VpcEndpointId} of ${service} has no private DNS: nobody calls it, and ${instead}`;
  return [make.wrong("endpoint-dns", { what, ...mend })];
}

function atlasEndpointFindings(expected: Expected, facts: ConnectionFacts): Finding[] {
  const { atlas } = expected;
  if (atlas.kind !== "privatelink") return [];
  const make = findingsOf("egress", expected.environment);
  const mend = commandsOf(expected).applyNetwork;
  const endpoint = find(facts, atlas.serviceName);
  if (endpoint === undefined) {
    const what = `there is no endpoint of MongoDB Atlas (${atlas.serviceName}): no service reaches its database`;
    return [make.wrong("atlas-endpoint-missing", { what, stops: "way-out", ...mend })];
  }
  const { VpcEndpointId = "", State = "unknown" } = endpoint;
  if (State.toLowerCase() === "available") return [];
  const what = `MongoDB Atlas's endpoint ${VpcEndpointId} is ${State}: no service reaches its database`;
  const accept = `Give Atlas the endpoint's id ${VpcEndpointId} (Network Access, Private Endpoint): it accepts it within minutes.`;
  const isWaiting = ["pendingacceptance", "pending"].includes(State.toLowerCase());
  return [
    make.wrong("atlas-endpoint-state", {
      what,
      stops: "way-out",
      ...(isWaiting ? { next: [accept] } : mend),
      passes: isWaiting,
    }),
  ];
}

function peeringFindings(expected: Expected, { egress }: Facts, { peering }: ConnectionFacts): Finding[] {
  const { atlas } = expected;
  if (atlas.kind !== "peering") return [];
  const make = findingsOf("egress", expected.environment);
  const mend = commandsOf(expected).applyNetwork;
  const code = peering?.Status?.Code ?? "not there";
  if (code !== "active") {
    const what = `the peering connection ${atlas.connectionId} to MongoDB Atlas is ${code}: no service reaches its database`;
    const ask = "Ask for the connection again at Atlas (Network Access, Peering), and write its id in network.atlas.connectionId."; // prettier-ignore
    const isWaiting = ["pending-acceptance", "provisioning", "initiating-request"].includes(code);
    return [
      make.wrong("peering-state", {
        what,
        stops: "way-out",
        ...(isWaiting ? mend : { next: [ask] }),
        passes: isWaiting,
      }),
    ];
  }
  if (!egress.known) return [];
  const { subnets, routeTables } = egress.value;
  const without = subnets.filter((subnet) => {
    const table = routeTables.find(({ Associations = [] }) => Associations.some(({ SubnetId }) => SubnetId === subnet));
    return !(table?.Routes ?? []).some(
      ({ DestinationCidrBlock, VpcPeeringConnectionId, State }) =>
        DestinationCidrBlock === atlas.cidr && VpcPeeringConnectionId === atlas.connectionId && State !== "blackhole",
    );
  });
  if (without.length === 0) return [];
  const what = `${without.join(", ")} ${without.length === 1 ? "has" : "have"} no route to MongoDB Atlas's block ${atlas.cidr} through ${atlas.connectionId}`;
  return [make.wrong("no-route-to-atlas", { what, stops: "way-out", ...mend })];
}
