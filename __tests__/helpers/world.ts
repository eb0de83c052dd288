import * as ec2 from "@aws-sdk/client-ec2";
import * as ecs from "@aws-sdk/client-ecs";
import * as elbv2 from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Emulator } from "../../src/ops/emulator";
import { defined } from "../../src/ops/rehearse/production/defined";
import { clientConfig } from "./emulator";

export { defined };

/** Makes small pieces of AWS by hand, with as little said about each as AWS accepts. */
export class World {
  readonly ec2: ec2.EC2Client;
  readonly ecs: ecs.ECSClient;
  readonly elbv2: elbv2.ElasticLoadBalancingV2Client;
  private vpcs = 0;

  constructor(readonly emulator: Emulator) {
    const config = clientConfig(emulator);
    this.ec2 = new ec2.EC2Client(config);
    this.ecs = new ecs.ECSClient(config);
    this.elbv2 = new elbv2.ElasticLoadBalancingV2Client(config);
  }

  /** A VPC: 10.0.0.0/16, the next 10.1.0.0/16. */
  async vpc(): Promise<string> {
    const { Vpc } = await this.ec2.send(new ec2.CreateVpcCommand({ CidrBlock: `10.${this.vpcs++}.0.0/16` }));
    return defined(Vpc?.VpcId);
  }

  /** A subnet in a VPC's first /24. */
  async subnet(vpc: string, cidr = "10.0.0.0/24"): Promise<string> {
    const { Subnet } = await this.ec2.send(
      new ec2.CreateSubnetCommand({ VpcId: vpc, CidrBlock: cidr, AvailabilityZone: "eu-north-1a" }),
    );
    return defined(Subnet?.SubnetId);
  }

  async securityGroup(vpc: string, name = "services"): Promise<string> {
    const { GroupId } = await this.ec2.send(
      new ec2.CreateSecurityGroupCommand({ VpcId: vpc, GroupName: name, Description: name }),
    );
    return defined(GroupId);
  }

  async internetGateway(vpc: string): Promise<string> {
    const { InternetGateway } = await this.ec2.send(new ec2.CreateInternetGatewayCommand({}));
    const InternetGatewayId = defined(InternetGateway?.InternetGatewayId);
    await this.ec2.send(new ec2.AttachInternetGatewayCommand({ InternetGatewayId, VpcId: vpc }));
    return InternetGatewayId;
  }

  async address(): Promise<string> {
    const { AllocationId } = await this.ec2.send(new ec2.AllocateAddressCommand({ Domain: "vpc" }));
    return defined(AllocationId);
  }

  async natGateway(subnet: string, allocation: string): Promise<ec2.NatGateway> {
    const { NatGateway } = await this.ec2.send(
      new ec2.CreateNatGatewayCommand({ SubnetId: subnet, AllocationId: allocation }),
    );
    const ids = [defined(NatGateway?.NatGatewayId)];
    const { NatGateways } = await this.ec2.send(new ec2.DescribeNatGatewaysCommand({ NatGatewayIds: ids }));
    return defined(NatGateways?.[0]);
  }

  async networkLoadBalancer(subnet: string, name = "internal"): Promise<string> {
    return await this.loadBalancer({ Name: name, Subnets: [subnet], Type: "network", Scheme: "internal" });
  }

  async loadBalancer(input: elbv2.CreateLoadBalancerCommandInput): Promise<string> {
    const { LoadBalancers } = await this.elbv2.send(new elbv2.CreateLoadBalancerCommand(input));
    return defined(LoadBalancers?.[0]?.LoadBalancerArn);
  }

  /** A target group for TCP and addresses, unless told otherwise. */
  async targetGroup(vpc: string, input: Partial<elbv2.CreateTargetGroupCommandInput> = {}): Promise<string> {
    const { TargetGroups } = await this.elbv2.send(
      new elbv2.CreateTargetGroupCommand({
        Name: "auth",
        VpcId: vpc,
        Protocol: "TCP",
        Port: 5001,
        TargetType: "ip",
        ...input,
      }),
    );
    return defined(TargetGroups?.[0]?.TargetGroupArn);
  }

  async listener(loadBalancer: string, targetGroup: string, port = 5001): Promise<string> {
    const { Listeners } = await this.elbv2.send(
      new elbv2.CreateListenerCommand({
        LoadBalancerArn: loadBalancer,
        Protocol: "TCP",
        Port: port,
        DefaultActions: [{ Type: "forward", TargetGroupArn: targetGroup }],
      }),
    );
    return defined(Listeners?.[0]?.ListenerArn);
  }

  /** A VPC with a subnet, and in it a network load balancer that forwards to a target group. */
  async balanced() {
    const vpc = await this.vpc();
    const subnet = await this.subnet(vpc);
    const loadBalancer = await this.networkLoadBalancer(subnet);
    const targetGroup = await this.targetGroup(vpc);
    const listener = await this.listener(loadBalancer, targetGroup);
    return { vpc, subnet, loadBalancer, targetGroup, listener };
  }

  async cluster(name = "kelmah"): Promise<string> {
    await this.ecs.send(new ecs.CreateClusterCommand({ clusterName: name }));
    return name;
  }

  /** Registers a Fargate task definition with one container named auth on port 5001. */
  async taskDefinition(input: Partial<ecs.RegisterTaskDefinitionCommandInput> = {}): Promise<string> {
    const { taskDefinition } = await this.ecs.send(
      new ecs.RegisterTaskDefinitionCommand({
        family: "auth",
        requiresCompatibilities: ["FARGATE"],
        networkMode: "awsvpc",
        cpu: "256",
        memory: "512",
        containerDefinitions: [{ name: "auth", image: "nginx", portMappings: [{ containerPort: 5001 }] }],
        ...input,
      }),
    );
    return defined(taskDefinition?.taskDefinitionArn);
  }

  /** Two tasks of a service in a subnet, unless told otherwise. */
  async service(subnet: string, input: Partial<ecs.CreateServiceCommandInput> = {}): Promise<ecs.Service> {
    const { service } = await this.ecs.send(
      new ecs.CreateServiceCommand({
        cluster: "kelmah",
        serviceName: "auth",
        taskDefinition: "auth",
        desiredCount: 2,
        launchType: "FARGATE",
        networkConfiguration: { awsvpcConfiguration: { subnets: [subnet], securityGroups: [] } },
        ...input,
      }),
    );
    return defined(service);
  }

  async describeService(name = "auth"): Promise<ecs.Service> {
    const { services } = await this.ecs.send(new ecs.DescribeServicesCommand({ cluster: "kelmah", services: [name] }));
    return defined(services?.[0]);
  }

  /** The targets registered in a target group, with their health. */
  async targets(targetGroup: string): Promise<readonly elbv2.TargetHealthDescription[]> {
    const { TargetHealthDescriptions } = await this.elbv2.send(
      new elbv2.DescribeTargetHealthCommand({ TargetGroupArn: targetGroup }),
    );
    return defined(TargetHealthDescriptions);
  }
}
