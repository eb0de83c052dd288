import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as ec2 from "@aws-sdk/client-ec2";
import * as ecs from "@aws-sdk/client-ecs";
import * as elbv2 from "@aws-sdk/client-elastic-load-balancing-v2";
import * as iam from "@aws-sdk/client-iam";
import * as ssm from "@aws-sdk/client-ssm";
import { projectTags } from "../../src/model/tags";
import type { ProductionClients } from "../../src/ops/rehearse/production/account";
import { defined } from "../../src/ops/rehearse/production/defined";
import type { Production } from "../../src/ops/rehearse/production/production";
import { GATEWAY, PRODUCTION } from "../../src/ops/rehearse/production/facts";

const { cluster, gatewayService, loadBalancer } = PRODUCTION;

/** The rehearsal's production, with ways to its parts. */
export class Estate {
  readonly clients: ProductionClients;

  constructor(private readonly production: Pick<Production, "clients" | "emulator">) {
    this.clients = production.clients;
  }

  /** Lets a service be deleted that still has tasks to stop. */
  async drain(service: string): Promise<unknown> {
    return this.production.emulator.setRollout({ cluster, service, outcome: { status: "DRAINING" } });
  }

  async targetGroup(name: string): Promise<string> {
    const { TargetGroups } = await this.clients.elbv2.send(new elbv2.DescribeTargetGroupsCommand({ Names: [name] }));
    return defined(TargetGroups?.[0]?.TargetGroupArn);
  }

  async balancer(): Promise<string> {
    const { LoadBalancers } = await this.clients.elbv2.send(
      new elbv2.DescribeLoadBalancersCommand({ Names: [loadBalancer] }),
    );
    return defined(LoadBalancers?.[0]?.LoadBalancerArn);
  }

  async listener(port: number): Promise<string> {
    const { Listeners } = await this.clients.elbv2.send(
      new elbv2.DescribeListenersCommand({ LoadBalancerArn: await this.balancer() }),
    );
    return defined(Listeners?.find(({ Port }) => Port === port)?.ListenerArn);
  }

  async targetGroupAttribute(name: string, Key: string, Value: string): Promise<unknown> {
    const TargetGroupArn = await this.targetGroup(name);
    const input = { TargetGroupArn, Attributes: [{ Key, Value }] };
    return this.clients.elbv2.send(new elbv2.ModifyTargetGroupAttributesCommand(input));
  }

