import { type Cidr, overlaps, parseCidr } from "../cidr";
import type { Environment } from "../environment";
import { stateStackName } from "../names";
import { type Problem, quote } from "../problem";
import { repositoryNames } from "../repositories";
import { legacySecretsProblems, providerProblems } from "./cloud";
import { namesBeside, stackNamesBeside } from "./names";

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
      const message = `${quote(other.name)} makes ${both.map((one) => quote(one)).join(", ")} already, in the same account and region: say repositories in one of the two`;
      return [{ field: "repositories", message }];
    });
}

/** A network's block; `undefined` where it is none, which is said of that environment by itself. */
function blockOf({ network }: Environment): Cidr | undefined {
  try {
    return parseCidr(network.vpc.cidr);
  } catch {
    return undefined;
  }
}

/**
 * Environments may have to be peered one day, and AWS peers no VPCs whose blocks overlap, in whatever account or region they
 * are (VPC peering guide, "Limitations"). Two that were there before are left alone: nobody can give them other blocks.
 */
function networksApart(environment: Environment, before: readonly Environment[]): Problem[] {
  const isMade = ({ network }: Environment) => network.vpc.kind === "create";
  return before
    .filter((other) => isMade(environment) || isMade(other))
    .filter((other) => {
      const [own, theirs] = [blockOf(environment), blockOf(other)];
      return own !== undefined && theirs !== undefined && overlaps(own, theirs);
    })
    .map((other) => {
      const only = [environment, other].filter(isMade);
      const next =
        only.length === 1
          ? `give ${quote(only[0]?.name)} another block`
          : "give another block to the one of the two that is not made yet";
      const message = `${quote(environment.network.vpc.cidr)} overlaps ${quote(other.network.vpc.cidr)} of ${quote(other.name)}, and AWS peers no networks that overlap: ${next}`;
      return { field: "network.vpc.cidr", message };
    });
}

/** The storage of an environment's states: what has to be the same for all environments of an account. */
function storageOf({ state, inventory }: Environment): Readonly<Record<string, string>> | undefined {
  if (state.kind !== "s3") return undefined;
  const { bucket, lockTable, region = inventory.region } = state;
  return { bucket, lockTable, region, stack: stateStackName(state) };
}

/** An account has one storage of states, and a storage is one account's: no stack would make another. */
function storageProblems(environment: Environment, before: readonly Environment[]): Problem[] {
  const own = storageOf(environment);
  if (own === undefined) return [];
  const { account } = environment.inventory;
  const say = (field: string, message: string): Problem[] => [{ field: `state.${field}`, message }];
  for (const other of before) {
    const theirs = storageOf(other) ?? {};
    const isSame = other.inventory.account === account;
    const found = Object.entries(own).flatMap(([field, value]) => {
      if (theirs[field] === undefined) return [];
      if (isSame && theirs[field] !== value) {
        return say(
          field,
          `${quote(value)}, and ${quote(theirs[field])} in ${quote(other.name)}: environments of one account share the bucket and lock table of its states, so write ${quote(theirs[field])}`,
        );
      }
      if (!isSame && theirs[field] === value && (field === "bucket" || field === "stack")) {
        return say(
          field,
          `${quote(value)} is that of ${quote(other.name)} too, in another account: the states of account ${account} need their own, as stateOf(inventory) gives them`,
        );
      }
      return [];
    });
    if (found.length > 0) return found;
  }
  return [];
}

/** What is wrong with an environment beside those that come before it. Its shape and theirs are sound, and nothing else is. */
export function problemsBeside(environment: Environment, before: readonly Environment[]): Problem[] {
  return [
    ...networksApart(environment, before),
    ...storageProblems(environment, before),
    ...stackNamesBeside(environment, before),
    ...namesBeside(environment, before),
    ...repositoryOwners(environment, before),
    ...providerProblems(environment, before),
    ...legacySecretsProblems(environment, before),
  ];
}
