import { TerraformOutput, type TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { AtlasEndpoint, AtlasPeering } from "../constructs/atlas";
import { FlowLogs } from "../constructs/flow-logs";
import { InterfaceEndpoints } from "../constructs/interface-endpoints";
import { PrivateSubnets } from "../constructs/private-subnets";
import { type PublicNetwork, Vpc } from "../constructs/vpc";
import { boundaryArn } from "../model/deployment";
import { activeEcsExec } from "../model/ecs-exec";
import type { Environment, Inventory } from "../model/environment";
import { stackName } from "../model/names";
import { subnetCidrs } from "../model/subnets";
import { BaseStack, type BaseStackProps } from "./base-stack";

/** The VPC that was there before this project, used by its ids and left as it is. */
function existingNetwork(inventory: Inventory): PublicNetwork {
  return {
    vpcId: inventory.vpc ?? "",
    publicSubnetIds: inventory.publicSubnets ?? [],
    servicesSecurityGroupId: inventory.servicesSecurityGroup ?? "",
    gatewaySecurityGroupId: inventory.gatewaySecurityGroup ?? "",
  };
}

/** What the services stack reads from the network's state. */
export interface NetworkOutputs {
  readonly vpcId: string;
  readonly publicSubnetIds: string[];
  readonly privateSubnetIds: string[];
  /** In the order of the availability zones. */
  readonly privateSubnetCidrs: string[];
  readonly servicesSecurityGroupId: string;
  readonly gatewaySecurityGroupId: string;
  /** In the order of the availability zones. */
  readonly natGatewayIds: string[];
}

/** An environment's VPC, subnets, NAT gateways, routes and security groups: what changes rarely. */
export class NetworkStack extends BaseStack {
  constructor(scope: Construct, environment: Environment, props: BaseStackProps) {
    super(scope, stackName(environment.name, "network"), props);
    const { name, network, inventory } = environment;
    const { account, region } = inventory;
    const cidrs = subnetCidrs(network, inventory.learnt?.takenCidrs);
    const publicNetwork =
      network.vpc.kind === "existing"
        ? existingNetwork(inventory)
        : new Vpc(this, "Vpc", {
            environment: name,
            cidr: network.vpc.cidr,
            availabilityZones: network.availabilityZones,
            publicSubnetCidrs: cidrs.public,
            ...(network.egressPorts && { egressPorts: network.egressPorts }),
          });
    const privateSubnets = new PrivateSubnets(this, "PrivateSubnets", {
      environment: name,
      region,
      network: publicNetwork,
      availabilityZones: network.availabilityZones,
      cidrs: cidrs.private,
      existingSubnets: (inventory.privateSubnets ?? []).map((id) => ({ id, ...inventory.learnt?.subnets[id] })),
      nat: network.nat,
      preventDestroy: environment.protected,
    });
    const permissionsBoundary = boundaryArn(environment);
    if (network.flowLogsRetentionDays !== undefined) {
      new FlowLogs(this, "FlowLogs", {
        environment: name,
        account,
        region,
        vpcId: publicNetwork.vpcId,
        retentionDays: network.flowLogsRetentionDays,
        ...(permissionsBoundary !== undefined && { permissionsBoundary }),
      });
    }
    if (network.interfaceEndpoints !== undefined && network.interfaceEndpoints.length > 0) {
      new InterfaceEndpoints(this, "InterfaceEndpoints", {
        environment: name,
        region,
        vpcId: publicNetwork.vpcId,
        vpcCidr: network.vpc.cidr,
        privateSubnetIds: privateSubnets.subnetIds,
        endpoints: network.interfaceEndpoints,
        ecsExec: activeEcsExec(environment) !== undefined,
      });
    }
    this.connectAtlas(environment, publicNetwork, privateSubnets);

    new TerraformOutput(this, "vpc_id", { value: publicNetwork.vpcId });
    new TerraformOutput(this, "public_subnet_ids", { value: publicNetwork.publicSubnetIds });
    new TerraformOutput(this, "private_subnet_ids", { value: privateSubnets.subnetIds });
    new TerraformOutput(this, "services_security_group_id", { value: publicNetwork.servicesSecurityGroupId });
    new TerraformOutput(this, "gateway_security_group_id", { value: publicNetwork.gatewaySecurityGroupId });
    // Written whether anybody reads them or not: an option of the services must not wait for an apply of the network.
    new TerraformOutput(this, "private_subnet_cidrs", { value: privateSubnets.cidrs });
    new TerraformOutput(this, "nat_gateway_ids", { value: privateSubnets.natGatewayIds });
    new TerraformOutput(this, "atlas_access_list", {
      description: "Addresses that MongoDB Atlas's IP access list must let in",
      value: privateSubnets.natPublicIps.map((ip) => `${ip}/32`),
    });
  }

  private connectAtlas(environment: Environment, network: PublicNetwork, subnets: PrivateSubnets): void {
    const { atlas } = environment.network;
    const common = { environment: environment.name, preventDestroy: environment.protected };
    if (atlas?.kind === "privatelink") {
      const endpoint = new AtlasEndpoint(this, "AtlasEndpoint", {
        ...common,
        vpcId: network.vpcId,
        serviceName: atlas.serviceName,
        privateSubnetIds: subnets.subnetIds,
        callers: { services: network.servicesSecurityGroupId, gateway: network.gatewaySecurityGroupId },
      });
      new TerraformOutput(this, "atlas_endpoint_id", {
        description: "What MongoDB Atlas asks for to accept the private endpoint",
        value: endpoint.id,
      });
    }
    if (atlas?.kind === "peering") {
      const { connectionId, cidr } = atlas;
      new AtlasPeering(this, "AtlasPeering", { ...common, connectionId, cidr, routeTables: subnets.routeTables });
    }
  }

  /**
   * This stack's outputs as another stack reads them from its state. Said by name here: the references that cdktf would
   * make by itself hide the values from every plan as sensitive.
   */
  outputsFor(stack: TerraformStack): NetworkOutputs {
    const state = this.remoteStateFor(stack, "network");
    return {
      vpcId: state.getString("vpc_id"),
      publicSubnetIds: state.getList("public_subnet_ids"),
      privateSubnetIds: state.getList("private_subnet_ids"),
      privateSubnetCidrs: state.getList("private_subnet_cidrs"),
      servicesSecurityGroupId: state.getString("services_security_group_id"),
      gatewaySecurityGroupId: state.getString("gateway_security_group_id"),
      natGatewayIds: state.getList("nat_gateway_ids"),
    };
  }
}
