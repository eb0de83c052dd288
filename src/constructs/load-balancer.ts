import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Service } from "../model/environment";
import { HEALTHY_STATUSES } from "../model/health-check";
import { firstPortOf, openPorts } from "../model/ports";
import { type ServiceCallers, ServiceIngress } from "./service-ingress";

/** The internal load balancer. */
export interface InternalLoadBalancerProps {
  readonly name: string;
  readonly privateSubnetIds: string[];
  readonly crossZone: boolean;
  /** Refuse its deletion in AWS. */
  readonly deletionProtection: boolean;
  /** Refuse every plan that would destroy it. */
  readonly preventDestroy: boolean;
  /** The group that it is made with: one made without can be given none later, nor the other way round. @default none */
  readonly securityGroup?: { readonly name: string; readonly vpcId: string };
}

/** One internal network load balancer for all services (docs/original-runbook.md, section 4). */
export class InternalLoadBalancer extends Construct {
  readonly arn: string;
  /** What CloudWatch calls it: `net/<name>/<id>`. */
  readonly arnSuffix: string;
  readonly dnsName: string;
  /** Of its own security group. */
  readonly securityGroupId?: string;

  constructor(scope: Construct, id: string, props: InternalLoadBalancerProps) {
    super(scope, id);
    const { name, preventDestroy, securityGroup } = props;
    const room = new Construct(this, "internal");
    const group =
      securityGroup &&
      new SecurityGroup(room, "SecurityGroup", {
        ...securityGroup,
        description: "The internal load balancer in front of the services",
        tags: { Name: securityGroup.name },
      });
    const balancer = new Lb(room, "LoadBalancer", {
      name,
      internal: true,
      loadBalancerType: "network",
      subnets: props.privateSubnetIds,
      enableCrossZoneLoadBalancing: props.crossZone,
      enableDeletionProtection: props.deletionProtection,
      tags: { Name: name },
      ...(group && { securityGroups: [group.id] }),
      ...(preventDestroy && { lifecycle: { preventDestroy } }),
    });
    if (group !== undefined) this.securityGroupId = group.id;
    this.arn = balancer.arn;
    this.arnSuffix = balancer.arnSuffix;
    this.dnsName = balancer.dnsName;
  }
}

/** How one service is reached through the internal load balancer. */
export interface ServiceListenerProps {
  readonly service: Pick<Service, "port" | "firstPort" | "previousPort" | "protocol" | "healthCheck">;
  readonly targetGroup: string;
  readonly loadBalancerArn: string;
  readonly vpcId: string;
  /** Of the service's tasks. */
  readonly securityGroupId: string;
  readonly callers: ServiceCallers;
}

/** A TCP target group, a listener on each open port that forwards to it, and the rules that let it in. */
export class ServiceListener extends Construct {
  readonly targetGroupArn: string;
  /** What CloudWatch calls it: `targetgroup/<name>/<id>`. */
  readonly targetGroupArnSuffix: string;
  /** The listeners and rules: what has to be there before tasks are called. */
  readonly ways: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ServiceListenerProps) {
    super(scope, id);
    const { service, securityGroupId, callers } = props;
    const { protocol = "TCP", healthCheck } = service;
    const firstPort = firstPortOf(service);
    const tags = { Name: props.targetGroup };
    const targetGroup = new LbTargetGroup(this, "TargetGroup", {
      name: props.targetGroup,
      // A default only: ECS registers each task with the port of its own (API reference, RegisterTargets).
      port: firstPort,
      protocol,
      targetType: "ip",
      vpcId: props.vpcId,
      healthCheck: {
        ...(healthCheck.protocol === "HTTP"
          ? { protocol: "HTTP", path: healthCheck.path, matcher: HEALTHY_STATUSES }
          : { protocol: "TCP" }),
        // AWS's own defaults (API reference, CreateTargetGroup), which are not the provider's.
        healthyThreshold: 5,
        unhealthyThreshold: 2,
      },
      tags,
    });
    this.ways = openPorts(service).flatMap((port) => {
      const room = port === firstPort ? this : new Construct(this, String(port));
      const listener = new LbListener(room, "Listener", {
        loadBalancerArn: props.loadBalancerArn,
        port,
        protocol,
        defaultAction: [{ type: "forward", targetGroupArn: targetGroup.arn }],
        tags,
        // When its port is closed it goes after the gateway has moved on, not before.
        lifecycle: { createBeforeDestroy: true },
      });
      const { rules } = new ServiceIngress(room, "ServiceIngress", {
        port,
        name: props.targetGroup,
        securityGroupId,
        callers,
      });
      return [listener, ...rules];
    });
    this.targetGroupArn = targetGroup.arn;
    this.targetGroupArnSuffix = targetGroup.arnSuffix;
  }
}
