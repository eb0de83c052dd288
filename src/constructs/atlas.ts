import { Route } from "@cdktf/provider-aws/lib/route";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcPeeringConnectionAccepterA } from "@cdktf/provider-aws/lib/vpc-peering-connection-accepter";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { physicalName } from "../model/names";

/** Where the endpoint to MongoDB Atlas is made, and who may call it. */
export interface AtlasEndpointProps {
  /** The environment's name, for names and `Name` tags. */
  readonly environment: string;
  readonly vpcId: string;
  /** What Atlas calls its endpoint service. */
  readonly serviceName: string;
  readonly privateSubnetIds: readonly string[];
  /** The security groups that may call it, by what they are called in addresses. */
  readonly callers: Readonly<Record<string, string>>;
  /** Refuse every plan that would destroy the endpoint. */
  readonly preventDestroy: boolean;
}

/**
 * MongoDB Atlas through AWS PrivateLink. Atlas publishes public DNS names (`...-pl-0....mongodb.net`) for the endpoint's
 * private addresses, so there is neither private DNS nor a hosted zone (Atlas, "Learn About Private Endpoints").
 */
export class AtlasEndpoint extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, props: AtlasEndpointProps) {
    super(scope, id);
    const room = new Construct(this, "atlas");
    const name = physicalName("atlas", props.environment);
    const group = new SecurityGroup(room, "SecurityGroup", {
      name,
      description: "Endpoint of MongoDB Atlas",
      vpcId: props.vpcId,
      tags: { Name: name },
    });
    for (const [caller, securityGroupId] of Object.entries(props.callers)) {
      new VpcSecurityGroupIngressRule(new Construct(this, `atlas_${caller}`), "Ingress", {
        securityGroupId: group.id,
        description: `Tasks of the ${caller}`,
        ipProtocol: "tcp",
        // Atlas gives each node of each cluster a port of its own, counted from 1024.
        fromPort: 1024,
        toPort: 65535,
        referencedSecurityGroupId: securityGroupId,
        tags: { Name: `${name}-${caller}` },
      });
    }
    this.id = new VpcEndpoint(room, "Endpoint", {
      vpcId: props.vpcId,
      serviceName: props.serviceName,
      vpcEndpointType: "Interface",
      subnetIds: [...props.privateSubnetIds],
      securityGroupIds: [group.id],
      privateDnsEnabled: false,
      tags: { Name: name },
      ...(props.preventDestroy && { lifecycle: { preventDestroy: true } }),
    }).id;
  }
}

/** The peering connection that Atlas has asked for, and the route tables that lead to it. */
export interface AtlasPeeringProps {
  /** The environment's name, for the `Name` tag. */
  readonly environment: string;
  readonly connectionId: string;
  /** The block of Atlas's network. */
  readonly cidr: string;
  /** The private route tables, by the letter of their availability zone. */
  readonly routeTables: Readonly<Record<string, string>>;
  /** Refuse every plan that would destroy the accepter. */
  readonly preventDestroy: boolean;
}

/** MongoDB Atlas through VPC peering: the connection is accepted, and every private route table leads to Atlas's block. */
export class AtlasPeering extends Construct {
  constructor(scope: Construct, id: string, props: AtlasPeeringProps) {
    super(scope, id);
    const accepter = new VpcPeeringConnectionAccepterA(new Construct(this, "atlas"), "Accepter", {
      vpcPeeringConnectionId: props.connectionId,
      autoAccept: true,
      tags: { Name: physicalName("atlas", props.environment) },
      ...(props.preventDestroy && { lifecycle: { preventDestroy: true } }),
    });
    for (const [zone, routeTableId] of Object.entries(props.routeTables)) {
      new Route(new Construct(this, `atlas_${zone}`), "Route", {
        routeTableId,
        destinationCidrBlock: props.cidr,
        // Through the accepter: AWS refuses a route to a connection that nobody has accepted.
        vpcPeeringConnectionId: accepter.id,
      });
    }
  }
}
