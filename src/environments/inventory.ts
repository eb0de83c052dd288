import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Inventory } from "../model/environment";
import { InvalidEnvironmentError, OperatorError } from "../model/problem";
import { inventoryShapeProblems } from "../model/rules/shapes";
import { environmentFiles, ownInventory } from "./files";

function inventoryFile(environment: string, directory: string | undefined): string {
  if (directory === undefined || directory === "") return ownInventory(environment);
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new OperatorError(`KELMAH_INVENTORY_DIR: there is no folder '${directory}'.`);
  }
  const file = join(directory, `${environment}.json`);
  return existsSync(file) ? file : ownInventory(environment);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new OperatorError(`The inventory ${file} is not valid JSON: ${(error as Error).message}`);
  }
}

/**
 * The facts of each environment's AWS account.
 *
 * @param directory another folder of inventories, used where it has a file for an environment. @default none
 * @throws OperatorError when the folder does not exist or a file in it is no JSON.
 * @throws InvalidEnvironmentError with every field of every inventory that is missing, misspelt or of the wrong type.
 */
export function readInventories(directory?: string): Record<string, Inventory> {
  const names = [...environmentFiles().keys()];
  const inventories = names.map((name) => [name, readJson(inventoryFile(name, directory))] as const);
  const problems = inventories
    .map(([name, inventory]) => [name, inventoryShapeProblems(inventory)] as const)
    .filter(([, found]) => found.length > 0);
  if (problems.length > 0) throw new InvalidEnvironmentError(new Map(problems));
  return Object.fromEntries(inventories) as Record<string, Inventory>;
}
