import type { Environment } from "./environment";
import { InvalidEnvironmentError, type Problem, quote } from "./problem";
import { accountProblems } from "./rules/account";
import { networkProblems } from "./rules/network";
import { servicesProblems } from "./rules/services";

/** Everything that is wrong with an environment; empty when it can be built. */
export function problemsOf(environment: Environment): Problem[] {
  return [...accountProblems(environment), ...networkProblems(environment), ...servicesProblems(environment)];
}

/**
 * Refuses environments that cannot be built, before anything is written.
 *
 * @throws InvalidEnvironmentError with every problem of every environment.
 */
export function validate(environments: readonly Environment[]): void {
  const problems = new Map<string, Problem[]>();
  environments.forEach((environment, index) => {
    const found = problemsOf(environment);
    if (environments.findIndex(({ name }) => name === environment.name) !== index) {
      found.push({ field: "name", message: `${quote(environment.name)} is the name of another environment too` });
    }
    if (found.length > 0) problems.set(environment.name, [...(problems.get(environment.name) ?? []), ...found]);
  });
  if (problems.size > 0) throw new InvalidEnvironmentError(problems);
}
