import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { endpointServices } from "../model/endpoints";
import { physicalName } from "../model/names";
import type { InterfaceEndpoint } from "../model/options";

/** Which services of AWS are reached within the VPC, and from where. */
export interface InterfaceEndpointsProps {
  /** The environment's name, for names and `Name` tags. */
  readonly environment: string;
  readonly region: string;
  readonly vpcId: string;
  /** The block that may call the endpoints. */
  readonly vpcCidr: string;
  /** One network interface is made in each, and each costs by the hour. */
  readonly privateSubnetIds: readonly string[];
  readonly endpoints: readonly InterfaceEndpoint[];
  /** Whether ECS Exec is on: it needs an endpoint beside that of SSM. */
  readonly ecsExec: boolean;
}

/**
 * Interface endpoints with private DNS: AWS's own names resolve to addresses in the private subnets, so nothing that calls
 * them is changed (AWS PrivateLink guide, "Access an AWS service using an interface VPC endpoint").
 */
export class InterfaceEndpoints extends Construct {
  constructor(scope: Construct, id: string, props: InterfaceEndpointsProps) {
    super(scope, id);
    const { environment, region, vpcId } = props;
    const room = new Construct(this, "endpoints");
    const name = physicalName("endpoints", environment);
    const group = new SecurityGroup(room, "SecurityGroup", {
      name,
      description: "Interface endpoints of AWS services",
      vpcId,
      tags: { Name: name },
    });
    const ingress = new VpcSecurityGroupIngressRule(room, "Ingress", {
      securityGroupId: group.id,
      description: "HTTPS from the VPC",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: props.vpcCidr,
      tags: { Name: `${name}-in` },
    });
    for (const service of endpointServices(props.endpoints, props.ecsExec)) {
      const part = service.replace(".", "_");
      new VpcEndpoint(new Construct(this, `endpoint_${part}`), "Endpoint", {
        vpcId,
        serviceName: `com.amazonaws.${region}.${service}`,
        vpcEndpointType: "Interface",
        subnetIds: [...props.privateSubnetIds],
        securityGroupIds: [group.id],
        privateDnsEnabled: true,
        tags: { Name: physicalName(service.replace(".", "-"), environment) },
        // Its private DNS sends every caller to it at once: the group must let them in by then.
        dependsOn: [ingress],
      });
    }
  }
}
