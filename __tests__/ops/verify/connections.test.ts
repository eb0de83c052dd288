import type { VpcEndpoint, VpcPeeringConnection } from "@aws-sdk/client-ec2";
import type { Environment, Network } from "../../../src/model/environment";
import type { Facts } from "../../../src/ops/verify/facts";
import { failed, inAnswer, known, lines, production, verify } from "./recorded";

const LOGS = "com.amazonaws.eu-north-1.logs";
const ATLAS = "com.amazonaws.vpce.eu-north-1.vpce-svc-0123456789abcdef0";
const PEERING = "pcx-0123456789abcdef0";
const CIDR = "192.168.248.0/21";

const environment = (network: Partial<Network>): Environment => {
  const found = production("internal");
  return { ...found, network: { ...found.network, ...network } };
};
const withLogs = environment({ interfaceEndpoints: ["logs"] });
const privatelink = environment({ atlas: { kind: "privatelink", serviceName: ATLAS } });
const peered = environment({ atlas: { kind: "peering", connectionId: PEERING, cidr: CIDR } });

const endpoint = (ServiceName: string, change: Partial<VpcEndpoint> = {}): VpcEndpoint => ({
  VpcEndpointId: "vpce-1",
  ServiceName,
  // As the SDK's enumeration has it; the API also answers "available".
  State: "Available",
  PrivateDnsEnabled: true,
  ...change,
});

function having(endpoints: readonly VpcEndpoint[], found?: VpcPeeringConnection) {
  const peering = found && { VpcPeeringConnectionId: PEERING, ...found };
  return (facts: Facts): Facts => ({ ...facts, connections: known({ endpoints, ...(peering && { peering }) }) });
}

/** A route of every private route table to Atlas's block. */
function leadingTo(id: string, State: "active" | "blackhole" = "active") {
  return (facts: Facts): Facts => ({
    ...facts,
    egress: inAnswer(facts.egress, (value) => ({
      ...value,
      routeTables: value.routeTables.map((table) => ({
        ...table,
        Routes: [...(table.Routes ?? []), { DestinationCidrBlock: CIDR, VpcPeeringConnectionId: id, State }],
      })),
    })),
  });
}

test.each([
  ["an endpoint", withLogs, having([endpoint(LOGS)])],
  ["Atlas's endpoint", privatelink, having([endpoint(ATLAS, { PrivateDnsEnabled: false })])],
  ["the peering", peered, (facts: Facts) => leadingTo(PEERING)(having([], { Status: { Code: "active" } })(facts))],
])("nothing is found where %s is as it has to be", (_, wanted, facts) => {
  expect(lines(verify(facts, wanted))).toEqual([]);
});

test("what could not be asked is not known", () => {
  const found = verify((facts) => ({ ...facts, connections: failed("ec2:DescribeVpcEndpoints") }), withLogs);
  expect(lines(found)).toEqual(["unknown connections-unknown prod: endpoints and peering"]);
});

test.each([
  ["missing", [], "endpoint-missing", `there is no endpoint of ${LOGS}: tasks reach it through the NAT gateway`],
  [
    "not available",
    [endpoint(LOGS, { State: "Failed" })],
    "endpoint-state",
    `the endpoint vpce-1 of ${LOGS} is Failed: calls to it fail`,
  ],
  [
    "without private DNS",
    [endpoint(LOGS, { PrivateDnsEnabled: false })],
    "endpoint-dns",
    `the endpoint vpce-1 of ${LOGS} has no private DNS: nobody calls it, and tasks reach it through the NAT gateway`,
  ],
])("an endpoint that is %s", (_, endpoints, code, what) => {
  expect(lines(verify(having(endpoints), withLogs))).toEqual([`wrong ${code} prod: ${what}`]);
});

test("Atlas's endpoint that is missing, or that Atlas has not accepted yet", () => {
  expect(lines(verify(having([]), privatelink))).toEqual([
    `wrong atlas-endpoint-missing prod: there is no endpoint of MongoDB Atlas (${ATLAS}): no service reaches its database`,
  ]);
  const waiting = verify(having([endpoint(ATLAS, { State: "PendingAcceptance" })]), privatelink);
  expect(lines(waiting)).toEqual([
    "wrong atlas-endpoint-state prod: MongoDB Atlas's endpoint vpce-1 is PendingAcceptance: no service reaches its database",
  ]);
  expect(waiting.findings[0]).toMatchObject({
    passes: true,
    next: ["Give Atlas the endpoint's id vpce-1 (Network Access, Private Endpoint): it accepts it within minutes."],
  });
});

test("a peering that is gone, or has expired", () => {
  const said = (status: string) =>
    `wrong peering-state prod: the peering connection ${PEERING} to MongoDB Atlas is ${status}: no service reaches its database`;
  expect(lines(verify(having([]), peered))).toEqual([said("not there")]);
  expect(lines(verify(having([], { Status: { Code: "expired" } }), peered))).toEqual([said("expired")]);
});

test.each([
  ["none", (facts: Facts) => facts],
  ["one through another connection", leadingTo("pcx-0123456789abcdef1")],
  ["one that leads nowhere", leadingTo(PEERING, "blackhole")],
])("a peering with routes: %s", (_, routes) => {
  const [line] = lines(verify((facts) => routes(having([], { Status: { Code: "active" } })(facts)), peered));
  expect(line).toMatch(/^wrong no-route-to-atlas prod: subnet-.* have no route to MongoDB Atlas's block 192.168.248.0\/21 through pcx-0123456789abcdef0$/); // prettier-ignore
});

describe("without a NAT gateway", () => {
  const secluded = environment({
    nat: "none",
    interfaceEndpoints: ["logs"],
    atlas: { kind: "privatelink", serviceName: ATLAS },
  });
  const shut = (facts: Facts): Facts => ({
    ...having([endpoint(LOGS), endpoint(ATLAS)])(facts),
    egress: inAnswer(facts.egress, (value) => ({
      ...value,
      routeTables: value.routeTables.map((table) => ({ ...table, Routes: [] })),
      natGateways: [],
    })),
  });

  test("no way to the internet is as it has to be", () => {
    const found = verify(shut, secluded);
    expect(lines(found)).toEqual([]);
    expect(found.lines.find(({ title }) => title === "NAT")?.text).toBe("none (Atlas is reached by privatelink)");
  });

  test("a way that is there is said", () => {
    expect(lines(verify(having([endpoint(LOGS), endpoint(ATLAS)]), secluded))).toEqual([
      expect.stringMatching(
        /^warning way-out prod: subnet-.* have a route to the internet, and network.nat is 'none'$/,
      ),
    ]);
  });

  test("a missing endpoint is reached in no other way", () => {
    const found = verify((facts) => having([endpoint(ATLAS)])(shut(facts)), secluded);
    expect(lines(found)).toEqual([`wrong endpoint-missing prod: there is no endpoint of ${LOGS}: no task reaches it`]);
  });
});
