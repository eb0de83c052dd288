import { Fn, Token } from "cdktf";
import { DataAwsLbTargetGroup } from "@cdktf/provider-aws/lib/data-aws-lb-target-group";
import type { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { blockPart } from "../model/entrance";
import type { Gateway, ServiceNames } from "../model/environment";
import type { Tasks } from "../model/scaling";
import type { Entrance } from "./entrance";
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
  /** Every plain variable of its container, those among them in which it finds the services. */
  readonly variables: Readonly<Record<string, string>>;
  /** What callers come through. @default they call it itself, or through the load balancer that is there already */
  readonly entrance?: Pick<Entrance, "targetGroupArn" | "listener">;
}

/** A load balancer and a target group of it, as CloudWatch's dimensions call them: without `loadbalancer/`. */
export interface CloudwatchTarget {
  readonly loadBalancer: string;
  readonly targetGroup: string;
}

/** The API gateway: the only service that is called from outside, and the only one that calls the others. */
export class GatewayService extends Construct {
  /** The ECS service: done when it is steady. */
  readonly service: EcsService;
  /** What its tasks run, whose log group and roles the canary has too. */
  readonly task: Task;
  /** What CloudWatch calls the load balancer and target group that stand in front of it already. */
  readonly target?: CloudwatchTarget;

  constructor(scope: Construct, id: string, props: GatewayServiceProps) {
    super(scope, id);
    const { platform, gateway, names, variables, securityGroupId, entrance } = props;
    if (entrance === undefined) this.letIn(gateway, names, securityGroupId);
    const existing =
      gateway.targetGroup === undefined
        ? undefined
        : new DataAwsLbTargetGroup(this, "TargetGroup", { name: gateway.targetGroup });
    this.task = new Task(this, "Task", { settings: platform, container: gateway, names, variables });
    // ECS registers a task in several target groups: the load balancer that is there already stays beside the entrance.
    const targetGroups = [entrance?.targetGroupArn, existing?.arn].flatMap((arn) => arn ?? []);
    const { service } = new FargateService(this, "FargateService", {
      name: names.service,
      ...fargatePlatform(platform),
      task: this.task,
      tasks: props.tasks,
      subnetIds: props.subnetIds,
      securityGroupId,
      publicIp: gateway.publicIp,
      targets: targetGroups.map((targetGroupArn) => ({
        targetGroupArn,
        container: names.container,
        port: gateway.port,
      })),
      // ECS refuses a target group that no load balancer uses yet.
      ...(entrance && { dependsOn: [entrance.listener] }),
    });
    this.service = service;
    if (existing !== undefined) {
      // `arn:...:loadbalancer/app/<name>/<id>`; a target group without one has no metrics, and must not fail the plan.
      const arn = Token.asString(Fn.element(Fn.tolist(existing.loadBalancerArns), 0));
      const suffix = Token.asString(Fn.element(Fn.split("loadbalancer/", arn), 1));
      this.target = { loadBalancer: Token.asString(Fn.try([suffix, "none"])), targetGroup: existing.arnSuffix };
    }
  }

  /** Lets callers in to the gateway itself. */
  private letIn({ ingressCidrs, port }: Gateway, names: ServiceNames, securityGroupId: string): void {
    for (const cidr of ingressCidrs) {
      new VpcSecurityGroupIngressRule(new Construct(this, `callers_${blockPart(cidr)}`), "Ingress", {
        securityGroupId,
        description: `TCP ${port} from ${cidr}`,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        cidrIpv4: cidr,
        tags: { Name: names.service },
      });
    }
  }
}
