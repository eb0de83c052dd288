import type { Environment, Inventory } from "../model/environment";
import { OperatorError, quote } from "../model/problem";
import { shapedInventory } from "../model/rules/shapes";
import { validate } from "../model/validate";
import { environmentFiles, type EnvironmentOf } from "./files";
import { readInventories } from "./inventory";
import { rehearsedPhases } from "./rehearsed-phases";

/** The environment of a file, with its inventory as that was read, and whether the inventory's shape is sound. */
function build(name: string, of: EnvironmentOf, given: unknown): { environment: Environment; isSound: boolean } {
  const { value, problems } = shapedInventory(given);
  const environment = of(value);
  if (environment.name !== name) {
    throw new OperatorError(
      `src/environments/${name}.ts: name: ${quote(environment.name)}: an environment is called like its file: write ${quote(name)}.`,
    );
  }
  // As it was read: what is wrong with it is said along with everything else.
  return { environment: { ...environment, inventory: given as Inventory }, isSound: problems.length === 0 };
}

/** What is protected comes last, where it is seen after everything else; within both, by name. */
function inOrder(one: Environment, other: Environment): number {
  return Number(one.protected) - Number(other.protected) || (one.name < other.name ? -1 : 1);
}

/**
 * Every environment of the platform: each file of this folder whose default export makes one, and its inventory.
 *
 * @param inventoryDirectory a folder of inventories of other accounts. @default the project's own
 * That folder may also hold the phases of a rehearsal.
 * @throws OperatorError when an inventory cannot be read, or when an environment or an inventory lacks the other.
 * @throws InvalidEnvironmentError when an inventory is misshapen, with that and every other problem of every environment.
 */
export function environments(inventoryDirectory?: string): Environment[] {
  const inventories = readInventories(inventoryDirectory);
  const made = [...environmentFiles()].map(([name, of]) => build(name, of, inventories[name]));
  const all = made.map(({ environment }) => environment).sort(inOrder);
  if (made.some(({ isSound }) => !isSound)) validate(all);
  return rehearsedPhases(all, inventoryDirectory);
}
