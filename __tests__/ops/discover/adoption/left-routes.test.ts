import { leftRoutes } from "../../../../src/ops/discover/adoption/left-routes";
import { existingResources } from "../../../../src/ops/discover/existing";
import type { NetworkFacts } from "../../../../src/ops/discover/facts";
import { Matching } from "../../../../src/ops/discover/match";
import { environment, facts, network, stack } from "../facts";

const SUBNET = "subnet-006406d535a30911f";
const wanted = stack("kelmah-prod-network", {
  "aws_route_table.private_a": { tags: {} },
  "aws_route.private_a": { route_table_id: "${aws_route_table.private_a.id}", destination_cidr_block: "0.0.0.0/0" },
  "aws_route_table_association.private_a": { subnet_id: SUBNET, route_table_id: "${aws_route_table.private_a.id}" },
  "aws_vpc_endpoint.s3": { service_name: "com.amazonaws.eu-north-1.s3", vpc_endpoint_type: "Gateway", vpc_id: "vpc-1" },
}); // prettier-ignore

function lost(some: Partial<NetworkFacts>, adoptionGivesUp = {}): string[] {
  const of = { ...environment("prod"), adoptionGivesUp };
  const known = facts({ network: network(some) });
  const matches = new Matching({ stacks: [wanted], existing: existingResources(known), environment: of }).all();
  return leftRoutes(of, matches, known.network).map(({ address, message }) => `${address}: ${message}`);
}

const main = {
  RouteTableId: "rtb-main",
  Associations: [{ Main: true }],
  Routes: [
    { DestinationCidrBlock: "172.31.0.0/16", GatewayId: "local" },
    { DestinationCidrBlock: "0.0.0.0/0", GatewayId: "igw-1" },
    { DestinationCidrBlock: "10.0.0.0/8", TransitGatewayId: "tgw-1" },
    { DestinationPrefixListId: "pl-s3", GatewayId: "vpce-s3" },
  ],
};
const endpoints = [{ VpcEndpointId: "vpce-s3", ServiceName: "com.amazonaws.eu-north-1.s3" }];

test("routes that a subnet has by the main table are named before it leaves that table", () => {
  expect(lost({ routeTables: [main], endpoints })).toEqual([
    `aws_route_table_association.private_a: ${SUBNET} follows rtb-main now, and would lose its route to 10.0.0.0/8 (through tgw-1). ` +
      "Where it is needed, give the private subnets a route table of their own that has it (aws ec2 create-route-table, create-route, " +
      'associate-route-table): discovery adopts that. Where it may go: adoptionGivesUp: { "aws_route_table_association.private_a": ' +
      '{ "10.0.0.0/8": "why" } } in src/environments/prod.ts.',
  ]);
});

test("a route that somebody has given up, or one to an endpoint of a service without ours, is told accordingly", () => {
  const given = { "aws_route_table_association.private_a": { "10.0.0.0/8": "the VPN is gone" } };
  expect(lost({ routeTables: [main], endpoints }, given)).toEqual([]);
  const other = [{ VpcEndpointId: "vpce-s3", ServiceName: "com.amazonaws.eu-north-1.dynamodb" }];
  expect(lost({ routeTables: [main], endpoints: other }, given)).toEqual([expect.stringContaining("to pl-s3 (through vpce-s3)")]);
}); // prettier-ignore

test("a subnet that stays with its table, or goes to one with the same routes, loses nothing", () => {
  const own = { ...main, RouteTableId: "rtb-own", Associations: [{ SubnetId: SUBNET }] };
  expect(lost({ routeTables: [main, own], endpoints })).toEqual([]);
  expect(lost({ routeTables: [{ ...main, Routes: main.Routes.slice(0, 2) }] })).toEqual([]);
});
