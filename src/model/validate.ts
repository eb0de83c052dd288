import type { Environment } from "./environment";
import { InvalidEnvironmentError, type Problem, quote } from "./problem";
import { acceptedProblems } from "./rules/accepted";
import { accountProblems } from "./rules/account";
import { alarmsProblems } from "./rules/alarms";
import { atlasProblems } from "./rules/atlas";
import { problemsBeside } from "./rules/between";
import { canaryProblems } from "./rules/canary";
import { cloudProblems } from "./rules/cloud";
import { ecsExecProblems } from "./rules/ecs-exec";
import { entranceProblems } from "./rules/entrance";
import { fromRunningProblems } from "./rules/from-running";
import { importsProblems } from "./rules/imports";
import { networkProblems } from "./rules/network";
import { networkOptionsProblems } from "./rules/network-options";
import { phaseProblems } from "./rules/phases";
import { removalProblems } from "./rules/removal";
import { repositoriesProblems } from "./rules/repositories";
import { scalingProblems } from "./rules/scaling";
import { secretsProblems } from "./rules/secrets";
import { serviceDiscoveryProblems } from "./rules/service-discovery";
import { servicesProblems } from "./rules/services";
import { shapedEnvironment } from "./rules/shapes";

/** Everything that a well-shaped environment breaks of the rules about it alone. */
function ruleProblems(environment: Environment): Problem[] {
  return [
    ...acceptedProblems(environment),
    ...accountProblems(environment),
    ...cloudProblems(environment),
    ...importsProblems(environment),
    ...networkProblems(environment),
    ...networkOptionsProblems(environment),
    ...atlasProblems(environment),
    ...servicesProblems(environment),
    ...fromRunningProblems(environment),
    ...secretsProblems(environment),
    ...entranceProblems(environment),
    ...canaryProblems(environment),
    ...phaseProblems(environment),
    ...removalProblems(environment),
    ...alarmsProblems(environment),
    ...scalingProblems(environment),
    ...ecsExecProblems(environment),
    ...repositoriesProblems(environment),
    ...serviceDiscoveryProblems(environment),
  ];
}

/** What well-shaped environments break of the rules, each by itself and beside those before it. */
function brokenRules(environments: readonly Environment[]): Problem[][] {
  return environments.map((environment, index) => [
    ...ruleProblems(environment),
    ...problemsBeside(environment, environments.slice(0, index)),
  ]);
}

/** Whether a field is another one, or inside it. */
function isWithin(field: string, outer: string): boolean {
  return field === outer || field.startsWith(`${outer}.`) || field.startsWith(`${outer}[`);
}

/**
 * Everything that is wrong with each of these environments. The rules read what the types promise, which a cast, a spread or a
 * file may have broken; they run all the same, with one stand-in and then with another in the place of what is misshapen.
 * What they say both times is true whatever will stand there.
 */
function problemsIn(environments: readonly unknown[]): Problem[][] {
  const shaped = environments.map((environment) => shapedEnvironment(environment, 0));
  const found = brokenRules(shaped.map(({ value }) => value));
  if (shaped.every(({ problems }) => problems.length === 0)) return found;
  const again = brokenRules(environments.map((environment) => shapedEnvironment(environment, 1).value));
  return shaped.map(({ problems }, index) => {
    const said = new Set(again[index]?.map(({ field, message }) => `${field}: ${message}`));
    const isKnown = ({ field, message }: Problem) =>
      said.has(`${field}: ${message}`) && !problems.some((misshapen) => isWithin(field, misshapen.field));
    return [...problems, ...(found[index] ?? []).filter(isKnown)];
  });
}

/** Everything that is wrong with an environment; empty when it can be built. Never throws, whatever it is given. */
export function problemsOf(environment: Environment): Problem[] {
  return problemsIn([environment]).flat();
}

function nameOf(environment: unknown, index: number): string {
  const { name } = (environment ?? {}) as { name?: unknown };
  return typeof name === "string" ? name : `number ${index + 1}`;
}

/**
 * Refuses environments that cannot be built, before anything is written.
 *
 * @param before what is known already, by environment, of these and of such as could not even be made. @default nothing
 * @throws InvalidEnvironmentError with every problem of every environment.
 */
export function validate(
  environments: readonly Environment[],
  before: ReadonlyMap<string, readonly Problem[]> = new Map(),
): void {
  const problems = new Map(before);
  const names = environments.map(nameOf);
  problemsIn(environments).forEach((found, index) => {
    const name = names[index] ?? "";
    if (names.indexOf(name) !== index) {
      found.push({ field: "name", message: `${quote(name)} is the name of another environment too` });
    }
    if (found.length > 0) problems.set(name, [...(problems.get(name) ?? []), ...found]);
  });
  if (problems.size > 0) throw new InvalidEnvironmentError(problems);
}
