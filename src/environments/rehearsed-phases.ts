import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Environment } from "../model/environment";
import { nearest } from "../model/nearest";
import { type Phase, PHASES } from "../model/phase";
import { OperatorError, type Problem, quote } from "../model/problem";
import { recordOf, text } from "../model/shape";

/** The file with the phases of a rehearsal, beside the inventories of its account; no environment's inventory is called so. */
export const PHASES_FILE = "rehearsed.phases.json";

/** By environment, the phase of each service; the others keep their own. */
export type RehearsedPhases = Readonly<Record<string, Readonly<Record<string, Phase>>>>;

const shape = recordOf(recordOf(text));

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new OperatorError(`The phases ${file} are not valid JSON: ${(error as Error).message}`);
  }
}

function unknownWord(field: string, value: string, what: string, words: readonly string[]): Problem[] {
  if (words.includes(value)) return [];
  return [{ field, message: `${quote(value)} is no ${what}: the nearest is '${nearest(value, words)[0] ?? ""}'` }];
}

function problemsOf(phases: RehearsedPhases, environments: readonly Environment[], directory: string): Problem[] {
  const names = environments.map(({ name }) => name);
  return Object.entries(phases).flatMap(([name, ofServices]) => {
    const field = `phases.${name}`;
    const environment = environments.find((one) => one.name === name);
    if (environment === undefined) return unknownWord(field, name, "environment", names);
    if (!existsSync(join(directory, `${name}.json`))) {
      return [
        { field, message: `there is no ${name}.json beside it: the project's own inventory is not rehearsed with` },
      ];
    }
    const services = Object.keys(environment.services);
    return Object.entries(ofServices).flatMap(([service, phase]) => [
      ...unknownWord(`${field}.${service}`, service, `service of '${name}'`, services),
      ...unknownWord(`${field}.${service}`, phase, "phase", PHASES),
    ]);
  });
}

/**
 * Environments in the phases that are being rehearsed. They come from a file in a folder of inventories that is not the
 * project's own, for the environments that have their inventory there: no account that the project describes ever sees
 * them.
 *
 * @throws OperatorError with everything that is wrong with the file, or when it is among the project's own inventories.
 */
export function rehearsedPhases(environments: readonly Environment[], directory: string | undefined): Environment[] {
  const file = directory === undefined || directory === "" ? undefined : join(directory, PHASES_FILE);
  if (directory === undefined || file === undefined || !existsSync(file)) return [...environments];
  if (resolve(directory) === resolve("src/environments/inventory")) {
    throw new OperatorError(
      `${file} is among the project's own inventories: rehearse with a folder of its own, and set the project's phases in src/environments/`,
    );
  }
  const phases = readJson(file);
  const { problems: misshapen } = shape("phases", phases, 0);
  const problems = misshapen.length > 0 ? misshapen : problemsOf(phases as RehearsedPhases, environments, directory);
  if (problems.length > 0) {
    const lines = problems.map(({ field, message }) => `  ${field}: ${message}`);
    throw new OperatorError(
      `The phases ${file} are wrong:\n${lines.join("\n")}\n\nNothing was written. Correct the file.`,
    );
  }
  const wanted = new Map(Object.entries(phases as RehearsedPhases));
  return environments.map((environment) => {
    const ofServices = new Map(Object.entries(wanted.get(environment.name) ?? {}));
    const services = Object.entries(environment.services).map(([name, service]) => {
      const phase = ofServices.get(name);
      return [name, phase === undefined ? service : { ...service, phase }] as const;
    });
    return { ...environment, services: Object.fromEntries(services) };
  });
}
