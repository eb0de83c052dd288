import {
  type EC2Client,
  paginateDescribeNatGateways,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroupRules,
  type SecurityGroupRule,
} from "@aws-sdk/client-ec2";
import { collect } from "../../aws/collect";
import type { EgressFacts } from "../facts";

/** What these security groups let in. */
export async function fetchIngress(client: EC2Client, groups: readonly string[]): Promise<SecurityGroupRule[]> {
  if (groups.length === 0) return [];
  const Filters = [{ Name: "group-id", Values: [...new Set(groups)].sort() }];
  const rules = await collect(
    paginateDescribeSecurityGroupRules({ client }, { Filters }),
    (page) => page.SecurityGroupRules,
  );
  return rules.filter(({ IsEgress }) => IsEgress !== true);
}

/** The route tables of these subnets, and the NAT gateways that they lead to. */
export async function fetchEgress(client: EC2Client, subnets: readonly string[]): Promise<EgressFacts> {
  if (subnets.length === 0) return { subnets, routeTables: [], natGateways: [] };
  const Filters = [{ Name: "association.subnet-id", Values: [...subnets] }];
  const routeTables = await collect(paginateDescribeRouteTables({ client }, { Filters }), (page) => page.RouteTables);
  const ids = routeTables.flatMap(({ Routes = [] }) => Routes.flatMap(({ NatGatewayId }) => NatGatewayId ?? []));
  if (ids.length === 0) return { subnets, routeTables, natGateways: [] };
  const Filter = [{ Name: "nat-gateway-id", Values: [...new Set(ids)] }];
  const natGateways = await collect(paginateDescribeNatGateways({ client }, { Filter }), (page) => page.NatGateways);
  return { subnets, routeTables, natGateways };
}
