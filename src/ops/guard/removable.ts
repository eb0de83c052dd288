import type { ResourceChange } from "./plan";

/** Resources of an option that a plan may destroy, when the environment no longer asks for it. */
interface Removable {
  readonly type: string;
  /** The names that are meant. @default all */
  readonly names?: RegExp;
  /** Why nothing goes down with it, and nothing is lost. */
  readonly because: string;
}

/** The one table of what the guard lets a plan destroy: nothing in it carries traffic or holds what cannot be made again. */
export const REMOVABLE: readonly Removable[] = [
  { type: "aws_appautoscaling_target", because: "its service keeps running as many tasks as it does" },
  { type: "aws_appautoscaling_policy", because: "its service keeps running as many tasks as it does" },
  { type: "aws_appautoscaling_scheduled_action", because: "its service is no longer stopped at night" },
  {
    type: "aws_kms_key",
    names: /^exec_sessions$/,
    because: "no shell is opened any more, and for 30 days the key can be had back",
  },
  {
    type: "aws_cloudwatch_log_group",
    names: /^exec_sessions$/,
    because: "no shell is opened any more; who needs the sessions' record exports it before (docs/options.md)",
  },
  {
    type: "aws_iam_role_policy",
    names: /_task$/,
    because: "it only let shells be opened in tasks",
  },
  {
    type: "aws_ecs_cluster_capacity_providers",
    because: "ECS refuses as long as a service runs on one of them",
  },
];

/** Why a resource may be destroyed, or `undefined` when it may not. */
export function removal({ type, name }: Pick<ResourceChange, "type" | "name">): string | undefined {
  return REMOVABLE.find((kind) => kind.type === type && (kind.names?.test(name) ?? true))?.because;
}
