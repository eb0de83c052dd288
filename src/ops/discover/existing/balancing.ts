import type { BalancingFacts } from "../facts";
import type { ExistingByType } from "./existing";

/** Load balancers, target groups and listeners. Their tags are not asked for: they are known by their names. */
export function existingBalancing({ loadBalancers, listeners, targetGroups }: BalancingFacts): ExistingByType {
  return {
    aws_lb: loadBalancers.map(({ LoadBalancerArn: arn = "", ...lb }) => ({
      importId: arn,
      attributes: { id: arn, arn, name: lb.LoadBalancerName, dns_name: lb.DNSName },
      tags: {},
    })),
    aws_lb_target_group: targetGroups.map(({ TargetGroupArn: arn = "", ...group }) => ({
      importId: arn,
      attributes: {
        id: arn,
        arn,
        name: group.TargetGroupName,
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
        default_action: (listener.DefaultActions ?? []).map(({ TargetGroupArn, ForwardConfig }) => ({
          target_group_arn: TargetGroupArn ?? ForwardConfig?.TargetGroups?.[0]?.TargetGroupArn,
        })),
      },
      tags: {},
    })),
  };
}
