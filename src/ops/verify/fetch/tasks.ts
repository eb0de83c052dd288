import type { Clients } from "../../aws/clients";
import { type ClusterTask, fetchClusterTasks } from "../../aws/tasks";
import { type ForeignTarget, foreignTargets } from "../../foreign-targets";
import { type Expected, everyService } from "../expected";
import type { BalancingFacts, Facts } from "../facts";
import { ask, askWith, ifThere } from "./answer";

/**
 * The cluster's tasks, and the targets that are no task of the environment's, by target group; groups without any are left
 * out. The tasks are asked for after the targets: whatever is a target is a task by then.
 */
export async function fetchTasks(
  { ecs }: Pick<Clients, "ecs">,
  expected: Expected,
  balancers: Promise<BalancingFacts>,
): Promise<Required<Pick<Facts, "tasks" | "foreignTargets">>> {
  const { targets } = await balancers;
  const tasks = await ask(() => ifThere(fetchClusterTasks(ecs, expected.cluster), { ClusterNotFoundException: [] }));
  const ours = everyService(expected).flatMap(({ service, legacy }) => [service, legacy?.service ?? ""]);
  return { tasks, foreignTargets: await askWith(tasks, (found) => Promise.resolve(foreign(targets, found, ours))) };
}

function foreign(
  targets: BalancingFacts["targets"],
  tasks: readonly ClusterTask[],
  ours: readonly string[],
): ReadonlyMap<string, readonly ForeignTarget[]> {
  const found = [...targets].flatMap(([group, answer]) => {
    const others = answer.known ? foreignTargets(answer.value, tasks, ours) : [];
    return others.length === 0 ? [] : [[group, others] as const];
  });
  return new Map(found);
}