  async balancerAttributes(attributes: Readonly<Record<string, string>>): Promise<unknown> {
    const LoadBalancerArn = await this.balancer();
    const Attributes = Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));
    return this.clients.elbv2.send(new elbv2.ModifyLoadBalancerAttributesCommand({ LoadBalancerArn, Attributes }));
  }

  async tagBalancing(arn: string, Key: string, Value: string): Promise<unknown> {
    return this.clients.elbv2.send(new elbv2.AddTagsCommand({ ResourceArns: [arn], Tags: [{ Key, Value }] }));
  }

  async tagNetwork(id: string, Key: string, Value: string): Promise<unknown> {
    return this.clients.ec2.send(new ec2.CreateTagsCommand({ Resources: [id], Tags: [{ Key, Value }] }));
  }

  async updateService(service: string, input: Omit<ecs.UpdateServiceCommandInput, "service">): Promise<unknown> {
    return this.clients.ecs.send(new ecs.UpdateServiceCommand({ cluster, service, ...input }));
  }

  async service(name: string): Promise<ecs.Service> {
    const input = { cluster, services: [name] };
    const { services } = await this.clients.ecs.send(new ecs.DescribeServicesCommand(input));
    return defined(services?.[0]);
  }

  /** Deletes a service and makes it again otherwise, where AWS changes nothing in place. */
  async makeAgain(name: string, change: Partial<ecs.CreateServiceCommandInput>): Promise<unknown> {
    const { taskDefinition, desiredCount, networkConfiguration, loadBalancers } = await this.service(name);
    await this.clients.ecs.send(new ecs.DeleteServiceCommand({ cluster, service: name, force: true }));
    const kept = { taskDefinition, desiredCount, networkConfiguration, loadBalancers, launchType: "FARGATE" } as const;
    return this.clients.ecs.send(new ecs.CreateServiceCommand({ cluster, serviceName: name, ...kept, ...change }));
  }

  /** Puts a service behind one more target group. */
  async behindAnother(service: string, containerPort: number): Promise<unknown> {
    const { TargetGroups } = await this.clients.elbv2.send(
      new elbv2.CreateTargetGroupCommand({ Name: "old-way-in", Protocol: "HTTP", Port: containerPort, VpcId: PRODUCTION.vpc, TargetType: "ip" }),
    ); // prettier-ignore
    const targetGroupArn = defined(TargetGroups?.[0]?.TargetGroupArn);
    const { LoadBalancers } = await this.clients.elbv2.send(
      new elbv2.DescribeLoadBalancersCommand({ Names: ["kelmah-alb"] }),
    );
    const listener = { LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn, Protocol: "HTTP", Port: 8081 } as const;
    const DefaultActions = [{ Type: "forward", TargetGroupArn: targetGroupArn } as const];
    await this.clients.elbv2.send(new elbv2.CreateListenerCommand({ ...listener, DefaultActions }));
    return this.makeAgain(service, { loadBalancers: [{ targetGroupArn, containerName: service, containerPort }] });
  }

  /** Lets a service run its task definition with something else in it. */
  async runOtherwise(name: string, change: (was: ecs.TaskDefinition) => Partial<ecs.TaskDefinition>): Promise<unknown> {
    const { taskDefinition: arn } = await this.service(name);
    const { taskDefinition } = await this.clients.ecs.send(
      new ecs.DescribeTaskDefinitionCommand({ taskDefinition: arn }),
    );
    const was = defined(taskDefinition);
    const { family, cpu, memory, networkMode, requiresCompatibilities, executionRoleArn, taskRoleArn } = was;
    const { containerDefinitions, volumes } = was;
    const input = { family, cpu, memory, networkMode, requiresCompatibilities, executionRoleArn, taskRoleArn, containerDefinitions, volumes, ...change(was) }; // prettier-ignore
    const registered = await this.clients.ecs.send(
      new ecs.RegisterTaskDefinitionCommand(input as ecs.RegisterTaskDefinitionCommandInput),
    );
    return this.updateService(name, { taskDefinition: defined(registered.taskDefinition?.taskDefinitionArn) });
  }

  async logGroupUnderKey(logGroupName: string, kmsKeyId: string): Promise<unknown> {
    await this.clients.logs.send(new logs.DeleteLogGroupCommand({ logGroupName }));
    return this.clients.logs.send(new logs.CreateLogGroupCommand({ logGroupName, kmsKeyId }));
  }

  async natGateway(): Promise<string> {
    const { NatGateways } = await this.clients.ec2.send(new ec2.DescribeNatGatewaysCommand({}));
    return defined(NatGateways?.[0]?.NatGatewayId);
  }

  /** The route table of a private subnet. */
  async routeTable(of = 0): Promise<ec2.RouteTable> {
    const Filters = [{ Name: "association.subnet-id", Values: [defined(PRODUCTION.privateSubnets[of])] }];
    const { RouteTables } = await this.clients.ec2.send(new ec2.DescribeRouteTablesCommand({ Filters }));
    return defined(RouteTables?.[0]);
  }

  /** Leads the private subnets' calls out through a transit gateway. */
  async leadThrough(TransitGatewayId: string): Promise<unknown> {
    const { RouteTableId } = await this.routeTable(1);
    const route = { RouteTableId, DestinationCidrBlock: "0.0.0.0/0" };
    await this.clients.ec2.send(new ec2.DeleteRouteCommand(route));
    return this.clients.ec2.send(new ec2.CreateRouteCommand({ ...route, TransitGatewayId }));
  }

  /** Lets a private subnet follow the VPC's main route table, with one more route in that. */
  async followMainTable(): Promise<unknown> {
    const { Associations = [] } = await this.routeTable();
    const own = Associations.find(({ SubnetId }) => SubnetId === PRODUCTION.privateSubnets[0]);
    const AssociationId = defined(own?.RouteTableAssociationId);
    await this.clients.ec2.send(new ec2.DisassociateRouteTableCommand({ AssociationId }));
    const Filters = [{ Name: "association.main", Values: ["true"] }, { Name: "vpc-id", Values: [PRODUCTION.vpc] }]; // prettier-ignore
    const { RouteTables } = await this.clients.ec2.send(new ec2.DescribeRouteTablesCommand({ Filters }));
    const RouteTableId = defined(RouteTables?.[0]?.RouteTableId);
    const { InternetGateways } = await this.clients.ec2.send(new ec2.DescribeInternetGatewaysCommand({}));
    const GatewayId = defined(InternetGateways?.[0]?.InternetGatewayId);
    const route = { RouteTableId, GatewayId, DestinationCidrBlock: "10.20.0.0/16" };
    return this.clients.ec2.send(new ec2.CreateRouteCommand(route));
  }

  async describeRule(port: number, Description: string): Promise<unknown> {
    const SecurityGroupRule = { IpProtocol: "tcp", FromPort: port, ToPort: port, CidrIpv4: PRODUCTION.vpcCidr, Description }; // prettier-ignore
    const SecurityGroupRules = [{ SecurityGroupRuleId: await this.rule(port), SecurityGroupRule }];
    const input = { GroupId: PRODUCTION.servicesSecurityGroup, SecurityGroupRules };
    return this.clients.ec2.send(new ec2.ModifySecurityGroupRulesCommand(input));
  }

  /** The rule of the services' security group for a port. */
  async rule(port: number): Promise<string> {
    const Filters = [{ Name: "group-id", Values: [PRODUCTION.servicesSecurityGroup] }];
    const { SecurityGroupRules } = await this.clients.ec2.send(new ec2.DescribeSecurityGroupRulesCommand({ Filters }));
    const rule = SecurityGroupRules?.find(({ FromPort, CidrIpv4 }) => FromPort === port && CidrIpv4 === PRODUCTION.vpcCidr); // prettier-ignore
    return defined(rule?.SecurityGroupRuleId);
  }
}

