import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Inventory } from "../model/environment";

/** The inventories that come with the project. */
export const INVENTORY_DIRECTORY = join(__dirname, "inventory");

/**
 * Reads the facts of one environment's AWS account.
 *
 * @param directory another folder, whose file is used where it has one for this environment.
 * @throws Error when the file is no JSON object, naming the file.
 */
export function readInventory(environment: string, directory: string = INVENTORY_DIRECTORY): Inventory {
  const file = [directory, INVENTORY_DIRECTORY].map((folder) => join(folder, `${environment}.json`)).find(existsSync);
  if (file === undefined) throw new Error(`There is no inventory '${environment}.json' in ${directory}.`);
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Inventory;
  } catch (error) {
    throw new Error(`The inventory ${file} is not valid JSON: ${(error as Error).message}`);
  }
}
