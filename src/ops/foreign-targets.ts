import type { TargetHealthDescription } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ClusterTask } from "./aws/tasks";

/** A target that is no task of the environment's. */
export interface ForeignTarget {
  readonly address: string;
  /** Whose it is, in words. */
  readonly of: string;
}

/**
 * The targets that are no task of these ECS services, with whose they are. Those on their way out are left out: their tasks may
 * have ended.
 */
export function foreignTargets(
  targets: readonly TargetHealthDescription[],
  tasks: readonly ClusterTask[],
  ours: readonly string[],
): ForeignTarget[] {
  return targets.flatMap(({ Target, TargetHealth }) => {
    const address = Target?.Id ?? "";
    const task = tasks.find(({ addresses }) => addresses.includes(address));
    if (TargetHealth?.State === "draining") return [];
    if (task === undefined) return [{ address, of: "no task of the cluster; somebody has registered it" }];
    if (task.ecsService === undefined) return [{ address, of: `task ${task.id}, of no service` }];
    return ours.includes(task.ecsService) ? [] : [{ address, of: `a task of ${task.ecsService}` }];
  });
}
