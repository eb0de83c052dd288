import type { Environment, Inventory } from "../model/environment";
import { shapedInventory } from "../model/rules/shapes";
import { validate } from "../model/validate";
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
 * @throws OperatorError when an inventory cannot be read.
 * @throws InvalidEnvironmentError when one is misshapen, with that and every other problem of every environment.
 */
export function environments(inventoryDirectory?: string): Environment[] {
  const inventories = readInventories(inventoryDirectory);
  const read = [
    [dev, inventories.dev],
    [staging, inventories.staging],
    [prod, inventories.prod],
  ] as const;
  const made = read.map(([make, given]) => {
    const { value, problems } = shapedInventory(given);
    // As it was read: what is wrong with it is said along with everything else.
    return { environment: { ...make(value), inventory: given as Inventory }, isSound: problems.length === 0 };
  });
  const all = made.map(({ environment }) => environment);
  if (made.some(({ isSound }) => !isSound)) validate(all);
  return rehearsedPhases(all, inventoryDirectory);
}
