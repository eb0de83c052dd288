import type { Environment, Inventory } from "../model/environment";
import { OperatorError, quote } from "../model/problem";
import { environmentFiles, type EnvironmentOf } from "./files";
import { readInventories } from "./inventory";
import { rehearsedPhases } from "./rehearsed-phases";

function build(name: string, of: EnvironmentOf, inventory: Inventory): Environment {
  const environment = of(inventory);
  if (environment.name === name) return environment;
  throw new OperatorError(
    `src/environments/${name}.ts: name: ${quote(environment.name)}: an environment is called like its file: write ${quote(name)}.`,
  );
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
 * @throws OperatorError when an inventory cannot be read or is wrong, or when an environment or an inventory lacks the other.
 */
export function environments(inventoryDirectory?: string): Environment[] {
  const inventories = readInventories(inventoryDirectory);
  const all = [...environmentFiles()].flatMap(([name, of]) => {
    const inventory = inventories[name];
    return inventory === undefined ? [] : [build(name, of, inventory)];
  });
  return rehearsedPhases(all.sort(inOrder), inventoryDirectory);
}
