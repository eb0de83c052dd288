import { physicalName } from "../model/names";
import { allow, type DeploymentPolicyProps } from "./deployment-policies";
import type { PolicyStatement } from "./iam-policies";

/** The services of AWS that take roles of the stacks: ECS for tasks, EC2 for flow logs. */
const TAKERS = ["ecs-tasks.amazonaws.com", "vpc-flow-logs.amazonaws.com"];

/** Which roles an apply makes, and what bounds them. */
export interface RoleStatementsProps extends Pick<DeploymentPolicyProps, "account" | "environment"> {
  /** Names of roles that are not as {@link isMadeRole} has them. */
  readonly keptRoles: readonly string[];
  /** ARN of the permissions boundary without which no role may be made or changed. @default no role may */
  readonly boundary?: string;
}

/**
 * The ends of the names of an environment's roles. An environment's name has no hyphen, so no other environment's roles end like that: neither
 * those of `prod2` beside `prod`, nor those of an environment that is called `task`.
 */
const ENDS = ["execution", "task"] as const;

/** Whether a role's name is one that the project gives to roles of tasks. */
export function isMadeRole(name: string, environment: string): boolean {
  return name.startsWith("kelmah-") && ENDS.some((end) => name.endsWith(`-${environment}-${end}`));
}

/**
 * An apply makes and changes roles of its environment alone, and only with the boundary on them; it hands them to ECS and to flow logs,
 * and to nothing else of AWS. It attaches no policies that others have written, and takes no boundary away. (`iam:PermissionsBoundary` and
 * `iam:PassedToService`: Service authorization reference, "AWS Identity and Access Management".)
 */
export function roleStatements({ account, environment, keptRoles, boundary }: RoleStatementsProps): PolicyStatement[] {
  const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
  const made = ENDS.map((end) => `kelmah-*-${environment}-${end}`);
  const roles = [...made, physicalName("flow-logs", environment), ...keptRoles].map(role);
  const iam = (...actions: readonly string[]) => actions.map((action) => `iam:${action}`);
  return [
    {
      ...allow("PassRoles", iam("PassRole"), roles),
      Condition: { StringEquals: { "iam:PassedToService": TAKERS } },
    },
    ...(boundary === undefined
      ? []
      : [
          {
            ...allow(
              "ChangeBoundedRoles",
              iam("CreateRole", "DeleteRolePolicy", "PutRolePermissionsBoundary", "PutRolePolicy"),
              roles,
            ),
            Condition: { StringEquals: { "iam:PermissionsBoundary": boundary } },
          },
          allow("TendRoles", iam("DeleteRole", "TagRole", "UntagRole", "UpdateAssumeRolePolicy", "UpdateRole"), roles),
        ]),
    allow("LetServicesWork", iam("CreateServiceLinkedRole"), [role("aws-service-role/*")]),
  ];
}
