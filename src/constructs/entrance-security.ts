import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { blockPart, ENTRANCE_PORTS } from "../model/entrance";
import type { Gateway } from "../model/environment";

/** Who may call what. */
export interface EntranceSecurityProps {
  readonly name: string;
  readonly vpcId: string;
  readonly gateway: Pick<Gateway, "port" | "ingressCidrs">;
  readonly gatewaySecurityGroupId: string;
}

/** The public load balancer's security group: callers to it, it to the gateway, and nobody else to the gateway. */
export class EntranceSecurity extends Construct {
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: EntranceSecurityProps) {
    super(scope, id);
    const { name, gateway, gatewaySecurityGroupId } = props;
    const tags = { Name: name };
    const group = new SecurityGroup(this, "SecurityGroup", {
      name,
      description: "The public load balancer in front of the API gateway",
      vpcId: props.vpcId,
      tags,
    });
    for (const [protocol, port] of Object.entries(ENTRANCE_PORTS)) {
      for (const cidr of gateway.ingressCidrs) {
        new VpcSecurityGroupIngressRule(new Construct(this, `${protocol}_${blockPart(cidr)}`), "Ingress", {
          securityGroupId: group.id,
          description: `TCP ${port} from ${cidr}`,
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
          cidrIpv4: cidr,
          tags,
        });
      }
    }
    const toGateway = { ipProtocol: "tcp", fromPort: gateway.port, toPort: gateway.port, tags };
    const room = new Construct(this, "gateway");
    new VpcSecurityGroupEgressRule(room, "Egress", {
      securityGroupId: group.id,
      description: `TCP ${gateway.port} to the gateway`,
      referencedSecurityGroupId: gatewaySecurityGroupId,
      ...toGateway,
    });
    new VpcSecurityGroupIngressRule(room, "Ingress", {
      securityGroupId: gatewaySecurityGroupId,
      description: `TCP ${gateway.port} from the public load balancer`,
      referencedSecurityGroupId: group.id,
      ...toGateway,
    });
    this.securityGroupId = group.id;
  }
}
