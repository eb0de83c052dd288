import type { Environment } from "../model/environment";
import { dev } from "./dev";
import { readInventories } from "./inventory";
import { prod } from "./prod";
import { rehearsedPhases } from "./rehearsed-phases";
import { staging } from "./staging";

/**
 * Every environment of the platform.
 *
 * @param inventoryDirectory a folder of inventories of other accounts. @default the project's own
 * That folder may also hold the phases of a rehearsal.
 * @throws OperatorError when an inventory cannot be read or is wrong.
 */
export function environments(inventoryDirectory?: string): Environment[] {
  const inventories = readInventories(inventoryDirectory);
  const all = [dev(inventories.dev), staging(inventories.staging), prod(inventories.prod)];
  return rehearsedPhases(all, inventoryDirectory);
}
