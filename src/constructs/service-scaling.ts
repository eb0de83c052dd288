import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingScheduledAction } from "@cdktf/provider-aws/lib/appautoscaling-scheduled-action";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import type { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type Scaling, schedules } from "../model/scaling";

/** Which ECS service is scaled, and how. */
export interface ServiceScalingProps {
  readonly service: EcsService;
  readonly serviceName: string;
  readonly clusterName: string;
  readonly scaling: Scaling;
}

/**
 * What decides on the number of an ECS service's tasks in Terraform's place. Application Auto Scaling raises a service
 * below its minimum, so what is parked must not have one: Terraform destroys the target, which depends on the service,
 * before it sets the service to 0; and when the target is back, Application Auto Scaling raises the service to its minimum.
 */
export class ServiceScaling extends Construct {
  constructor(scope: Construct, id: string, { service, serviceName, clusterName, scaling }: ServiceScalingProps) {
    super(scope, id);
    const { min, max, autoscaling, nightStop } = scaling;
    const target = new AppautoscalingTarget(this, "ScalableTarget", {
      serviceNamespace: "ecs",
      resourceId: `service/${clusterName}/${service.name}`,
      scalableDimension: "ecs:service:DesiredCount",
      minCapacity: min,
      maxCapacity: max,
      tags: { Name: serviceName },
      // The night stop's scheduled actions change them in AWS.
      ...(nightStop && { lifecycle: { ignoreChanges: ["min_capacity", "max_capacity"] } }),
    });
    const { serviceNamespace, resourceId, scalableDimension } = target;
    const ofTarget = { serviceNamespace, resourceId, scalableDimension };
    // One after the other: Application Auto Scaling takes one change of a target at a time and answers another with
    // ConcurrentUpdateException (terraform-provider-aws issue 17915).
    let last: ITerraformDependable = target;
    const follow = (room: string, predefinedMetricType: string, targetValue: number | undefined) => {
      if (targetValue === undefined) return;
      last = new AppautoscalingPolicy(new Construct(this, room), "Policy", {
        ...ofTarget,
        dependsOn: [last],
        name: `${serviceName}-${room}`,
        policyType: "TargetTrackingScaling",
        targetTrackingScalingPolicyConfiguration: {
          targetValue,
          predefinedMetricSpecification: { predefinedMetricType },
          // Seconds: out quickly, in once the load has stayed away. AWS's own default is 300 for both.
          scaleOutCooldown: 60,
          scaleInCooldown: 300,
        },
      });
    };
    follow("cpu", "ECSServiceAverageCPUUtilization", autoscaling?.cpuPercent);
    follow("memory", "ECSServiceAverageMemoryUtilization", autoscaling?.memoryPercent);
    if (nightStop === undefined) return;
    const { stop, start } = schedules(nightStop);
    const at = (room: string, schedule: string, minCapacity: number, maxCapacity: number) => {
      last = new AppautoscalingScheduledAction(new Construct(this, room), "ScheduledAction", {
        ...ofTarget,
        dependsOn: [last],
        name: `${serviceName}-${room}`,
        schedule,
        timezone: nightStop.timeZone,
        scalableTargetAction: { minCapacity: String(minCapacity), maxCapacity: String(maxCapacity) },
      });
    };
    at("night", stop, 0, 0);
    at("day", start, min, max);
  }
}
