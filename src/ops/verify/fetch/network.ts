import {
  DescribeAddressesCommand,
  type EC2Client,
  paginateDescribeNatGateways,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroupRules,
  paginateDescribeVpcEndpoints,
  paginateDescribeVpcPeeringConnections,
  type SecurityGroupRule,
} from "@aws-sdk/client-ec2";
import { byValues, collect } from "../../aws/collect";
import type { Expected } from "../expected";
import type { ConnectionFacts, EgressFacts } from "../facts";

/** What these security groups let in. */
export async function fetchIngress(client: EC2Client, groups: readonly string[]): Promise<SecurityGroupRule[]> {
  const rules = await byValues(groups, (Values) =>
    collect(
      paginateDescribeSecurityGroupRules({ client }, { Filters: [{ Name: "group-id", Values }] }),
      (page) => page.SecurityGroupRules,
    ),
  );
  return rules.filter(({ IsEgress }) => IsEgress !== true);
}

/** The route tables of these subnets, the NAT gateways that they lead to, and which of these addresses the account has. */
export async function fetchEgress(
  client: EC2Client,
  subnets: readonly string[],
  addresses: readonly string[],
): Promise<EgressFacts> {
  const [ways, held] = await Promise.all([fetchWays(client, subnets), fetchHeld(client, addresses)]);
  return { subnets, ...ways, held };
}

/** By a filter: asked for by itself, an address that lacks would be an error. */
async function fetchHeld(client: EC2Client, addresses: readonly string[]): Promise<string[]> {
  return await byValues(addresses, async (Values) => {
    const { Addresses = [] } = await client.send(
      new DescribeAddressesCommand({ Filters: [{ Name: "public-ip", Values }] }),
    );
    return Addresses.flatMap(({ PublicIp }) => PublicIp ?? []);
  });
}

async function fetchWays(
  client: EC2Client,
  subnets: readonly string[],
): Promise<Pick<EgressFacts, "routeTables" | "natGateways">> {
  const routeTables = await byValues(subnets, (Values) =>
    collect(
      paginateDescribeRouteTables({ client }, { Filters: [{ Name: "association.subnet-id", Values }] }),
      (page) => page.RouteTables,
    ),
  );
  const ids = routeTables.flatMap(({ Routes = [] }) => Routes.flatMap(({ NatGatewayId }) => NatGatewayId ?? []));
  const natGateways = await byValues(ids, (Values) =>
    collect(
      paginateDescribeNatGateways({ client }, { Filter: [{ Name: "nat-gateway-id", Values }] }),
      (page) => page.NatGateways,
    ),
  );
  return { routeTables, natGateways };
}

/** Whether an environment has anything to be asked for with {@link fetchConnections}. */
export function hasConnections({ endpoints, atlas }: Expected): boolean {
  return endpoints.length > 0 || atlas.kind !== "nat-allowlist";
}

/** The endpoints in the VPC of the private subnets, and the peering connection to Atlas. */
export async function fetchConnections(
  client: EC2Client,
  { atlas }: Expected,
  { routeTables }: EgressFacts,
): Promise<ConnectionFacts> {
  const vpcs = [...new Set(routeTables.flatMap(({ VpcId }) => VpcId ?? []))];
  const Filters = [{ Name: "vpc-id", Values: vpcs }];
  const endpoints =
    vpcs.length === 0
      ? []
      : await collect(paginateDescribeVpcEndpoints({ client }, { Filters }), (page) => page.VpcEndpoints);
  if (atlas.kind !== "peering") return { endpoints };
  // By a filter: asked for by its id, one that lacks would be an error.
  const ofAtlas = [{ Name: "vpc-peering-connection-id", Values: [atlas.connectionId] }];
  const pages = paginateDescribeVpcPeeringConnections({ client }, { Filters: ofAtlas });
  const [peering] = await collect(pages, (page) => page.VpcPeeringConnections);
  return { endpoints, ...(peering && { peering }) };
}
