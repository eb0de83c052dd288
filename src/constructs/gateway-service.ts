import { Fn, Token } from "cdktf";
import { DataAwsLbTargetGroup } from "@cdktf/provider-aws/lib/data-aws-lb-target-group";
import type { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import type { Gateway, ServiceNames } from "../model/environment";
import type { Tasks } from "../model/scaling";
import { type FargatePlatform, fargatePlatform, FargateService } from "./fargate-service";
import { Task, type TaskSettings } from "./task";

/** The gateway and where it runs. */
export interface GatewayServiceProps {
  readonly platform: TaskSettings & FargatePlatform;
  readonly gateway: Gateway;
  readonly names: ServiceNames;
  readonly tasks: Tasks;
  /** The public subnets for a gateway with a public IP, the private ones otherwise. */
  readonly subnetIds: string[];
  readonly securityGroupId: string;
  /** The variables `<SERVICE>_SERVICE_URL` (runbook, section 7). */
  readonly serviceUrls: Readonly<Record<string, string>>;
}

/** The API gateway: the only service that is called from outside, and the only one that calls the others. */
export class GatewayService extends Construct {
  /** The ECS service: done when it is steady. */
  readonly service: EcsService;
  /** The name of its log group, as a reference to it. */
  readonly logGroup: string;
  /** What CloudWatch calls the load balancer and target group that stand in front of it already. */
  readonly target?: { readonly loadBalancer: string; readonly targetGroup: string };

  constructor(scope: Construct, id: string, props: GatewayServiceProps) {
    super(scope, id);
    const { platform, gateway, names, securityGroupId } = props;
    gateway.ingressCidrs.forEach((cidr, index) => {
      new VpcSecurityGroupIngressRule(new Construct(this, `callers_${index}`), "Ingress", {
        securityGroupId,
        description: `TCP ${gateway.port} from ${cidr}`,
        ipProtocol: "tcp",
        fromPort: gateway.port,
        toPort: gateway.port,
        cidrIpv4: cidr,
        tags: { Name: names.service },
      });
    });
    const targetGroup =
      gateway.targetGroup === undefined
        ? undefined
        : new DataAwsLbTargetGroup(this, "TargetGroup", { name: gateway.targetGroup });
    const task = new Task(this, "Task", {
      settings: platform,
      container: gateway,
      names,
      variables: {
        ...gateway.environment,
        ...props.serviceUrls,
        NODE_ENV: "production",
        API_GATEWAY_PORT: String(gateway.port),
      },
    });
    const { service } = new FargateService(this, "FargateService", {
      name: names.service,
      ...fargatePlatform(platform),
      task,
      tasks: props.tasks,
      subnetIds: props.subnetIds,
      securityGroupId,
      publicIp: gateway.publicIp,
      ...(targetGroup && {
        target: { targetGroupArn: targetGroup.arn, container: names.container, port: gateway.port },
      }),
    });
    this.service = service;
    this.logGroup = task.logGroup;
    if (targetGroup !== undefined) {
      // `arn:...:loadbalancer/app/<name>/<id>`; a target group without one has no metrics, and must not fail the plan.
      const arn = Token.asString(Fn.element(Fn.tolist(targetGroup.loadBalancerArns), 0));
      const suffix = Token.asString(Fn.element(Fn.split("loadbalancer/", arn), 1));
      this.target = { loadBalancer: Token.asString(Fn.try([suffix, "none"])), targetGroup: targetGroup.arnSuffix };
    }
  }
}
