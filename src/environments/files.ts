import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Environment, Inventory } from "../model/environment";
import { OperatorError } from "../model/problem";

/** Makes an environment of the facts of its account: what each environment's file exports by default. */
export type EnvironmentOf = (inventory: Inventory) => Environment;

/** The project's folder. It is looked for, as in the bundle that cdktf.json runs all code seems to be in main.ts. */
function projectFolder(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, "cdktf.json")) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

const FOLDER = join(projectFolder(), "src/environments");

/** The names of a folder's files of a type, without the type, in order. */
function namesIn(folder: string, type: string): string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(type));
  return (
    files
      .map((file) => file.slice(0, -type.length))
      // Whether it can be an environment's name a rule says: a file that is passed over would be an environment that is not there.
      .filter((name) => !name.includes("."))
      .sort()
  );
}

/** What makes the environment of a file; one that cannot be read says so when it is asked to make it. */
function load(name: string): EnvironmentOf | undefined {
  try {
    // esbuild puts every file that this could name into the bundle.
    // oxlint-disable-next-line typescript/no-require-imports -- which files there are is known when it runs
    const { default: made } = require(`./${name}.ts`) as { default?: unknown };
    return typeof made === "function" ? (made as EnvironmentOf) : undefined;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/** The project's own inventory of an environment. */
export function ownInventory(environment: string): string {
  return join(FOLDER, "inventory", `${environment}.json`);
}

/**
 * Every environment by its name, in the order of the names: each file in `src/environments/` whose default export is a
 * function, beside the inventory that is called like it.
 *
 * @throws OperatorError naming each file whose other half is missing.
 */
export function environmentFiles(): ReadonlyMap<string, EnvironmentOf> {
  const made = new Map<string, EnvironmentOf>();
  for (const name of namesIn(FOLDER, ".ts")) {
    const environment = load(name);
    if (environment !== undefined) made.set(name, environment);
  }
  const inventories = namesIn(join(FOLDER, "inventory"), ".json");
  const missing = [
    ...[...made.keys()]
      .filter((name) => !inventories.includes(name))
      .map(
        (name) =>
          `src/environments/${name}.ts is an environment, and src/environments/inventory/${name}.json is missing`,
      ),
    ...inventories
      .filter((name) => !made.has(name))
      .map(
        (name) =>
          `src/environments/inventory/${name}.json is an inventory, and no src/environments/${name}.ts has a default export that takes it`,
      ),
  ];
  if (missing.length === 0) return made;
  throw new OperatorError(
    `Environments are two files each, and one is not there:\n${missing.map((line) => `  ${line}`).join("\n")}\n\n` +
      "Nothing was written. Write the missing file, or delete the other: docs/new-environment.md.",
  );
}