/** One way in which production may be otherwise than the runbook left it, and what discovery is to say of it. */
export type OddEstate = readonly [name: string, spoil: (estate: Estate) => Promise<unknown>, says: RegExp];

const [subnetA, subnetB, subnetC] = PRODUCTION.privateSubnets;
const USER = "kelmah-user-tg";

/** What an estate has beyond the environment: it stays as it was found. */
export const KEPT: readonly OddEstate[] = [
  ["a subnet in a backup plan", (of) => of.tagNetwork(subnetA, "BackupPlan", "daily"), /aws_subnet\.private_a: tags\.BackupPlan: "daily"/],
  ["a subnet of somebody's", (of) => of.tagNetwork(subnetB, "Owner", "netops"), /aws_subnet\.private_b: tags\.Owner: "netops" \("platform" is written\)/],
  ["a subnet that a cluster looks for", (of) => of.tagNetwork(subnetC, "kubernetes.io/role/internal-elb", "1"), /aws_subnet\.private_c: tags\.kubernetes\.io\/role\/internal-elb/],
  ["a subnet with a name", (of) => of.tagNetwork(subnetA, "Name", "by-hand"), /aws_subnet\.private_a: tags\.Name: "by-hand"/],
  ["a subnet that gives its own addresses", (of) => of.clients.ec2.send(new ec2.ModifySubnetAttributeCommand({ SubnetId: subnetB, MapPublicIpOnLaunch: { Value: true } })), /aws_subnet\.private_b: map_public_ip_on_launch: true \(false is written\)/],
  ["a subnet that was tagged by hand, as the runbook of old says", async (of) => {
    for (const [key, value] of Object.entries(projectTags({ name: "prod", owner: "platform", costCenter: "kelmah-platform" }))) await of.tagNetwork(subnetC, key, value);
  }, /aws_subnet\.private_c: tags\.kubernetes\.io\/role\/internal-elb/],
  ["a NAT gateway with a tag", async (of) => of.tagNetwork(await of.natGateway(), "do-not-delete", "true"), /aws_nat_gateway\.nat_a: tags\.do-not-delete: "true"/],
  ["a route table with a team", async (of) => of.tagNetwork(defined((await of.routeTable()).RouteTableId), "Team", "network"), /aws_route_table\.private_a: tags\.Team: "network"/],
  ["a target group that lets go quickly", (of) => of.targetGroupAttribute(USER, "deregistration_delay.timeout_seconds", "15"), /aws_lb_target_group\.user: deregistration_delay: "15"/],
  ["a target group with the proxy protocol", (of) => of.targetGroupAttribute("kelmah-job-tg", "proxy_protocol_v2.enabled", "true"), /aws_lb_target_group\.job: proxy_protocol_v2: true/],
  ["a target group that cuts connections", (of) => of.targetGroupAttribute("kelmah-review-tg", "deregistration_delay.connection_termination.enabled", "true"), /^/],
  ["a target group with a tag", async (of) => of.tagBalancing(await of.targetGroup(USER), "Owner", "netops"), /aws_lb_target_group\.user: tags\.Owner: "netops"/],
  ["a target group that looks often", async (of) => of.clients.elbv2.send(new elbv2.ModifyTargetGroupCommand({ TargetGroupArn: await of.targetGroup("kelmah-payment-tg"), HealthCheckIntervalSeconds: 10 })), /aws_lb_target_group\.payment: health_check\[0\]\.interval: 10 \(30 is written\)/],
  ["a target group with another threshold", async (of) => of.clients.elbv2.send(new elbv2.ModifyTargetGroupCommand({ TargetGroupArn: await of.targetGroup("kelmah-messaging-tg"), HealthyThresholdCount: 2 })), /aws_lb_target_group\.messaging: health_check\[0\]\.healthy_threshold: 2/],
  ["a listener with a tag", async (of) => of.tagBalancing(await of.listener(5001), "Owner", "netops"), /aws_lb_listener\.auth: tags\.Owner: "netops"/],
  ["a load balancer of somebody's", async (of) => of.tagBalancing(await of.balancer(), "Owner", "netops"), /aws_lb\.internal: tags\.Owner: "netops"/],
  ["a load balancer that a migration programme counts", async (of) => of.tagBalancing(await of.balancer(), "map-migrated", "d-1"), /aws_lb\.internal: tags\.map-migrated: "d-1"/],
  ["a load balancer with access logs", (of) => of.balancerAttributes({ "access_logs.s3.enabled": "true", "access_logs.s3.bucket": "audit-logs", "access_logs.s3.prefix": "nlb" }), /aws_lb\.internal: access_logs/],
  ["a load balancer with zonal names", (of) => of.balancerAttributes({ "dns_record.client_routing_policy": "availability_zone_affinity" }), /aws_lb\.internal: dns_record_client_routing_policy: "availability_zone_affinity"/],
  ["a log group with a key", (of) => of.logGroupUnderKey("/ecs/user-service", "arn:aws:kms:eu-north-1:992350137489:key/1"), /aws_cloudwatch_log_group\.user: kms_key_id/],
  ["a log group with a tag", (of) => of.clients.logs.send(new logs.TagResourceCommand({ resourceArn: "arn:aws:logs:eu-north-1:992350137489:log-group:/ecs/job-service", tags: { Owner: "audit" } })), /aws_cloudwatch_log_group\.job: tags\.Owner: "audit"/],
  ["a rule with a description", async (of) => of.describeRule(3002, "from the gateway, ticket 4711"), /aws_vpc_security_group_ingress_rule\.user: description: "from the gateway, ticket 4711"/],
  ["a rule with a tag", async (of) => of.tagNetwork(await of.rule(5003), "Ticket", "4711"), /aws_vpc_security_group_ingress_rule\.job: tags\.Ticket: "4711"/],
  ["a gateway whose tasks can be entered", (of) => of.updateService(gatewayService, { enableExecuteCommand: true }), /aws_ecs_service\.auth_legacy, gateway: enable_execute_command: true/],
  ["a gateway that starts many at once", (of) => of.updateService(gatewayService, { deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 400 } }), /aws_ecs_service\.gateway: deployment_maximum_percent: 400/],
  ["a service whose tasks get the task definition's tags", (of) => of.updateService("user-service-nlb", { propagateTags: "TASK_DEFINITION" }), /aws_ecs_service\.user: propagate_tags: "TASK_DEFINITION"/],
  ["a cluster with a tag", async (of) => of.clients.ecs.send(new ecs.TagResourceCommand({ resourceArn: defined((await of.service(gatewayService)).clusterArn), tags: [{ key: "Owner", value: "apps" }] })), /aws_ecs_cluster\.main: tags\.Owner: "apps"/],
  ["a service with a tag", async (of) => of.clients.ecs.send(new ecs.TagResourceCommand({ resourceArn: defined((await of.service("job-service-nlb")).serviceArn), tags: [{ key: "Owner", value: "jobs" }] })), /aws_ecs_service\.job: tags\.Owner: "jobs"/],
  ["a legacy service whose tasks can be entered", (of) => of.updateService("auth-service", { enableExecuteCommand: true }), /aws_ecs_service\.auth_legacy, gateway: enable_execute_command: true/],
  ["a legacy service that stops half of its tasks", (of) => of.updateService("job-service", { deploymentConfiguration: { minimumHealthyPercent: 50, maximumPercent: 150 } }), /aws_ecs_service\.job_legacy: deployment_minimum_healthy_percent: 50/],
  ["a legacy service behind a load balancer of its own", (of) => of.behindAnother("messaging-service", 3003), /aws_ecs_service\.messaging_legacy: load_balancer: .*old-way-in/],
  ["a legacy service that is found by name", (of) => of.makeAgain("payment-service", { serviceRegistries: [{ registryArn: "arn:aws:servicediscovery:eu-north-1:992350137489:service/srv-1" }] }), /aws_ecs_service\.payment_legacy: service_registries: .*srv-1/],
  ["a legacy service that goes back by itself", (of) => of.updateService("review-service", { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } }), /aws_ecs_service\.review_legacy: deployment_circuit_breaker/],
]; // prettier-ignore

