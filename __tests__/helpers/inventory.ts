import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as ec2 from "@aws-sdk/client-ec2";
import * as ecs from "@aws-sdk/client-ecs";
import * as elbv2 from "@aws-sdk/client-elastic-load-balancing-v2";
import * as iam from "@aws-sdk/client-iam";
import * as ssm from "@aws-sdk/client-ssm";
import type { Emulator } from "../../src/ops/emulator";
import { clientConfig } from "./emulator";

type Names = (string | undefined)[] | undefined;

/**
 * What there is in an AWS account, of the types that this project makes, by id or name. Registered task definitions are
 * left out: they stay on purpose (`skip_destroy`), as the way back.
 */
export async function listEverything(emulator: Emulator): Promise<Record<string, Names>> {
  const config = clientConfig(emulator);
  const network = new ec2.EC2Client(config);
  const balancing = new elbv2.ElasticLoadBalancingV2Client(config);
  const containers = new ecs.ECSClient(config);
  const balancers = (await balancing.send(new elbv2.DescribeLoadBalancersCommand({}))).LoadBalancers;
  const listeners = await Promise.all(
    (balancers ?? []).map(
      async ({ LoadBalancerArn }) =>
        (await balancing.send(new elbv2.DescribeListenersCommand({ LoadBalancerArn }))).Listeners ?? [],
    ),
  );
  const { clusterArns = [] } = await containers.send(new ecs.ListClustersCommand({}));
  const services = await Promise.all(
    clusterArns.map(async (cluster) => (await containers.send(new ecs.ListServicesCommand({ cluster }))).serviceArns),
  );
  const nats = (await network.send(new ec2.DescribeNatGatewaysCommand({}))).NatGateways;
  const endpoints = (await network.send(new ec2.DescribeVpcEndpointsCommand({}))).VpcEndpoints;
  const roles = (await new iam.IAMClient(config).send(new iam.ListRolesCommand({}))).Roles;
  return {
    addresses: (await network.send(new ec2.DescribeAddressesCommand({}))).Addresses?.map((a) => a.AllocationId),
    clusters: clusterArns,
    endpoints: endpoints?.filter((e) => (e.State as string) !== "deleted").map((e) => e.VpcEndpointId),
    flowLogs: (await network.send(new ec2.DescribeFlowLogsCommand({}))).FlowLogs?.map((f) => f.FlowLogId),
    internetGateways: (await network.send(new ec2.DescribeInternetGatewaysCommand({}))).InternetGateways?.map(
      (g) => g.InternetGatewayId,
    ),
    listeners: listeners.flat().map((l) => l.ListenerArn),
    loadBalancers: balancers?.map((l) => l.LoadBalancerName),
    logGroups: (await new logs.CloudWatchLogsClient(config).send(new logs.DescribeLogGroupsCommand({}))).logGroups?.map(
      (g) => g.logGroupName,
    ),
    natGateways: nats?.filter((n) => n.State !== "deleted").map((n) => n.NatGatewayId),
    parameters: (await new ssm.SSMClient(config).send(new ssm.DescribeParametersCommand({}))).Parameters?.map(
      (p) => p.Name,
    ),
    roles: roles?.map((r) => r.RoleName),
    routeTables: (await network.send(new ec2.DescribeRouteTablesCommand({}))).RouteTables?.map((r) => r.RouteTableId),
    securityGroupRules: (await network.send(new ec2.DescribeSecurityGroupRulesCommand({}))).SecurityGroupRules?.map(
      (r) => r.SecurityGroupRuleId,
    ),
    securityGroups: (await network.send(new ec2.DescribeSecurityGroupsCommand({}))).SecurityGroups?.map(
      (g) => g.GroupId,
    ),
    services: services.flat(),
    subnets: (await network.send(new ec2.DescribeSubnetsCommand({}))).Subnets?.map((s) => s.SubnetId),
    targetGroups: (await balancing.send(new elbv2.DescribeTargetGroupsCommand({}))).TargetGroups?.map(
      (t) => t.TargetGroupName,
    ),
    vpcs: (await network.send(new ec2.DescribeVpcsCommand({}))).Vpcs?.map((v) => v.VpcId),
  };
}
