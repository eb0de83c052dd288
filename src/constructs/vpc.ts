import type { ITerraformDependable } from "cdktf";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc as VpcResource } from "@cdktf/provider-aws/lib/vpc";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { Construct } from "constructs";
import { physicalName, zoneLetter } from "../model/names";

/** A VPC with public subnets and the two security groups, whether made here or found. */
export interface PublicNetwork {
  readonly vpcId: string;
  /** In the order of the availability zones. */
  readonly publicSubnetIds: readonly string[];
  /** Of the services' tasks. */
  readonly servicesSecurityGroupId: string;
  /** Of the gateway's tasks. */
  readonly gatewaySecurityGroupId: string;
  /** What must be there before anything in the public subnets reaches the internet. @default nothing */
  readonly internetGateway?: ITerraformDependable;
}

/** The VPC to make. */
export interface VpcProps {
  /** The environment's name, for names and `Name` tags. */
  readonly environment: string;
  readonly cidr: string;
  readonly availabilityZones: readonly string[];
  /** One for each availability zone. */
  readonly publicSubnetCidrs: readonly string[];
  /** TCP ports on which tasks may call out of the VPC. @default every port */
  readonly egressPorts?: readonly number[];
}

/** A new VPC with an internet gateway, a public subnet in each availability zone and the platform's security groups. */
export class Vpc extends Construct implements PublicNetwork {
  readonly vpcId: string;
  readonly publicSubnetIds: readonly string[];
  readonly servicesSecurityGroupId: string;
  readonly gatewaySecurityGroupId: string;
  readonly internetGateway: ITerraformDependable;

  constructor(scope: Construct, id: string, props: VpcProps) {
    super(scope, id);
    const { environment, cidr, availabilityZones, publicSubnetCidrs } = props;
    const name = `kelmah-${environment}`;
    const main = new Construct(this, "main");
    const vpc = new VpcResource(main, "Vpc", {
      cidrBlock: cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: name },
    });
    this.vpcId = vpc.id;
    const internet = new InternetGateway(main, "InternetGateway", { vpcId: vpc.id, tags: { Name: name } });
    this.internetGateway = internet;

    const shared = new Construct(this, "public");
    const routes = new RouteTable(shared, "RouteTable", {
      vpcId: vpc.id,
      tags: { Name: physicalName("public", environment) },
    });
    new Route(shared, "DefaultRoute", {
      routeTableId: routes.id,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: internet.id,
    });
    this.publicSubnetIds = availabilityZones.map((availabilityZone, index) => {
      const zone = zoneLetter(availabilityZone);
      const room = new Construct(this, `public_${zone}`);
      const subnet = new Subnet(room, "Subnet", {
        vpcId: vpc.id,
        availabilityZone,
        cidrBlock: publicSubnetCidrs[index] ?? "",
        tags: { Name: physicalName(`public-${zone}`, environment) },
      });
      new RouteTableAssociation(room, "Association", { subnetId: subnet.id, routeTableId: routes.id });
      return subnet.id;
    });

    this.servicesSecurityGroupId = this.securityGroup("services", "Tasks of the services", props);
    this.gatewaySecurityGroupId = this.securityGroup("gateway", "Tasks of the API gateway", props);
  }

  /**
   * A group that lets nothing in, and out what tasks need: everything (docs/original-runbook.md, "Security & IAM": for
   * traffic through the NAT), or whatever stays in the VPC and some ports beyond.
   */
  private securityGroup(id: string, description: string, { environment, cidr, egressPorts }: VpcProps): string {
    const room = new Construct(this, id);
    const name = physicalName(id, environment);
    const group = new SecurityGroup(room, "SecurityGroup", {
      name,
      description,
      vpcId: this.vpcId,
      tags: { Name: name },
    });
    const out = { securityGroupId: group.id, tags: { Name: `${name}-out` } };
    const beyond = egressPorts?.map(
      (port) =>
        new VpcSecurityGroupEgressRule(new Construct(room, `tcp_${port}`), "Egress", {
          ...out,
          description: `TCP ${port} out`,
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
          cidrIpv4: "0.0.0.0/0",
          // Only such a resource is destroyed after the update of what depended on it.
          lifecycle: { createBeforeDestroy: true },
        }),
    );
    // It changes in place: the ports are open before everything is closed, and closed after everything is open again.
    new VpcSecurityGroupEgressRule(room, "Egress", {
      ...out,
      description: beyond === undefined ? "Everything out" : "Everything in the VPC",
      ipProtocol: "-1",
      cidrIpv4: beyond === undefined ? "0.0.0.0/0" : cidr,
      ...(beyond && { dependsOn: beyond }),
    });
    return group.id;
  }
}
