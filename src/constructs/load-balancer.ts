import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import type { Service } from "../model/environment";

/** The internal load balancer. */
export interface InternalLoadBalancerProps {
  readonly name: string;
  readonly privateSubnetIds: string[];
  readonly crossZone: boolean;
  /** Refuse its deletion in AWS. */
  readonly deletionProtection: boolean;
  /** Refuse every plan that would destroy it. */
  readonly preventDestroy: boolean;
}

/** One internal network load balancer for all services (runbook, section 4). */
export class InternalLoadBalancer extends Construct {
  readonly arn: string;
  /** What CloudWatch calls it: `net/<name>/<id>`. */
  readonly arnSuffix: string;
  readonly dnsName: string;

  constructor(scope: Construct, id: string, props: InternalLoadBalancerProps) {
    super(scope, id);
    const { name, preventDestroy } = props;
    const balancer = new Lb(new Construct(this, "internal"), "LoadBalancer", {
      name,
      internal: true,
      loadBalancerType: "network",
      subnets: props.privateSubnetIds,
      enableCrossZoneLoadBalancing: props.crossZone,
      enableDeletionProtection: props.deletionProtection,
      tags: { Name: name },
      ...(preventDestroy && { lifecycle: { preventDestroy } }),
    });
    this.arn = balancer.arn;
    this.arnSuffix = balancer.arnSuffix;
    this.dnsName = balancer.dnsName;
  }
}

/** How one service is reached through the internal load balancer. */
export interface ServiceListenerProps {
  readonly service: Pick<Service, "port" | "protocol" | "healthCheck">;
  readonly targetGroup: string;
  readonly loadBalancerArn: string;
  readonly vpcId: string;
  readonly vpcCidr: string;
  readonly securityGroupId: string;
}

/** A TCP target group, the listener on the service's port that forwards to it, and the rule that lets the VPC in. */
export class ServiceListener extends Construct {
  readonly targetGroupArn: string;
  /** What CloudWatch calls it: `targetgroup/<name>/<id>`. */
  readonly targetGroupArnSuffix: string;
  readonly listener: LbListener;

  constructor(scope: Construct, id: string, props: ServiceListenerProps) {
    super(scope, id);
    const { port, protocol = "TCP", healthCheck } = props.service;
    const tags = { Name: props.targetGroup };
    const targetGroup = new LbTargetGroup(this, "TargetGroup", {
      name: props.targetGroup,
      port,
      protocol,
      targetType: "ip",
      vpcId: props.vpcId,
      healthCheck: {
        ...(healthCheck.protocol === "HTTP" ? { protocol: "HTTP", path: healthCheck.path } : { protocol: "TCP" }),
        // AWS's own defaults (API reference, CreateTargetGroup), which are not the provider's.
        healthyThreshold: 5,
        unhealthyThreshold: 2,
      },
      tags,
    });
    this.listener = new LbListener(this, "Listener", {
      loadBalancerArn: props.loadBalancerArn,
      port,
      protocol,
      defaultAction: [{ type: "forward", targetGroupArn: targetGroup.arn }],
      tags,
    });
    // An NLB without a security group hands connections on from its own addresses in the private subnets.
    new VpcSecurityGroupIngressRule(this, "Ingress", {
      securityGroupId: props.securityGroupId,
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      cidrIpv4: props.vpcCidr,
      tags,
    });
    this.targetGroupArn = targetGroup.arn;
    this.targetGroupArnSuffix = targetGroup.arnSuffix;
  }
}
