import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../model/environment";
import type { Phase } from "../model/phase";

/** The file with the phases of a rehearsal, beside the inventories of its account. */
export const PHASES_FILE = "phases.json";

/** By environment, the phase of each service; the others keep their own. */
export type RehearsedPhases = Readonly<Record<string, Readonly<Record<string, Phase>>>>;

/**
 * Environments in the phases that are being rehearsed. They come from a file in a folder of inventories that is not the
 * project's own: no account that the project describes ever sees them.
 */
export function rehearsedPhases(environments: readonly Environment[], directory: string | undefined): Environment[] {
  const file = directory === undefined || directory === "" ? undefined : join(directory, PHASES_FILE);
  if (file === undefined || !existsSync(file)) return [...environments];
  const phases = JSON.parse(readFileSync(file, "utf8")) as RehearsedPhases;
  return environments.map((environment) => {
    const services = Object.entries(environment.services).map(([name, service]) => {
      const phase = phases[environment.name]?.[name];
      return [name, phase === undefined ? service : { ...service, phase }] as const;
    });
    return { ...environment, services: Object.fromEntries(services) };
  });
}
