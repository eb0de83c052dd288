import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "../model/problem";
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
 * What the inventory of each environment's AWS account holds, as it was read.
 *
 * @param directory another folder of inventories, used where it has a file for an environment. @default none
 * @throws OperatorError when the folder does not exist or a file in it is no JSON.
 */
export function readInventories(directory?: string): Readonly<Record<string, unknown>> {
  const names = [...environmentFiles().keys()];
  return Object.fromEntries(names.map((name) => [name, readJson(inventoryFile(name, directory))]));
}