/** What the environment decides, and would be less of: nothing is written before a person has settled it, and each says how. */
export const SETTLED: readonly OddEstate[] = [
  ["a gateway scaled by hand", (of) => of.updateService(gatewayService, { desiredCount: 4 }), /aws_ecs_service\.gateway: desired_count is 4 and would be 1: .*adoptionGivesUp/],
  ["a service scaled by hand", (of) => of.updateService("user-service-nlb", { desiredCount: 3 }), /aws_ecs_service\.user: desired_count is 3 and would be 1/],
  ["a service in one more security group", async (of) => {
    const { networkConfiguration } = await of.service("job-service-nlb");
    const { subnets, securityGroups } = defined(networkConfiguration?.awsvpcConfiguration);
    const awsvpcConfiguration = { subnets, securityGroups: [...defined(securityGroups), PRODUCTION.gatewaySecurityGroup] };
    return of.updateService("job-service-nlb", { networkConfiguration: { awsvpcConfiguration } });
  }, /aws_ecs_service\.job: network_configuration\[0\]\.security_groups is .* and would be .*: adopting would take that away/],
  ["tasks with more memory", (of) => of.runOtherwise("user-service-nlb", () => ({ cpu: "1024", memory: "3072" })), /aws_ecs_task_definition\.user: memory of what user runs .* is 3072 and would be 512/],
  ["tasks on another processor", (of) => of.runOtherwise("review-service-nlb", () => ({ runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" } })), /aws_ecs_task_definition\.review: would not start: runtimePlatform/],
  ["tasks with a volume", (of) => of.runOtherwise("payment-service-nlb", ({ containerDefinitions = [] }) => ({
    volumes: [{ name: "data", efsVolumeConfiguration: { fileSystemId: "fs-1" } }],
    containerDefinitions: containerDefinitions.map((one) => ({ ...one, mountPoints: [{ sourceVolume: "data", containerPath: "/data" }] })),
  })), /aws_ecs_task_definition\.payment: would not start: .*(?:volumes|mountPoints)/],
  ["tasks with a side container", (of) => of.runOtherwise("job-service-nlb", ({ containerDefinitions = [] }) => ({
    containerDefinitions: [...containerDefinitions, { name: "agent", image: "example/agent:1", essential: false }],
  })), /aws_ecs_task_definition\.job: containerDefinitions\.agent of what job runs .* would be gone/],
  ["tasks with a command", (of) => of.runOtherwise("auth-service-nlb", ({ containerDefinitions = [] }) => ({
    containerDefinitions: containerDefinitions.map((one) => ({ ...one, command: ["node", "--max-old-space-size=400", "server.js"] })),
  })), /aws_ecs_task_definition\.auth: containerDefinitions\..*\.command of what auth runs .* would be gone/],
  ["a listener that leads to another service", async (of) => of.clients.elbv2.send(new elbv2.ModifyListenerCommand({
    ListenerArn: await of.listener(5001),
    DefaultActions: [{ Type: "forward", TargetGroupArn: await of.targetGroup(USER) }],
  })), /aws_lb_listener\.auth: port 5001 is taken: it forwards to .*kelmah-user-tg/],
  ["a private subnet that follows the main route table", (of) => of.followMainTable(), /aws_route_table_association\.private_a: subnet-\w+ follows rtb-\w+ now, and would lose its route to 10\.20\.0\.0\/16 \(through igw-/],
  ["a default route through a transit gateway", (of) => of.leadThrough("tgw-0123456789abcdef0"), /aws_route\.private_a: nat_gateway_id is "" and would be "nat-\w+": adopting would lead traffic elsewhere/],
  ["a second S3 endpoint", async (of) => {
    const ServiceName = "com.amazonaws.eu-north-1.s3";
    for (let index = 0; index < 2; index++) await of.clients.ec2.send(new ec2.CreateVpcEndpointCommand({ VpcId: PRODUCTION.vpc, ServiceName, VpcEndpointType: "Gateway" }));
  }, /aws_vpc_endpoint\.s3: found twice, by VPC, service and type: .*Delete what nothing uses/],
  ["a service that is being deleted", (of) => of.drain("messaging-service-nlb"), /aws_ecs_service\.messaging: messaging-service-nlb is being deleted \(DRAINING\)/],
  ["a service that is deployed by CodeDeploy", (of) => of.makeAgain("payment-service-nlb", { deploymentController: { type: "CODE_DEPLOY" } }), /aws_ecs_service\.payment: it is deployed by CODE_DEPLOY, and takes no revision from Terraform/],
]; // prettier-ignore

/** What is only beside: nothing is said of it but that it is there, and nothing of it is adopted. */
export const BESIDE: readonly OddEstate[] = [
  ["a load balancer of a like name", async (of) => of.clients.elbv2.send(new elbv2.CreateLoadBalancerCommand({ Name: `${loadBalancer}-old`, Type: "network", Scheme: "internal", Subnets: [...PRODUCTION.privateSubnets] })), /load balancer: kelmah-internal-svcs-old \(internal\)/],
  ["a target group of somebody's", async (of) => of.clients.elbv2.send(new elbv2.CreateTargetGroupCommand({ Name: "kelmah-user-tg-2", Protocol: "TCP", Port: 3002, VpcId: PRODUCTION.vpc, TargetType: "ip" })), /target group: kelmah-user-tg-2 \(TCP 3002\)/],
  ["a service of somebody's", async (of) => of.clients.ecs.send(new ecs.CreateServiceCommand({ cluster, serviceName: "reports", taskDefinition: GATEWAY.family, desiredCount: 1, launchType: "FARGATE", networkConfiguration: { awsvpcConfiguration: { subnets: [PRODUCTION.publicSubnets[0]], securityGroups: [] } } })), /ECS service: reports \(1 task\)/],
  ["a log group of a like name", async (of) => of.clients.logs.send(new logs.CreateLogGroupCommand({ logGroupName: "/ecs/user-service-old" })), /^/],
  ["a role of a like name", async (of) => of.clients.iam.send(new iam.CreateRoleCommand({ RoleName: "kelmah-user-prod-task-old", AssumeRolePolicyDocument: "{}" })), /^/],
  ["a parameter of another folder", async (of) => of.clients.ssm.send(new ssm.PutParameterCommand({ Name: "/kelmah/prod/old/KEY", Type: "SecureString", Value: "x" })), /^/],
  ["an address of somebody's", async (of) => of.clients.ec2.send(new ec2.AllocateAddressCommand({ Domain: "vpc" })), /^/],
  ["a security group with our name in another VPC", async (of) => {
    const { Vpc } = await of.clients.ec2.send(new ec2.CreateVpcCommand({ CidrBlock: "10.99.0.0/16" }));
    return of.clients.ec2.send(new ec2.CreateSecurityGroupCommand({ GroupName: "kelmah-nlb-prod", Description: "x", VpcId: Vpc?.VpcId }));
  }, /^/],
]; // prettier-ignore
