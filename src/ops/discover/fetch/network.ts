import {
  DescribeAddressesCommand,
  type EC2Client,
  type Filter,
  paginateDescribeFlowLogs,
  paginateDescribeInternetGateways,
  paginateDescribeNatGateways,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroupRules,
  paginateDescribeSecurityGroups,
  paginateDescribeSubnets,
  paginateDescribeVpcEndpoints,
  paginateDescribeVpcs,
} from "@aws-sdk/client-ec2";
import type { Environment } from "../../../model/environment";
import type { NetworkFacts } from "../facts";
import { byValues, collect } from "../../aws/collect";

/** Asks by filters and never by ids: what does not exist is then no error, but not in the answer. */
export async function fetchNetwork(
  client: EC2Client,
  { name, network, inventory }: Environment,
): Promise<NetworkFacts> {
  const ours = [filter("tag:Project", ["Kelmah"]), filter("tag:Env", [name])];
  const existing = network.vpc.kind === "existing";
  const [vpcs, internetGateways, { Addresses: addresses = [] }] = await Promise.all([
    collect(
      paginateDescribeVpcs({ client }, { Filters: existing ? [filter("vpc-id", [inventory.vpc ?? ""])] : ours }),
      (page) => page.Vpcs,
    ),
    existing
      ? []
      : collect(paginateDescribeInternetGateways({ client }, { Filters: ours }), (page) => page.InternetGateways),
    client.send(new DescribeAddressesCommand({})),
  ]);
  const vpcIds = vpcs.flatMap(({ VpcId }) => VpcId ?? []);
  const inside = vpcIds.length === 0 ? EMPTY : await fetchInside(client, vpcIds);
  return { vpcs, internetGateways, addresses, ...inside };
}

type Inside = Omit<NetworkFacts, "vpcs" | "internetGateways" | "addresses">;

const EMPTY: Inside = {
  subnets: [],
  natGateways: [],
  routeTables: [],
  endpoints: [],
  flowLogs: [],
  securityGroups: [],
  securityGroupRules: [],
};

async function fetchInside(client: EC2Client, vpcIds: string[]): Promise<Inside> {
  const Filters = [filter("vpc-id", vpcIds)];
  const rules = async () => {
    const securityGroups = await collect(
      paginateDescribeSecurityGroups({ client }, { Filters }),
      (page) => page.SecurityGroups,
    );
    const groupIds = securityGroups.flatMap(({ GroupId }) => GroupId ?? []);
    const securityGroupRules = await byValues(groupIds, (ids) =>
      collect(
        paginateDescribeSecurityGroupRules({ client }, { Filters: [filter("group-id", ids)] }),
        (page) => page.SecurityGroupRules,
      ),
    );
    return { securityGroups, securityGroupRules };
  };
  const [subnets, natGateways, routeTables, endpoints, flowLogs, groups] = await Promise.all([
    collect(paginateDescribeSubnets({ client }, { Filters }), (page) => page.Subnets),
    collect(
      paginateDescribeNatGateways({ client }, { Filter: [...Filters, filter("state", ["pending", "available"])] }),
      (page) => page.NatGateways,
    ),
    collect(paginateDescribeRouteTables({ client }, { Filters }), (page) => page.RouteTables),
    collect(paginateDescribeVpcEndpoints({ client }, { Filters }), (page) => page.VpcEndpoints),
    collect(paginateDescribeFlowLogs({ client }, { Filter: [filter("resource-id", vpcIds)] }), (page) => page.FlowLogs),
    rules(),
  ]);
  const there = endpoints.filter(({ State }) => !/^delet/i.test(State ?? ""));
  return { subnets, natGateways, routeTables, endpoints: there, flowLogs, ...groups };
}

function filter(Name: string, Values: string[]): Filter {
  return { Name, Values };
}
