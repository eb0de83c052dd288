import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import type { SessionLog } from "./exec-sessions";
import { assumeRolePolicy, ecsExecPolicy, executionPolicy, type ExecutionPolicyProps } from "./iam-policies";
import { jsonDocument } from "./json-document";

/** The two roles of a service's tasks. */
export interface TaskRolesProps extends ExecutionPolicyProps {
  readonly executionRole: string;
  readonly taskRole: string;
  /** Where shells in its tasks are logged. @default nobody can open one */
  readonly sessionLog?: SessionLog;
  /** ARN of the policy that bounds what they may be let do. @default none */
  readonly permissionsBoundary?: string;
}

/** The role under which ECS starts a service's tasks, and the one under which its code runs; no service shares either. */
export class TaskRoles extends Construct {
  readonly executionRoleArn: string;
  readonly taskRoleArn: string;
  /** What must be there before a task starts: ECS would start it without the right to pull its image. */
  readonly policies: readonly IamRolePolicy[];

  constructor(scope: Construct, id: string, props: TaskRolesProps) {
    super(scope, id);
    const assume = jsonDocument(assumeRolePolicy("ecs-tasks.amazonaws.com", props));
    const { permissionsBoundary } = props;
    const role = (room: Construct, name: string) =>
      new IamRole(room, "Role", {
        name,
        assumeRolePolicy: assume,
        ...(permissionsBoundary !== undefined && { permissionsBoundary }),
        tags: { Name: name },
      });

    const executionRoom = new Construct(this, "execution");
    const execution = role(executionRoom, props.executionRole);
    const start = new IamRolePolicy(executionRoom, "Policy", {
      name: "start-tasks",
      role: execution.id,
      policy: jsonDocument(executionPolicy(props)),
    });
    const taskRoom = new Construct(this, "task");
    const task = role(taskRoom, props.taskRole);
    const { sessionLog } = props;
    const exec =
      sessionLog === undefined
        ? []
        : [
            new IamRolePolicy(taskRoom, "Policy", {
              name: "ecs-exec",
              role: task.id,
              policy: jsonDocument(ecsExecPolicy({ account: props.account, region: props.region, ...sessionLog })),
            }),
          ];
    this.executionRoleArn = execution.arn;
    this.taskRoleArn = task.arn;
    this.policies = [start, ...exec];
  }
}
