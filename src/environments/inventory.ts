import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Inventory } from "../model/environment";
import { InvalidEnvironmentError, OperatorError } from "../model/problem";
import { inventoryShapeProblems } from "../model/rules/shapes";
import dev from "./inventory/dev.json";
import prod from "./inventory/prod.json";
import staging from "./inventory/staging.json";

const INVENTORIES = { dev, staging, prod };

type Name = keyof typeof INVENTORIES;

function readJson(environment: Name, directory: string | undefined): unknown {
  if (directory === undefined || directory === "") return INVENTORIES[environment];
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new OperatorError(`KELMAH_INVENTORY_DIR: there is no folder '${directory}'.`);
  }
  const file = join(directory, `${environment}.json`);
  if (!existsSync(file)) return INVENTORIES[environment];
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
export function readInventories(directory?: string): Record<Name, Inventory> {
  const inventories = (Object.keys(INVENTORIES) as Name[]).map((name) => [name, readJson(name, directory)] as const);
  const problems = inventories
    .map(([name, inventory]) => [name, inventoryShapeProblems(inventory)] as const)
    .filter(([, found]) => found.length > 0);
  if (problems.length > 0) throw new InvalidEnvironmentError(new Map(problems));
  return Object.fromEntries(inventories) as Record<Name, Inventory>;
}
