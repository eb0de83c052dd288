import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";
import type { Nat } from "../model/environment";
import { physicalName, zoneLetter } from "../model/names";
import { natZones, routedZones } from "../model/subnets";
import type { PublicNetwork } from "./vpc";

/** A subnet that exists, and what was learnt of it. */
export interface ExistingSubnet {
  readonly id: string;
  readonly cidr?: string;
  readonly availabilityZone?: string;
}

/** Where the private subnets are made and how they reach the internet. */
export interface PrivateSubnetsProps {
  /** The environment's name, for `Name` tags. */
  readonly environment: string;
  readonly region: string;
  readonly network: PublicNetwork;
  readonly availabilityZones: readonly string[];
  /** One for each availability zone; not used for subnets that exist. */
  readonly cidrs: readonly string[];
  /** Subnets that exist, whatever their blocks and zones: those that are not known yet are read by Terraform. */
  readonly existingSubnets: readonly ExistingSubnet[];
  readonly nat: Nat;
  /** Refuse every plan that would destroy a subnet, a NAT gateway or its address. */
  readonly preventDestroy: boolean;
}

/**
 * Private subnets that reach the internet through NAT gateways, each with a static address (docs/original-runbook.md,
 * section 3), and S3 without them. The first zone's route table and NAT gateway are the same for one NAT gateway and
 * for one per zone.
 */
export class PrivateSubnets extends Construct {
  readonly subnetIds: readonly string[];
  /** The subnets' blocks, in the order of the availability zones. */
  readonly cidrs: readonly string[];
  /** The addresses that the platform is seen under: MongoDB Atlas's access list. */
  readonly natPublicIps: readonly string[];
  /** The ids of the private route tables, by the letter of their availability zone. */
  readonly routeTables: Readonly<Record<string, string>>;
  /** In the order of the availability zones. */
  readonly natGatewayIds: readonly string[];
  private readonly rooms = new Map<string, Construct>();

  constructor(scope: Construct, id: string, props: PrivateSubnetsProps) {
    super(scope, id);
    const { environment, network } = props;
    const nats = natZones(props).map((zone, index) =>
      this.natGateway(zone, network.publicSubnetIds[index] ?? "", props),
    );
    this.natPublicIps = nats.map(({ publicIp }) => publicIp);
    this.natGatewayIds = nats.map(({ id: natGatewayId }) => natGatewayId);
    const routeTables = routedZones(props).map((zone, index) => {
      const room = this.room(`private_${zone}`);
      const table = new RouteTable(room, "RouteTable", {
        vpcId: network.vpcId,
        tags: { Name: physicalName(`private-${zone}`, environment) },
      });
      const nat = nats[index];
      const routes: Route[] = [];
      if (nat !== undefined) {
        const route = new Route(room, "DefaultRoute", {
          routeTableId: table.id,
          destinationCidrBlock: "0.0.0.0/0",
          natGatewayId: nat.id,
        });
        routes.push(route);
      }
      return { zone, id: table.id, routes };
    });
    this.routeTables = Object.fromEntries(routeTables.map(({ zone, id: table }) => [zone, table]));
    const subnets = props.availabilityZones.map((availabilityZone, index) => {
      const zone = zoneLetter(availabilityZone);
      const subnet = this.subnet(zone, index, props);
      const ours = routeTables[index] ?? routeTables[0];
      new RouteTableAssociation(this.room(`private_${zone}`), "Association", {
        subnetId: subnet.id,
        routeTableId: ours?.id ?? "",
        // A subnet that exists is not left without a way out in between (docs/adr/0009-options-in-place.md).
        ...(ours !== undefined && ours.routes.length > 0 && { dependsOn: ours.routes }),
      });
      return subnet;
    });
    this.subnetIds = subnets.map(({ id: subnet }) => subnet);
    this.cidrs = subnets.map(({ cidrBlock }) => cidrBlock);
    new VpcEndpoint(this.room("s3"), "Endpoint", {
      vpcId: network.vpcId,
      serviceName: `com.amazonaws.${props.region}.s3`,
      vpcEndpointType: "Gateway",
      routeTableIds: routeTables.map(({ id: table }) => table),
      tags: { Name: physicalName("s3", environment) },
    });
  }

  private room(id: string): Construct {
    const room = this.rooms.get(id) ?? new Construct(this, id);
    this.rooms.set(id, room);
    return room;
  }

  private natGateway(
    zone: string,
    publicSubnetId: string,
    { environment, network, preventDestroy }: PrivateSubnetsProps,
  ) {
    const tags = { Name: physicalName(`nat-${zone}`, environment) };
    const lifecycle = preventDestroy ? { lifecycle: { preventDestroy } } : {};
    const eip = new Eip(this.room(`nat_${zone}`), "Address", { domain: "vpc", tags, ...lifecycle });
    const nat = new NatGateway(this.room(`nat_${zone}`), "Gateway", {
      allocationId: eip.id,
      subnetId: publicSubnetId,
      tags,
      // AWS refuses it in a VPC without one (Gateway.NotAttached).
      ...(network.internetGateway && { dependsOn: [network.internetGateway] }),
      ...lifecycle,
    });
    return { id: nat.id, publicIp: eip.publicIp };
  }

  private subnet(zone: string, index: number, props: PrivateSubnetsProps): Subnet {
    const room = this.room(`private_${zone}`);
    const { availabilityZone, cidrBlock } = this.place(room, index, props);
    return new Subnet(room, "Subnet", {
      vpcId: props.network.vpcId,
      availabilityZone,
      cidrBlock,
      tags: { Name: physicalName(`private-${zone}`, props.environment) },
      ...(props.preventDestroy && { lifecycle: { preventDestroy: true } }),
    });
  }

  /** Where a subnet lies: a new one where it was planned, an existing one where it is, and nowhere else. */
  private place(room: Construct, index: number, { existingSubnets, availabilityZones, cidrs }: PrivateSubnetsProps) {
    const existing = existingSubnets[index];
    if (existing === undefined) {
      return { availabilityZone: availabilityZones[index] ?? "", cidrBlock: cidrs[index] ?? "" };
    }
    const { id, cidr, availabilityZone } = existing;
    if (cidr !== undefined && availabilityZone !== undefined) return { availabilityZone, cidrBlock: cidr };
    return new DataAwsSubnet(room, "Found", { id });
  }
}
