import * as ec2 from "@aws-sdk/client-ec2";
import { RunTaskCommand } from "@aws-sdk/client-ecs";
import { defined, type World } from "../../helpers/world";
import { anonymous, answer, type Scenario } from "./scenario";

/** A VPC with an internet gateway and a NAT gateway. */
async function withNatGateway(world: World) {
  const vpc = await world.vpc();
  const internetGateway = await world.internetGateway(vpc);
  const subnet = await world.subnet(vpc);
  const allocation = await world.address();
  const gateway = await world.natGateway(subnet, allocation);
  return { vpc, internetGateway, subnet, allocation, gateway };
}

export const ec2Scenarios: readonly Scenario[] = [
  {
    patch: "ec2-address-quota",
    run: async (world) => {
      for (let count = 0; count < 5; count++) await world.address();
      return await answer(world.address());
    },
    aws: "AddressLimitExceeded: The maximum number of addresses has been reached.",
  },
  {
    patch: "ec2-address-in-use",
    run: async (world) => {
      const { allocation } = await withNatGateway(world);
      return await answer(world.ec2.send(new ec2.ReleaseAddressCommand({ AllocationId: allocation })));
    },
    aws: "AuthFailure: You do not have permission to access the specified resource.",
  },
  {
    patch: "ec2-filter-values",
    run: async (world) => {
      const Values = Array.from({ length: 201 }, (_, index) => `sg-${index}`);
      const Filters = [{ Name: "group-id", Values }];
      return await answer(world.ec2.send(new ec2.DescribeSecurityGroupRulesCommand({ Filters })));
    },
    aws: "FilterLimitExceeded: The maximum number of filter values specified in a single request is 200.",
  },
  {
    patch: "ec2-default-vpc-internet-gateway",
    run: async (world) => {
      const { Vpcs } = await world.ec2.send(new ec2.DescribeVpcsCommand({}));
      const vpc = defined(Vpcs?.find(({ IsDefault }) => IsDefault));
      const Filters = [{ Name: "vpc-id", Values: [defined(vpc.VpcId)] }];
      const { RouteTables } = await world.ec2.send(new ec2.DescribeRouteTablesCommand({ Filters }));
      return RouteTables?.flatMap(({ Routes }) => Routes ?? []).map(
        ({ DestinationCidrBlock, GatewayId }) => `${DestinationCidrBlock} ${anonymous(GatewayId ?? "")}`,
      );
    },
    aws: ["172.31.0.0/16 local", "0.0.0.0/0 <igw>"],
  },
  {
    patch: "ec2-internet-gateway-in-use",
    run: async (world) => {
      const { internetGateway, vpc } = await withNatGateway(world);
      const input = { InternetGatewayId: internetGateway, VpcId: vpc };
      return await answer(world.ec2.send(new ec2.DetachInternetGatewayCommand(input)));
    },
    aws:
      "DependencyViolation: Network <vpc> has some mapped public address(es). " +
      "Please unmap those public address(es) before detaching the gateway.",
  },
  {
    patch: "ec2-nat-gateway-connectivity",
    run: async (world) => (await withNatGateway(world)).gateway.ConnectivityType,
    aws: "public",
  },
  {
    patch: "ec2-nat-gateway-needs-internet-gateway",
    run: async (world) => {
      const subnet = await world.subnet(await world.vpc());
      const { State, FailureCode, FailureMessage } = await world.natGateway(subnet, await world.address());
      return [State, FailureCode, anonymous(FailureMessage ?? "")];
    },
    aws: ["failed", "Gateway.NotAttached", "Network <vpc> has no Internet gateway attached"],
  },
  {
    patch: "ec2-nat-gateway-release",
    run: async (world) => {
      const { gateway, allocation } = await withNatGateway(world);
      await world.ec2.send(new ec2.DeleteNatGatewayCommand({ NatGatewayId: gateway.NatGatewayId }));
      const { Addresses } = await world.ec2.send(new ec2.DescribeAddressesCommand({ AllocationIds: [allocation] }));
      const { NetworkInterfaces } = await world.ec2.send(new ec2.DescribeNetworkInterfacesCommand({}));
      return { associated: Boolean(Addresses?.[0]?.AssociationId), interfaces: NetworkInterfaces?.length };
    },
    aws: { associated: false, interfaces: 0 },
  },
  {
    patch: "ec2-network-interface-name",
    run: async (world) => {
      await world.cluster();
      await world.taskDefinition({ containerDefinitions: [{ name: "auth", image: "nginx", memory: 512 }] });
      const awsvpcConfiguration = { subnets: [await world.subnet(await world.vpc())], securityGroups: [] };
      const { tasks } = await world.ecs.send(
        new RunTaskCommand({
          cluster: "kelmah",
          taskDefinition: "auth",
          launchType: "FARGATE",
          networkConfiguration: { awsvpcConfiguration },
        }),
      );
      return tasks?.map(({ lastStatus }) => lastStatus);
    },
    aws: ["RUNNING"],
  },
  {
    patch: "ec2-subnet-in-use",
    run: async (world) => {
      const { subnet } = await withNatGateway(world);
      return await answer(world.ec2.send(new ec2.DeleteSubnetCommand({ SubnetId: subnet })));
    },
    aws: "DependencyViolation: The subnet '<subnet>' has dependencies and cannot be deleted.",
  },
  {
    patch: "ec2-security-group-rule-not-found",
    run: async (world) => {
      const group = await world.securityGroup(await world.vpc());
      const input = { GroupId: group, SecurityGroupRuleIds: ["sgr-0a1b2c3d4e5f60718"] };
      return await answer(world.ec2.send(new ec2.RevokeSecurityGroupIngressCommand(input)));
    },
    aws: "InvalidSecurityGroupRuleId.NotFound: The security group rule ID '<sgr>' does not exist",
  },
  {
    patch: "ec2-security-group-rule-description",
    run: async (world) => {
      const vpc = await world.vpc();
      const [from, to] = [await world.securityGroup(vpc, "entrance"), await world.securityGroup(vpc, "gateway")];
      const UserIdGroupPairs = [{ GroupId: from, Description: "from the entrance" }];
      const IpPermissions = [{ IpProtocol: "tcp", FromPort: 3000, ToPort: 3000, UserIdGroupPairs }];
      await world.ec2.send(new ec2.AuthorizeSecurityGroupIngressCommand({ GroupId: to, IpPermissions }));
      const Filters = [{ Name: "group-id", Values: [to] }];
      const { SecurityGroupRules } = await world.ec2.send(new ec2.DescribeSecurityGroupRulesCommand({ Filters }));
      return SecurityGroupRules?.filter(({ IsEgress }) => IsEgress === false).map(({ Description }) => Description);
    },
    aws: ["from the entrance"],
  },
  {
    patch: "ec2-security-group-rule-every-port",
    run: async (world) => {
      const group = await world.securityGroup(await world.vpc());
      const Filters = [{ Name: "group-id", Values: [group] }];
      const rules = async () => {
        const { SecurityGroupRules = [] } = await world.ec2.send(
          new ec2.DescribeSecurityGroupRulesCommand({ Filters }),
        );
        return SecurityGroupRules.filter(({ IsEgress }) => IsEgress === true);
      };
      const [{ SecurityGroupRuleId } = {}] = await rules();
      const SecurityGroupRule = { IpProtocol: "-1", CidrIpv4: "10.0.0.0/16" };
      const input = { GroupId: group, SecurityGroupRules: [{ SecurityGroupRuleId, SecurityGroupRule }] };
      const answered = await answer(world.ec2.send(new ec2.ModifySecurityGroupRulesCommand(input)));
      return [answered, ...(await rules()).map(({ CidrIpv4 }) => CidrIpv4)];
    },
    aws: ["accepted", "10.0.0.0/16"],
  },
  {
    patch: "ec2-security-group-in-use",
    run: async (world) => {
      const vpc = await world.vpc();
      const [used, user] = [await world.securityGroup(vpc, "gateway"), await world.securityGroup(vpc, "services")];
      const permission = { IpProtocol: "tcp", FromPort: 5001, ToPort: 5001, UserIdGroupPairs: [{ GroupId: used }] };
      const input = { GroupId: user, IpPermissions: [permission] };
      await world.ec2.send(new ec2.AuthorizeSecurityGroupIngressCommand(input));
      return await answer(world.ec2.send(new ec2.DeleteSecurityGroupCommand({ GroupId: used })));
    },
    aws: "DependencyViolation: resource <sg> has a dependent object",
  },
  {
    patch: "ec2-vpc-in-use",
    run: async (world) => {
      const vpc = await world.vpc();
      await world.internetGateway(vpc);
      return await answer(world.ec2.send(new ec2.DeleteVpcCommand({ VpcId: vpc })));
    },
    aws: "DependencyViolation: The vpc '<vpc>' has dependencies and cannot be deleted.",
  },
];
