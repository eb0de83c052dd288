import { DescribeNatGatewaysCommand, EC2Client, type NatGateway } from "@aws-sdk/client-ec2";
import { DescribeServicesCommand, ECSClient, paginateListServices, type Service } from "@aws-sdk/client-ecs";
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  type Listener,
  type LoadBalancer,
  type TargetGroup,
  type TargetHealthDescription,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { paginateGetParametersByPath, SSMClient } from "@aws-sdk/client-ssm";

/** How to reach AWS, or an emulator of it. */
export interface AwsConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** A secret's name and whether its value is still to be set. The value itself goes no further. */
export interface ParameterFact {
  readonly name: string;
  readonly pending: boolean;
}

/** What AWS says about an environment. */
export interface Facts {
  readonly natGateways: readonly NatGateway[];
  readonly loadBalancers: readonly LoadBalancer[];
  readonly listeners: readonly Listener[];
  readonly targetGroups: readonly TargetGroup[];
  /** By target group ARN. */
  readonly targets: ReadonlyMap<string, readonly TargetHealthDescription[]>;
  readonly services: readonly Service[];
  readonly parameters: readonly ParameterFact[];
}

/** Where to look in an account. */
export interface Scope {
  readonly cluster: string;
  /** The folder of an environment's parameters, such as `/kelmah/dev`. */
  readonly parameterPath: string;
}

/** Reads what exists from AWS itself; changes nothing. */
export async function fetchFacts(config: AwsConfig, { cluster, parameterPath }: Scope): Promise<Facts> {
  const [natGateways, balancing, services, parameters] = await Promise.all([
    fetchNatGateways(new EC2Client(config)),
    fetchBalancing(new ElasticLoadBalancingV2Client(config)),
    fetchServices(new ECSClient(config), cluster),
    fetchParameters(new SSMClient(config), parameterPath),
  ]);
  return { natGateways, ...balancing, services, parameters };
}

async function fetchNatGateways(ec2: EC2Client): Promise<NatGateway[]> {
  const { NatGateways = [] } = await ec2.send(
    new DescribeNatGatewaysCommand({ Filter: [{ Name: "state", Values: ["available"] }] }),
  );
  return NatGateways;
}

async function fetchBalancing(
  elbv2: ElasticLoadBalancingV2Client,
): Promise<Pick<Facts, "loadBalancers" | "listeners" | "targetGroups" | "targets">> {
  const { LoadBalancers: loadBalancers = [] } = await elbv2.send(new DescribeLoadBalancersCommand({}));
  const { TargetGroups: targetGroups = [] } = await elbv2.send(new DescribeTargetGroupsCommand({}));
  const listeners = await Promise.all(
    loadBalancers.map(async ({ LoadBalancerArn }) => {
      const { Listeners = [] } = await elbv2.send(new DescribeListenersCommand({ LoadBalancerArn }));
      return Listeners;
    }),
  );
  const targets = await Promise.all(
    targetGroups.map(async ({ TargetGroupArn = "" }) => {
      const { TargetHealthDescriptions = [] } = await elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
      return [TargetGroupArn, TargetHealthDescriptions] as const;
    }),
  );
  return { loadBalancers, targetGroups, listeners: listeners.flat(), targets: new Map(targets) };
}

async function fetchServices(ecs: ECSClient, cluster: string): Promise<Service[]> {
  const services: Service[] = [];
  // DescribeServices takes ten at a time, which is also ListServices' largest page but one.
  for await (const { serviceArns = [] } of paginateListServices({ client: ecs, pageSize: 10 }, { cluster })) {
    if (serviceArns.length === 0) continue;
    const page = await ecs.send(new DescribeServicesCommand({ cluster, services: serviceArns }));
    services.push(...(page.services ?? []));
  }
  return services;
}

async function fetchParameters(ssm: SSMClient, Path: string): Promise<ParameterFact[]> {
  const facts: ParameterFact[] = [];
  const query = { Path, Recursive: true, WithDecryption: true };
  for await (const { Parameters = [] } of paginateGetParametersByPath({ client: ssm }, query)) {
    facts.push(...Parameters.map(({ Name = "", Value }) => ({ name: Name, pending: Value === "pending" })));
  }
  return facts;
}
