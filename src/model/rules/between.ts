import type { Environment } from "../environment";
import { type Problem, quote } from "../problem";
import { repositoryNames } from "../repositories";
import { legacySecretsProblems, providerProblems } from "./cloud";

function isSamePlace(one: Environment, other: Environment): boolean {
  return one.inventory.account === other.inventory.account && one.inventory.region === other.inventory.region;
}

/** One environment makes a repository, and every other in its account and region pulls from it. */
function repositoryOwners(environment: Environment, before: readonly Environment[]): Problem[] {
  if (environment.repositories === undefined) return [];
  const own = repositoryNames(environment);
  return before
    .filter((other) => other.repositories !== undefined && isSamePlace(environment, other))
    .flatMap((other) => {
      const both = repositoryNames(other).filter((name) => own.includes(name));
      if (both.length === 0) return [];
      const message = `${quote(other.name)} makes ${both.map(quote).join(", ")} already, in the same account and region: say repositories in one of the two`;
      return [{ field: "repositories", message }];
    });
}

/** What is wrong with an environment beside those that come before it. Each has to be valid by itself. */
export function problemsBeside(environment: Environment, before: readonly Environment[]): Problem[] {
  return [
    ...repositoryOwners(environment, before),
    ...providerProblems(environment, before),
    ...legacySecretsProblems(environment, before),
  ];
}
