import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import type { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { Construct } from "constructs";
import { type ActiveCanary, CANARY_PRIORITIES, NOBODY_CALLS } from "../model/canary";
import { type Entrance, targetGroupSettings } from "./entrance";
import { fargatePlatform, FargateService } from "./fargate-service";
import type { GatewayServiceProps } from "./gateway-service";
import { Task } from "./task";

/** The second gateway: what it runs, and which share of the calls it gets. */
export interface CanaryServiceProps extends Omit<GatewayServiceProps, "entrance"> {
  readonly canary: ActiveCanary;
  /** What the gateway's tasks run: the canary's log group and roles are the same. */
  readonly gatewayTask: Task;
  readonly entrance: Pick<Entrance, "targetGroupArn" | "listener">;
  readonly vpcId: string;
}

/**
 * A second gateway behind the entrance's listener (docs/original-runbook.md, "Operational playbooks"). Its target group
 * is attached by a rule that nobody's call matches, since ECS refuses one without a load balancer; the rule that shares
 * the calls waits until its tasks run. For a new service the provider (5.100.0) waits no longer: their health checks
 * may still be on their way, which is why the guard lets it start with few calls only. Terraform removes in the reverse
 * order, so that no call ever meets an empty target group.
 */
export class CanaryService extends Construct {
  /** The ECS service: done when its tasks run. */
  readonly service: EcsService;
  /** What CloudWatch calls its target group: `targetgroup/<name>/<id>`. */
  readonly targetGroupArnSuffix: string;
  /**
   * The rule that shares the calls. What waits for it is changed before it goes, since it is created before it is destroyed:
   * so a canary that is promoted answers until the gateway runs its image.
   */
  readonly traffic: LbListenerRule;

  constructor(scope: Construct, id: string, props: CanaryServiceProps) {
    super(scope, id);
    const { platform, gateway, names, canary, entrance } = props;
    const targetGroup = new LbTargetGroup(this, "TargetGroup", {
      ...targetGroupSettings(props, gateway.healthCheck),
      name: names.targetGroup,
      tags: { Name: names.targetGroup },
    });
    const tags = { Name: names.service };
    const attachment = new LbListenerRule(new Construct(this, "attachment"), "Rule", {
      listenerArn: entrance.listener.arn,
      priority: CANARY_PRIORITIES.attachment,
      condition: [{ hostHeader: { values: [NOBODY_CALLS] } }],
      action: [{ type: "forward", targetGroupArn: targetGroup.arn }],
      tags,
    });
    const task = new Task(this, "Task", {
      settings: platform,
      container: { ...gateway, image: canary.image },
      names,
      variables: props.variables,
      beside: { tasks: props.gatewayTask, streamPrefix: "canary" },
    });
    const { service } = new FargateService(this, "FargateService", {
      name: names.service,
      ...fargatePlatform(platform),
      task,
      tasks: props.tasks,
      subnetIds: props.subnetIds,
      securityGroupId: props.securityGroupId,
      publicIp: false,
      targets: [{ targetGroupArn: targetGroup.arn, container: names.container, port: gateway.port }],
      dependsOn: [attachment],
    });
    const { stickinessSeconds } = canary;
    this.traffic = new LbListenerRule(new Construct(this, "traffic"), "Rule", {
      listenerArn: entrance.listener.arn,
      priority: CANARY_PRIORITIES.traffic,
      condition: [{ pathPattern: { values: ["/*"] } }],
      action: [
        {
          type: "forward",
          forward: {
            targetGroup: [
              { arn: entrance.targetGroupArn, weight: canary.shares.gateway },
              { arn: targetGroup.arn, weight: canary.shares.canary },
            ],
            ...(stickinessSeconds !== undefined && { stickiness: { enabled: true, duration: stickinessSeconds } }),
          },
        },
      ],
      tags,
      dependsOn: [service],
      lifecycle: { createBeforeDestroy: true },
    });
    this.service = service;
    this.targetGroupArnSuffix = targetGroup.arnSuffix;
  }
}
