import type { Clients } from "../../aws/clients";
import { fetchClusterTasks } from "../../aws/tasks";
import { type ForeignTarget, foreignTargets } from "../../foreign-targets";
import { type Expected, everyService } from "../expected";
import type { Answer, BalancingFacts } from "../facts";
import { ask, ifThere } from "./answer";

/**
 * The targets that are no task of the environment's, by target group; groups without any are left out. The cluster's tasks are
 * asked for after the targets: whatever is a target is a task by then.
 */
export async function fetchForeignTargets(
  { ecs }: Pick<Clients, "ecs">,
  expected: Expected,
  balancers: Promise<BalancingFacts>,
): Promise<Answer<ReadonlyMap<string, readonly ForeignTarget[]>>> {
  const { targets } = await balancers;
  return await ask(async () => {
    const tasks = await ifThere(fetchClusterTasks(ecs, expected.cluster), { ClusterNotFoundException: [] });
    const ours = everyService(expected).flatMap(({ service, legacy }) => [service, legacy?.service ?? ""]);
    const found = [...targets].flatMap(([group, answer]) => {
      const foreign = answer.known ? foreignTargets(answer.value, tasks, ours) : [];
      return foreign.length === 0 ? [] : [[group, foreign] as const];
    });
    return new Map(found);
  });
}
