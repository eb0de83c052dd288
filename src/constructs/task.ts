import type { ITerraformDependable } from "cdktf";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsEcrImage } from "@cdktf/provider-aws/lib/data-aws-ecr-image";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { Construct } from "constructs";
import { type Container, type Image, secretVariables, type ServiceNames } from "../model/environment";
import { healthShellCommand } from "../model/health-check";
import { isPinned } from "../model/image";
import { registryHost } from "../model/names";
import type { SessionLog } from "./exec-sessions";
import type { Place } from "./iam-policies";
import { jsonDocument } from "./json-document";
import { TaskRoles } from "./roles";
import type { Secrets } from "./secrets";

/** What the tasks of every service in an environment have in common. */
export interface TaskSettings extends Place {
  readonly environment: string;
  readonly secrets: Secrets;
  /** Days that a log group's events are kept, 0 for ever. */
  readonly logRetentionDays: number;
  /** Where shells in its tasks are logged. @default nobody can open one */
  readonly sessionLog?: SessionLog;
  /** ARN of the policy that bounds the roles. @default none */
  readonly permissionsBoundary?: string;
}

/** The tasks of one service. */
export interface TaskProps {
  readonly settings: TaskSettings;
  readonly container: Container;
  readonly names: ServiceNames;
  /** Every plain environment variable, those among them that the project adds. */
  readonly variables: Readonly<Record<string, string>>;
  /** Tasks whose log group and roles these have too, and the start of their log streams' names. @default their own, "ecs" */
  readonly beside?: { readonly tasks: Task; readonly streamPrefix: string };
}

/** What may be shared by two task definitions: where they log, and as whom they run. */
interface TaskRoom {
  readonly logGroup: CloudwatchLogGroup;
  readonly roles: TaskRoles;
}

/** A container's own health check: interval, timeout and start period in seconds (docs/platform.md, "Services"). */
const HEALTH_CHECK = { interval: 30, timeout: 5, retries: 3, startPeriod: 60 };

/** What a service's tasks run and as whom: image, log group, roles and task definition. */
export class Task extends Construct {
  /** The name of its log group, as a reference to it. */
  readonly logGroup: string;
  readonly taskDefinitionArn: string;
  /** What a service that runs these tasks must wait for. */
  readonly dependencies: readonly ITerraformDependable[];
  private readonly room: TaskRoom;

  constructor(scope: Construct, id: string, props: TaskProps) {
    super(scope, id);
    const { settings, container, names, variables, beside } = props;
    const { account, region } = settings;
    const secrets = [...secretVariables(container)].sort(([a], [b]) => (a < b ? -1 : 1));
    this.room = beside?.tasks.room ?? this.ownRoom(props);
    const { logGroup, roles } = this.room;
    this.logGroup = logGroup.name;
    const { cpu = 256, memory = 512 } = container;
    const definition = new EcsTaskDefinition(this, "TaskDefinition", {
      family: names.taskFamily,
      cpu: String(cpu),
      memory: String(memory),
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      executionRoleArn: roles.executionRoleArn,
      taskRoleArn: roles.taskRoleArn,
      containerDefinitions: jsonDocument([
        {
          name: names.container,
          image: `${registryHost({ account, region })}/${container.image.repository}@${this.digestOf(container.image)}`,
          essential: true,
          portMappings: [{ containerPort: container.port, hostPort: container.port, protocol: "tcp" }],
          environment: Object.entries(variables)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, value]) => ({ name, value })),
          secrets: secrets.map(([name, secret]) => ({ name, valueFrom: settings.secrets.arn(secret) })),
          // Without an init process, what a shell has started is left over when it ends (Amazon ECS developer guide,
          // "Monitor Amazon ECS containers with ECS Exec").
          ...(settings.sessionLog && { linuxParameters: { initProcessEnabled: true } }),
          healthCheck: { command: ["CMD-SHELL", healthShellCommand(container)], ...HEALTH_CHECK },
          logConfiguration: {
            logDriver: "awslogs",
            options: {
              "awslogs-group": logGroup.name,
              "awslogs-region": region,
              "awslogs-stream-prefix": beside?.streamPrefix ?? "ecs",
            },
          },
        },
      ]),
      // An old revision stays registered: it is the way back.
      skipDestroy: true,
      tags: { Name: names.taskFamily },
    });
    this.taskDefinitionArn = definition.arn;
    this.dependencies = [...roles.policies, ...settings.secrets.toWaitFor([...container.secrets].sort())];
  }

  /**
   * A digest can't be pushed over. Where a tag says which, the plan fails here when there is none
   * (docs/original-runbook.md, section 1).
   */
  private digestOf(image: Image): string {
    if (isPinned(image)) return image.digest;
    const { repository: repositoryName, tag: imageTag } = image;
    return new DataAwsEcrImage(this, "Image", { repositoryName, imageTag }).imageDigest;
  }

  private ownRoom({ settings, container, names }: TaskProps): TaskRoom {
    const logGroup = new CloudwatchLogGroup(this, "LogGroup", {
      name: names.logGroup,
      retentionInDays: settings.logRetentionDays,
      tags: { Name: names.logGroup },
    });
    const roles = new TaskRoles(this, "Roles", {
      account: settings.account,
      region: settings.region,
      executionRole: names.executionRole,
      taskRole: names.taskRole,
      repository: container.image.repository,
      logGroup: names.logGroup,
      secrets: settings.secrets.reads([...container.secrets].sort()),
      ...(settings.sessionLog && { sessionLog: settings.sessionLog }),
      ...(settings.permissionsBoundary !== undefined && { permissionsBoundary: settings.permissionsBoundary }),
    });
    return { logGroup, roles };
  }
}
