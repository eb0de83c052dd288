import type { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { Construct } from "constructs";
import type { Service, ServiceNames } from "../model/environment";
import type { Tasks } from "../model/scaling";
import { type FargatePlatform, fargatePlatform, FargateService } from "./fargate-service";
import { ServiceListener } from "./load-balancer";
import type { ServiceCallers } from "./service-ingress";
import { Task, type TaskSettings } from "./task";

/** Where the services of an environment run. */
export interface ServicePlatform extends TaskSettings, FargatePlatform {
  readonly loadBalancerArn: string;
  readonly vpcId: string;
  readonly callers: ServiceCallers;
  readonly privateSubnetIds: string[];
  readonly servicesSecurityGroupId: string;
}

/** One of the platform's services. */
export interface InternalServiceProps {
  readonly platform: ServicePlatform;
  readonly service: Service;
  readonly names: ServiceNames;
  /** Every plain variable of its container. */
  readonly variables: Readonly<Record<string, string>>;
  readonly tasks: Tasks;
  /** ARN of the Cloud Map service that its tasks register in, beside the load balancer. @default none */
  readonly registryArn?: string;
}

/** A private service behind the internal load balancer (docs/original-runbook.md, section 6). */
export class InternalService extends Construct {
  /** The ECS service: done when it is steady. */
  readonly service: EcsService;
  /** What CloudWatch calls its target group: `targetgroup/<name>/<id>`. */
  readonly targetGroupArnSuffix: string;

  constructor(scope: Construct, id: string, props: InternalServiceProps) {
    super(scope, id);
    const { platform, service, names, variables, tasks, registryArn } = props;
    const { targetGroupArn, targetGroupArnSuffix, ways } = new ServiceListener(this, "ServiceListener", {
      service,
      targetGroup: names.targetGroup,
      loadBalancerArn: platform.loadBalancerArn,
      vpcId: platform.vpcId,
      callers: platform.callers,
      securityGroupId: platform.servicesSecurityGroupId,
    });
    const task = new Task(this, "Task", { settings: platform, container: service, names, variables });
    const fargate = new FargateService(this, "FargateService", {
      name: names.service,
      ...fargatePlatform(platform),
      task,
      tasks,
      subnetIds: platform.privateSubnetIds,
      securityGroupId: platform.servicesSecurityGroupId,
      publicIp: false,
      targets: [{ targetGroupArn, container: names.container, port: service.port }],
      ...(registryArn !== undefined && { registryArn }),
      // ECS refuses a target group that no load balancer uses yet, and tasks that nobody may call are not healthy.
      dependsOn: ways,
    });
    this.service = fargate.service;
    this.targetGroupArnSuffix = targetGroupArnSuffix;
  }
}
