import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "../model/problem";
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
 * What the inventory of each environment's AWS account holds, as it was read.
 *
 * @param directory another folder of inventories, used where it has a file for an environment. @default none
 * @throws OperatorError when the folder does not exist or a file in it is no JSON.
 */
export function readInventories(directory?: string): Record<Name, unknown> {
  const names = Object.keys(INVENTORIES) as Name[];
  return Object.fromEntries(names.map((name) => [name, readJson(name, directory)])) as Record<Name, unknown>;
}
