import type { Environment } from "./environment";
import { InvalidEnvironmentError, type Problem, quote } from "./problem";
import { accountProblems } from "./rules/account";
import { alarmsProblems } from "./rules/alarms";
import { atlasProblems } from "./rules/atlas";
import { problemsBeside } from "./rules/between";
import { canaryProblems } from "./rules/canary";
import { cloudProblems } from "./rules/cloud";
import { ecsExecProblems } from "./rules/ecs-exec";
import { entranceProblems } from "./rules/entrance";
import { fromRunningProblems } from "./rules/from-running";
import { networkProblems } from "./rules/network";
import { networkOptionsProblems } from "./rules/network-options";
import { phaseProblems } from "./rules/phases";
import { removalProblems } from "./rules/removal";
import { repositoriesProblems } from "./rules/repositories";
import { scalingProblems } from "./rules/scaling";
import { secretsProblems } from "./rules/secrets";
import { serviceDiscoveryProblems } from "./rules/service-discovery";
import { servicesProblems } from "./rules/services";
import { environmentShapeProblems } from "./rules/shapes";

/** Everything that is wrong with an environment; empty when it can be built. Never throws, whatever it is given. */
export function problemsOf(environment: Environment): Problem[] {
  // The rules read what the types promise; a cast or a file may have broken the promise.
  const shape = environmentShapeProblems(environment);
  if (shape.length > 0) return shape;
  return [
    ...accountProblems(environment),
    ...cloudProblems(environment),
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

function nameOf(environment: unknown, index: number): string {
  const { name } = (environment ?? {}) as { name?: unknown };
  return typeof name === "string" ? name : `number ${index + 1}`;
}

/**
 * Refuses environments that cannot be built, before anything is written.
 *
 * @throws InvalidEnvironmentError with every problem of every environment.
 */
export function validate(environments: readonly Environment[]): void {
  const problems = new Map<string, Problem[]>();
  const names = environments.map(nameOf);
  const sound: Environment[] = [];
  environments.forEach((environment, index) => {
    const found = problemsOf(environment);
    const name = names[index] ?? "";
    if (names.indexOf(name) !== index) {
      found.push({ field: "name", message: `${quote(name)} is the name of another environment too` });
    }
    if (found.length === 0) {
      found.push(...problemsBeside(environment, sound));
      sound.push(environment);
    }
    if (found.length > 0) problems.set(name, [...(problems.get(name) ?? []), ...found]);
  });
  if (problems.size > 0) throw new InvalidEnvironmentError(problems);
}
