import type { Environment, Inventory } from "../model/environment";
import { type Problem, quote } from "../model/problem";
import { shapedEnvironment, shapedInventory } from "../model/rules/shapes";
import { validate } from "../model/validate";
import { environmentFiles, type EnvironmentOf } from "./files";
import { readInventories } from "./inventory";
import { rehearsedPhases } from "./rehearsed-phases";

/** What came of an environment's file: the environment, and what is wrong with how it was made. */
interface Made {
  readonly name: string;
  readonly environment?: Environment;
  readonly problems: readonly Problem[];
}

/** The environment of a file, with its inventory as that was read: what is wrong with that is said along with everything else. */
function build(name: string, of: EnvironmentOf, given: unknown): Made {
  const file = `src/environments/${name}.ts`;
  try {
    const made: unknown = of(shapedInventory(given).value);
    if (typeof made !== "object" || made === null) {
      return { name, problems: [{ field: file, message: "what its default export gives back is no environment" }] };
    }
    // Under its file's name it is compared with the others, whatever it says.
    const environment = { ...(made as Environment), name, inventory: given as Inventory };
    const { name: written } = made as { name?: unknown };
    const message = `${quote(written)}: an environment is called like its file: write ${quote(name)}`;
    return { name, environment, problems: written === name ? [] : [{ field: "name", message }] };
  } catch (error) {
    const message = error instanceof Error ? error.message : quote(error);
    return { name, problems: [{ field: file, message: `no environment can be made of it: ${message}` }] };
  }
}

function isMisshapen(environment: Environment): boolean {
  return shapedEnvironment(environment, 0).problems.length > 0;
}

/** What is protected comes last, where it is seen after everything else; within both, by name. */
function inOrder(one: Environment, other: Environment): number {
  return (one.protected ? 1 : 0) - (other.protected ? 1 : 0) || (one.name < other.name ? -1 : 1);
}

/**
 * Every environment of the platform: each file of this folder whose default export makes one, and its inventory.
 *
 * @param inventoryDirectory a folder of inventories of other accounts. @default the project's own
 * That folder may also hold the phases of a rehearsal.
 * @throws OperatorError when an inventory cannot be read, or when an environment or an inventory lacks the other.
 * @throws InvalidEnvironmentError when an environment or its inventory is misshapen or cannot be made, with that and every other
 * problem of every environment. Whether one that is well-shaped keeps the rules is left to {@link validate}.
 */
export function environments(inventoryDirectory?: string): Environment[] {
  const inventories = readInventories(inventoryDirectory);
  const made = [...environmentFiles()].map(([name, of]) => build(name, of, inventories[name]));
  const all = made.flatMap(({ environment }) => environment ?? []).sort(inOrder);
  const problems = new Map(made.flatMap(({ name, problems }) => (problems.length > 0 ? [[name, problems]] : [])));
  if (problems.size > 0 || all.some(isMisshapen)) validate(all, problems);
  return rehearsedPhases(all, inventoryDirectory);
}
