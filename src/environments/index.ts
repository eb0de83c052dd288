import type { Environment } from "../model/environment";
import { dev } from "./dev";
import { readInventory } from "./inventory";
import { prod } from "./prod";
import { staging } from "./staging";

/**
 * Every environment of the platform.
 *
 * @param inventoryDirectory a folder of inventories of other accounts. @default the project's own
 * @throws Error when an inventory cannot be read.
 */
export function environments(inventoryDirectory?: string): Environment[] {
  return [
    dev(readInventory("dev", inventoryDirectory)),
    staging(readInventory("staging", inventoryDirectory)),
    prod(readInventory("prod", inventoryDirectory)),
  ];
}
