import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Inventory } from "../model/environment";
import { OperatorError } from "../model/problem";
import dev from "./inventory/dev.json";
import prod from "./inventory/prod.json";
import staging from "./inventory/staging.json";

const INVENTORIES = { dev, staging, prod };

/**
 * The facts of one environment's AWS account.
 *
 * @param directory another folder of inventories, used where it has a file for this environment. @default none
 * @throws OperatorError when the folder does not exist or its file is no JSON object.
 */
export function readInventory(environment: keyof typeof INVENTORIES, directory?: string): Inventory {
  if (directory === undefined || directory === "") return INVENTORIES[environment];
  if (!existsSync(directory)) throw new OperatorError(`KELMAH_INVENTORY_DIR: there is no folder '${directory}'.`);
  const file = join(directory, `${environment}.json`);
  if (!existsSync(file)) return INVENTORIES[environment];
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Inventory;
  } catch (error) {
    throw new OperatorError(`The inventory ${file} is not valid JSON: ${(error as Error).message}`);
  }
}
