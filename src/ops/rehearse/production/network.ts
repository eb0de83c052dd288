import * as ec2 from "@aws-sdk/client-ec2";
import * as elbv2 from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Emulator } from "../../emulator";
import type { ProductionClients } from "./account";
import { PRIVATE_CIDRS, PRODUCTION, SERVICES } from "./facts";
import { defined } from "./defined";

/** One of the services behind the internal load balancer. */
type Service = (typeof SERVICES)[number];

/**
 * The private subnets, and the NAT gateway through which they reach the internet (docs/original-runbook.md, section 3).
 */
export async function makePrivateNetwork(emulator: Emulator, { ec2: client }: ProductionClients): Promise<void> {
  await emulator.chooseIds({ subnet: PRODUCTION.privateSubnets, publicIp: [PRODUCTION.natEip] });
  for (const [index, CidrBlock] of PRIVATE_CIDRS.entries()) {
    const AvailabilityZone = PRODUCTION.zones[index];
    await client.send(new ec2.CreateSubnetCommand({ VpcId: PRODUCTION.vpc, CidrBlock, AvailabilityZone }));
  }
  const { AllocationId } = await client.send(new ec2.AllocateAddressCommand({ Domain: "vpc" }));
  const { NatGateway } = await client.send(
    new ec2.CreateNatGatewayCommand({ SubnetId: PRODUCTION.publicSubnets[0], AllocationId }),
  );
  const { RouteTable } = await client.send(new ec2.CreateRouteTableCommand({ VpcId: PRODUCTION.vpc }));
  const RouteTableId = defined(RouteTable?.RouteTableId);
  for (const SubnetId of PRODUCTION.privateSubnets) {
    await client.send(new ec2.AssociateRouteTableCommand({ RouteTableId, SubnetId }));
  }
  await client.send(
    new ec2.CreateRouteCommand({
      RouteTableId,
      DestinationCidrBlock: "0.0.0.0/0",
      NatGatewayId: defined(NatGateway?.NatGatewayId),
    }),
  );
}

/** The internal load balancer (docs/original-runbook.md, section 4); returns its ARN. */
export async function makeLoadBalancer({ elbv2: client }: ProductionClients): Promise<string> {
  const { LoadBalancers } = await client.send(
    new elbv2.CreateLoadBalancerCommand({
      Name: PRODUCTION.loadBalancer,
      Type: "network",
      Scheme: "internal",
      Subnets: [...PRODUCTION.privateSubnets],
    }),
  );
  return defined(LoadBalancers?.[0]?.LoadBalancerArn);
}

/** A service's target group (docs/original-runbook.md, section 4); returns its ARN. */
export async function makeTargetGroup({ elbv2: client }: ProductionClients, service: Service): Promise<string> {
  const { TargetGroups } = await client.send(
    new elbv2.CreateTargetGroupCommand({
      Name: service.targetGroup,
      Protocol: "TCP",
      Port: service.port,
      VpcId: PRODUCTION.vpc,
      TargetType: "ip",
      ...(service.name === "auth"
        ? { HealthCheckProtocol: "TCP" }
        : { HealthCheckProtocol: "HTTP", HealthCheckPath: "/health" }),
    }),
  );
  return defined(TargetGroups?.[0]?.TargetGroupArn);
}

/** The listener of the internal load balancer on a service's port (docs/original-runbook.md, section 4). */
export async function makeListener(
  { elbv2: client }: ProductionClients,
  { port }: Pick<Service, "port">,
  arns: { readonly loadBalancer: string; readonly targetGroup: string },
): Promise<void> {
  await client.send(
    new elbv2.CreateListenerCommand({
      LoadBalancerArn: arns.loadBalancer,
      Protocol: "TCP",
      Port: port,
      DefaultActions: [{ Type: "forward", TargetGroupArn: arns.targetGroup }],
    }),
  );
}

/** Lets the VPC in on a service's port (docs/original-runbook.md, section 5). */
export async function openPort({ ec2: client }: ProductionClients, { port }: Pick<Service, "port">): Promise<void> {
  await client.send(
    new ec2.AuthorizeSecurityGroupIngressCommand({
      GroupId: PRODUCTION.servicesSecurityGroup,
      IpProtocol: "tcp",
      FromPort: port,
      ToPort: port,
      CidrIp: PRODUCTION.vpcCidr,
    }),
  );
}

/** The load balancer, in its group, and the target group through which the gateway is called; returns the target group's ARN. */
export async function makePublicEntrance({ elbv2: client }: ProductionClients, securityGroup: string): Promise<string> {
  const { LoadBalancers } = await client.send(
    new elbv2.CreateLoadBalancerCommand({
      Name: "kelmah-alb",
      Type: "application",
      Scheme: "internet-facing",
      Subnets: [...PRODUCTION.publicSubnets],
      SecurityGroups: [securityGroup],
    }),
  );
  const { TargetGroups } = await client.send(
    new elbv2.CreateTargetGroupCommand({
      Name: PRODUCTION.gatewayTargetGroup,
      Protocol: "HTTP",
      Port: 3000,
      VpcId: PRODUCTION.vpc,
      TargetType: "ip",
      HealthCheckPath: "/health",
    }),
  );
  const TargetGroupArn = defined(TargetGroups?.[0]?.TargetGroupArn);
  await client.send(
    new elbv2.CreateListenerCommand({
      LoadBalancerArn: defined(LoadBalancers?.[0]?.LoadBalancerArn),
      Protocol: "HTTP",
      Port: 80,
      DefaultActions: [{ Type: "forward", TargetGroupArn }],
    }),
  );
  return TargetGroupArn;
}
