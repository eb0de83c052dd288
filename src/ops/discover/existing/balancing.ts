import type { BalancingFacts } from "../facts";
import type { ExistingByType } from "./existing";

/** Load balancers, target groups and listeners. Their tags are not asked for: they are known by their names. */
export function existingBalancing({
  loadBalancers,
  attributes,
  listeners,
  targetGroups,
}: BalancingFacts): ExistingByType {
  return {
    aws_lb: loadBalancers.map(({ LoadBalancerArn: arn = "", ...lb }) => ({
      importId: arn,
      attributes: {
        id: arn,
        arn,
        name: lb.LoadBalancerName,
        dns_name: lb.DNSName,
        internal: lb.Scheme === "internal",
        load_balancer_type: lb.Type,
        subnets: lb.AvailabilityZones?.flatMap(({ SubnetId }) => SubnetId ?? []),
        ...balancerSettings(attributes.get(arn)),
      },
      tags: {},
    })),
    aws_lb_target_group: targetGroups.map(({ TargetGroupArn: arn = "", ...group }) => ({
      importId: arn,
      attributes: {
        id: arn,
        arn,
        name: group.TargetGroupName,
        port: group.Port,
        protocol: group.Protocol,
        target_type: group.TargetType,
        vpc_id: group.VpcId,
        health_check: {
          enabled: group.HealthCheckEnabled,
          protocol: group.HealthCheckProtocol,
          path: group.HealthCheckPath,
          matcher: group.Matcher?.HttpCode,
          port: group.HealthCheckPort,
          interval: group.HealthCheckIntervalSeconds,
          healthy_threshold: group.HealthyThresholdCount,
          unhealthy_threshold: group.UnhealthyThresholdCount,
        },
        // Not Terraform's: which load balancers forward to it.
        load_balancer_arns: group.LoadBalancerArns ?? [],
      },
      tags: {},
    })),
    aws_lb_listener: listeners.map(({ ListenerArn: arn = "", ...listener }) => ({
      importId: arn,
      attributes: {
        id: arn,
        arn,
        load_balancer_arn: listener.LoadBalancerArn,
        port: listener.Port,
        protocol: listener.Protocol,
        default_action: (listener.DefaultActions ?? []).map(({ Type, TargetGroupArn, ForwardConfig }) => ({
          type: Type,
          target_group_arn: TargetGroupArn ?? ForwardConfig?.TargetGroups?.[0]?.TargetGroupArn,
        })),
      },
      tags: {},
    })),
  };
}

/** The settings of a load balancer that Terraform has as its own arguments. */
export function balancerSettings(attributes: Readonly<Record<string, string>> = {}) {
  const flag = (key: string) => (attributes[key] === undefined ? undefined : attributes[key] === "true");
  return {
    enable_deletion_protection: flag("deletion_protection.enabled"),
    enable_cross_zone_load_balancing: flag("load_balancing.cross_zone.enabled"),
  };
}
