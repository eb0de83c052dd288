import type { RouteTable, SecurityGroupRule } from "@aws-sdk/client-ec2";
import type { NetworkFacts } from "../facts";
import { type Existing, type ExistingByType, tagsOf } from "./existing";

/** VPCs and what lies in them. */
export function existingNetwork(facts: NetworkFacts): ExistingByType {
  const { securityGroupRules: rules } = facts;
  return {
    aws_vpc: facts.vpcs.map(({ VpcId: id = "", CidrBlock, Tags }) => ({
      importId: id,
      attributes: { id, cidr_block: CidrBlock },
      tags: tagsOf(Tags),
    })),
    aws_subnet: facts.subnets.map(({ SubnetId: id = "", Tags, ...subnet }) => ({
      importId: id,
      attributes: {
        id,
        vpc_id: subnet.VpcId,
        cidr_block: subnet.CidrBlock,
        availability_zone: subnet.AvailabilityZone,
      },
      tags: tagsOf(Tags),
    })),
    aws_internet_gateway: facts.internetGateways.map(({ InternetGatewayId: id = "", Attachments, Tags }) => ({
      importId: id,
      attributes: { id, vpc_id: Attachments?.[0]?.VpcId ?? "" },
      tags: tagsOf(Tags),
    })),
    aws_eip: facts.addresses.map(({ AllocationId: id = "", PublicIp, Tags }) => ({
      importId: id,
      attributes: { id, allocation_id: id, public_ip: PublicIp },
      tags: tagsOf(Tags),
    })),
    aws_nat_gateway: facts.natGateways.map(({ NatGatewayId: id = "", NatGatewayAddresses = [], Tags, ...nat }) => ({
      importId: id,
      attributes: {
        id,
        allocation_id: (NatGatewayAddresses.find(({ IsPrimary }) => IsPrimary) ?? NatGatewayAddresses[0])?.AllocationId,
        subnet_id: nat.SubnetId,
      },
      tags: tagsOf(Tags),
    })),
    aws_route_table: facts.routeTables.map((table) => ({
      importId: table.RouteTableId ?? "",
      // The last two are not Terraform's: who follows its routes.
      attributes: {
        id: table.RouteTableId,
        vpc_id: table.VpcId,
        associated_subnets: associatedSubnets(table),
        is_main: (table.Associations ?? []).some(({ Main }) => Main),
      },
      tags: tagsOf(table.Tags),
    })),
    aws_route: facts.routeTables.flatMap(routes),
    aws_route_table_association: facts.routeTables.flatMap(associations),
    aws_vpc_endpoint: facts.endpoints.map(({ VpcEndpointId: id = "", Tags, ...endpoint }) => ({
      importId: id,
      attributes: {
        id,
        vpc_id: endpoint.VpcId,
        service_name: endpoint.ServiceName,
        vpc_endpoint_type: endpoint.VpcEndpointType,
      },
      tags: tagsOf(Tags),
    })),
    aws_flow_log: facts.flowLogs.map(({ FlowLogId: id = "", Tags, ...log }) => ({
      importId: id,
      attributes: {
        id,
        vpc_id: log.ResourceId,
        log_destination: log.LogDestination,
      },
      tags: tagsOf(Tags),
    })),
    aws_security_group: facts.securityGroups.map(({ GroupId: id = "", GroupName, VpcId, Tags }) => ({
      importId: id,
      attributes: { id, name: GroupName, vpc_id: VpcId },
      tags: tagsOf(Tags),
    })),
    aws_vpc_security_group_ingress_rule: rules.filter(({ IsEgress }) => IsEgress !== true).map(rule),
    aws_vpc_security_group_egress_rule: rules.filter(({ IsEgress }) => IsEgress === true).map(rule),
  };
}

function associatedSubnets({ Associations = [] }: RouteTable): string[] {
  return Associations.flatMap(({ SubnetId }) => SubnetId ?? []);
}

function routes({ RouteTableId: table = "", Routes = [] }: RouteTable): Existing[] {
  return Routes.filter(({ GatewayId }) => GatewayId !== "local").flatMap(({ DestinationCidrBlock: cidr, ...route }) =>
    cidr === undefined
      ? []
      : [
          {
            importId: `${table}_${cidr}`,
            attributes: {
              route_table_id: table,
              destination_cidr_block: cidr,
              nat_gateway_id: route.NatGatewayId ?? "",
              gateway_id: route.GatewayId ?? "",
            },
            tags: {},
          },
        ],
  );
}

function associations({ RouteTableId: table = "", Associations = [] }: RouteTable): Existing[] {
  return Associations.flatMap(({ SubnetId: subnet, RouteTableAssociationId: id }) =>
    subnet === undefined
      ? []
      : [{ importId: `${subnet}/${table}`, attributes: { id, subnet_id: subnet, route_table_id: table }, tags: {} }],
  );
}

function rule({ SecurityGroupRuleId: id = "", Tags, ...of }: SecurityGroupRule): Existing {
  return {
    importId: id,
    attributes: {
      id,
      security_group_id: of.GroupId,
      ip_protocol: of.IpProtocol,
      // AWS says -1 where a protocol has no ports; Terraform says nothing.
      ...(of.FromPort !== -1 && { from_port: of.FromPort }),
      ...(of.ToPort !== -1 && { to_port: of.ToPort }),
      // One of these.
      cidr_ipv4: of.CidrIpv4,
      cidr_ipv6: of.CidrIpv6,
      prefix_list_id: of.PrefixListId,
      referenced_security_group_id: of.ReferencedGroupInfo?.GroupId,
    },
    tags: tagsOf(Tags),
  };
}
