import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Inventory } from "../../model/environment";

/** The keys that a person gives, in the order in which they are written; the tool's own follow. */
export const GIVEN_KEYS = [
  "account",
  "region",
  "vpc",
  "publicSubnets",
  "privateSubnets",
  "servicesSecurityGroup",
  "gatewaySecurityGroup",
  "natEips",
] as const satisfies readonly (keyof Inventory)[];

const ADDED_KEYS = ["existingParameters", "learnt", "imports", "kept"] as const satisfies readonly (keyof Inventory)[];

/** An inventory without what the tool has added. */
export function givenPart(inventory: Inventory): Inventory {
  return pick(inventory, GIVEN_KEYS);
}

function pick(inventory: Inventory, keys: readonly (keyof Inventory)[]): Inventory {
  const known = keys.filter((key) => inventory[key] !== undefined);
  return Object.fromEntries(known.map((key) => [key, inventory[key]])) as unknown as Inventory;
}

/** An inventory as it is written: the same facts are always the same text, and the formatter leaves it alone. */
export function renderInventory(inventory: Inventory): string {
  return `${stringify(pick(inventory, [...GIVEN_KEYS, ...ADDED_KEYS]), false, "", 0)}\n`;
}

/** The width up to which the formatter keeps a list on one line. */
const LINE_WIDTH = 120;

/** JSON as prettier writes it; `used` is what stands before the value on its line. */
function stringify(value: unknown, sorted: boolean, indent: string, used: number): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => stringify(item, true, deeper, deeper.length));
    const line = `[${items.join(", ")}]`;
    // The comma behind it counts.
    if (used + line.length + 1 <= LINE_WIDTH && !line.includes("\n")) return line;
    return `[\n${items.map((item) => `${deeper}${item}`).join(",\n")}\n${indent}]`;
  }
  const entries = Object.entries(value as Record<string, unknown>).filter(([, inner]) => inner !== undefined);
  if (entries.length === 0) return "{}";
  if (sorted) entries.sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = entries.map(([key, inner]) => {
    const start = `${deeper}${JSON.stringify(key)}: `;
    return `${start}${stringify(inner, true, deeper, start.length)}`;
  });
  return `{\n${lines.join(",\n")}\n${indent}}`;
}

/** The file of an environment's inventory. */
export function inventoryFile(directory: string, environment: string): string {
  return join(directory, `${environment}.json`);
}

/** What a file holds; `undefined` when there is none. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
