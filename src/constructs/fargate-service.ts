import { type ITerraformDependable, Op, ref, TerraformStack, Token } from "cdktf";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { Construct } from "constructs";
import type { CapacityShare, Tasks } from "../model/scaling";
import { ServiceScaling } from "./service-scaling";
import type { Task, TaskSettings } from "./task";

/** What a service's tasks are spread over. */
export interface Capacity {
  readonly shares: readonly CapacityShare[];
  /** What lets the cluster use them. */
  readonly dependsOn: ITerraformDependable;
}

/** What every Fargate service of an environment runs on. */
export interface FargatePlatform {
  readonly clusterArn: string;
  readonly clusterName: string;
  /** @default the launch type Fargate */
  readonly capacity?: Capacity;
}

/** What a Fargate service needs of its environment's platform. */
export function fargatePlatform(
  platform: FargatePlatform & Pick<TaskSettings, "sessionLog">,
): FargatePlatform & Pick<FargateServiceProps, "ecsExec"> {
  const { clusterArn, clusterName, capacity, sessionLog } = platform;
  return { clusterArn, clusterName, ecsExec: sessionLog !== undefined, ...(capacity && { capacity }) };
}

/** A target group, and which of a task's containers registers in it. */
export interface Target {
  readonly targetGroupArn: string;
  readonly container: string;
  readonly port: number;
}

/** Where a service's tasks run and what stands in front of them. */
export interface FargateServiceProps extends FargatePlatform {
  readonly name: string;
  readonly task: Task;
  /** 0 is a number too: a service that is parked. */
  readonly tasks: Tasks;
  readonly subnetIds: string[];
  readonly securityGroupId: string;
  readonly publicIp: boolean;
  readonly ecsExec: boolean;
  /** The target groups that its tasks register in. @default none */
  readonly targets?: readonly Target[];
  /** ARN of the Cloud Map service that its tasks register in. @default none */
  readonly registryArn?: string;
  /** What must be there before it, beside its task's own: its listener. @default none */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** A Fargate service that rolls forward one healthy task at a time, and back by itself when the new ones do not start. */
export class FargateService extends Construct {
  /** The ECS service: done when it is steady. */
  readonly service: EcsService;

  constructor(scope: Construct, id: string, props: FargateServiceProps) {
    super(scope, id);
    const { targets = [], tasks, capacity } = props;
    this.service = new EcsService(this, "Service", {
      name: props.name,
      // By ARN: a name would force a replacement after an import.
      cluster: props.clusterArn,
      taskDefinition: props.task.taskDefinitionArn,
      desiredCount: tasks.desiredCount,
      ...(capacity === undefined
        ? { launchType: "FARGATE" }
        : // Without a new deployment ECS would not take other shares, and the provider would replace the service.
          { capacityProviderStrategy: [...capacity.shares], forceNewDeployment: true }),
      networkConfiguration: {
        subnets: props.subnetIds,
        securityGroups: [props.securityGroupId],
        assignPublicIp: props.publicIp,
      },
      ...(targets.length > 0 && {
        loadBalancer: targets.map(({ targetGroupArn, container, port }) => ({
          targetGroupArn,
          containerName: container,
          containerPort: port,
        })),
        // The start period of the container's own health check: until then the target group's verdict is not heard.
        healthCheckGracePeriodSeconds: 60,
      }),
      ...(props.registryArn !== undefined && { serviceRegistries: { registryArn: props.registryArn } }),
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      enableExecuteCommand: props.ecsExec,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      waitForSteadyState: true,
      tags: { Name: props.name },
      dependsOn: [...props.task.dependencies, ...(props.dependsOn ?? []), ...(capacity ? [capacity.dependsOn] : [])],
      lifecycle: {
        ...(tasks.scaling && { ignoreChanges: ["desired_count"] }),
        // A roll-out that the circuit breaker took back is steady too: without this the apply would go on, and scale down
        // what still is called (terraform-provider-aws issues 19519 and 20858).
        postcondition: [
          {
            condition: Token.asString(
              Op.eq(ref("self.task_definition", TerraformStack.of(this)), props.task.taskDefinitionArn),
            ),
            errorMessage: `${props.name}: the new tasks did not come up, and ECS went back to the revision before. npm run verify says why.`,
          },
        ],
      },
    });
    if (tasks.scaling !== undefined) {
      new ServiceScaling(this, "ServiceScaling", {
        service: this.service,
        serviceName: props.name,
        clusterName: props.clusterName,
        scaling: tasks.scaling,
      });
    }
  }
}
