import type { VpcEndpoint } from "@aws-sdk/client-ec2";
import { absence } from "../alive";
import { commandsOf } from "../commands";
import type { Expected } from "../expected";
import type { ConnectionFacts, Facts } from "../facts";
import { type Finding, findingsOf } from "../finding";
import type { NotAlive } from "../life";

/** Whether what tasks reach past the NAT gateway can be reached: interface endpoints, and Atlas's endpoint or peering. */
export function connectionFindings(expected: Expected, facts: Facts): Finding[] {
  const { connections } = facts;
  if (connections === undefined) return [];
  if (!connections.known) {
    const make = findingsOf("egress", expected.environment);
    return [make.unknown("connections-unknown", "endpoints and peering", connections.failure)];
  }
  return [
    ...expected.endpoints.flatMap((service) => endpointFindings(expected, facts, connections.value, service)),
    ...atlasEndpointFindings(expected, facts, connections.value),
    ...peeringFindings(expected, facts, connections.value),
  ];
}

function find({ endpoints }: ConnectionFacts, service: string): VpcEndpoint | undefined {
  return endpoints.find(({ ServiceName }) => ServiceName === service);
}

function endpointFindings(expected: Expected, facts: Facts, connections: ConnectionFacts, service: string): Finding[] {
  const make = findingsOf("egress", expected.environment);
  const mend = commandsOf(expected).applyNetwork;
  const endpoint = find(connections, service);
  const instead = expected.nat === "none" ? "no task reaches it" : "tasks reach it through the NAT gateway";
  if (endpoint === undefined) {
    const { found } = absence(facts, "endpoint", service);
    if (found === undefined) {
      return [make.wrong("endpoint-missing", { what: `there is no endpoint of ${service}: ${instead}`, ...mend })];
    }
    const what = `the endpoint ${found.name} of ${service} is ${found.state}: calls to it fail`;
    return [make.wrong("endpoint-state", { what, ...anew(expected, found) })];
  }
  const { VpcEndpointId = "", PrivateDnsEnabled } = endpoint;
  if (PrivateDnsEnabled === true) return [];
  const what = `the endpoint ${VpcEndpointId} of ${service} has no private DNS: nobody calls it, and ${instead}`;
  return [make.wrong("endpoint-dns", { what, ...mend })];
}

/** States that an endpoint never leaves. */
const OVER = ["failed", "rejected", "expired"];

/** One that is on its way there is waited for; in place of one that is over an apply makes another, once that is gone. */
function anew(expected: Expected, { name, state, life }: NotAlive): Pick<Finding, "next"> & Partial<Finding> {
  const commands = commandsOf(expected);
  if (life === "coming") return { next: ["Wait some minutes."], passes: true };
  if (state.toLowerCase() === "deleting") return { next: ["Wait until it is gone."], ...commands.applyNetwork };
  // In any other state it may work for somebody.
  if (!OVER.includes(state.toLowerCase())) return { next: [commands.endpoint(name)] };
  // Terraform finds it, and makes none in its place.
  return { next: [commands.deleteEndpoint(name)], ...commands.applyNetwork };
}

function atlasEndpointFindings(expected: Expected, facts: Facts, connections: ConnectionFacts): Finding[] {
  const { atlas } = expected;
  if (atlas.kind !== "privatelink") return [];
  const make = findingsOf("egress", expected.environment);
  if (find(connections, atlas.serviceName) !== undefined) return [];
  const { found } = absence(facts, "endpoint", atlas.serviceName);
  if (found === undefined) {
    const what = `there is no endpoint of MongoDB Atlas (${atlas.serviceName}): no service reaches its database`;
    const mend = commandsOf(expected).applyNetwork;
    return [make.wrong("atlas-endpoint-missing", { what, stops: "way-out", ...mend })];
  }
  const what = `MongoDB Atlas's endpoint ${found.name} is ${found.state}: no service reaches its database`;
  const accept = `Give Atlas the endpoint's id ${found.name} (Network Access, Private Endpoint): it accepts it within minutes.`;
  // One that is made anew has another id.
  const again = anew(expected, found);
  const giveId = "When the apply has made another, give Atlas its id (Network Access, Private Endpoint).";
  const after = again.apply === undefined ? [] : [giveId];
  const mend =
    found.life === "coming" ? { next: [accept], passes: true } : { ...again, next: [...again.next, ...after] };
  return [make.wrong("atlas-endpoint-state", { what, stops: "way-out", ...mend })];
}

function peeringFindings(expected: Expected, facts: Facts, { peering }: ConnectionFacts): Finding[] {
  const { egress } = facts;
  const { atlas } = expected;
  if (atlas.kind !== "peering") return [];
  const make = findingsOf("egress", expected.environment);
  const mend = commandsOf(expected).applyNetwork;
  if (peering === undefined) {
    const { found } = absence(facts, "peering connection", atlas.connectionId);
    const code = found?.state ?? "not there";
    const what = `the peering connection ${atlas.connectionId} to MongoDB Atlas is ${code}: no service reaches its database`;
    const ask = "Ask for the connection again at Atlas (Network Access, Peering), and write its id in network.atlas.connectionId."; // prettier-ignore
    // Terraform accepts what Atlas has asked for; the rest of the way AWS goes by itself.
    const how = { "pending-acceptance": mend, over: { next: [ask] }, coming: { next: ["Wait some minutes."] } };
    const isComing = found?.life === "coming";
    const next = how[code === "pending-acceptance" ? code : isComing ? "coming" : "over"];
    return [make.wrong("peering-state", { what, stops: "way-out", ...next, passes: isComing })];
  }
  if (!egress.known) return [];
  const { subnets, routeTables } = egress.value;
  const without = subnets.filter((subnet) => {
    const table = routeTables.find(({ Associations = [] }) => Associations.some(({ SubnetId }) => SubnetId === subnet));
    return !(table?.Routes ?? []).some(
      ({ DestinationCidrBlock, VpcPeeringConnectionId }) =>
        DestinationCidrBlock === atlas.cidr && VpcPeeringConnectionId === atlas.connectionId,
    );
  });
  if (without.length === 0) return [];
  const what = `${without.join(", ")} ${without.length === 1 ? "has" : "have"} no route to MongoDB Atlas's block ${atlas.cidr} through ${atlas.connectionId}`;
  return [make.wrong("no-route-to-atlas", { what, stops: "way-out", ...mend })];
}
