import development from "../../environments/dev";
import { stateOf, threeZones } from "../../environments/defaults";
import { overlaps, parseCidr } from "../../model/cidr";
import type { Environment, Inventory } from "../../model/environment";
import { type Problem, quote } from "../../model/problem";
import { problemsBeside } from "../../model/rules/between";
import { problemsOf } from "../../model/validate";
import { ExitError } from "../command";
import type { Wish } from "./arguments";
import type { EnvironmentText } from "./render";

/** A wish for an environment that cannot be had. Its message says everything that is wrong, by option. */
export class NewEnvironmentError extends ExitError {
  override readonly name = "NewEnvironmentError";

  constructor(readonly problems: readonly Problem[]) {
    const lines = problems.map(({ field, message }) => `  ${field}: ${message}`);
    super(`No environment can be made of this:\n${lines.join("\n")}\n\nNothing was written. See --help.`, 2);
  }
}

const CIDR = "network.vpc.cidr";

/** The options that the fields of an environment come from. */
const OPTIONS: Readonly<Record<string, string>> = {
  name: "--name",
  "inventory.account": "--account",
  "inventory.region": "--region",
  [CIDR]: "--cidr",
};

function overlapping(cidr: string, environments: readonly Environment[]): Environment | undefined {
  const block = parseCidr(cidr);
  return environments.find(({ network }) => overlaps(block, parseCidr(network.vpc.cidr)));
}

/**
 * The first block for a VPC that overlaps no environment's: 10.20.0.0/16, 10.30.0.0/16 and so on, and then those between.
 *
 * @throws NewEnvironmentError when all of 10.0.0.0/8 is taken.
 */
export function freeCidr(environments: readonly Environment[]): string {
  const tens = Array.from({ length: 24 }, (_, index) => 20 + index * 10);
  const all = Array.from({ length: 256 }, (_, index) => index);
  const found = [...tens, ...all]
    .map((second) => `10.${second}.0.0/16`)
    .find((cidr) => overlapping(cidr, environments) === undefined);
  if (found !== undefined) return found;
  throw new NewEnvironmentError([
    { field: "--cidr", message: "no 10.x.0.0/16 is left that no environment overlaps: choose a block" },
  ]);
}

/** The region of the bucket and lock table of an account's states, where its environments keep them in another one. */
function stateRegion({ account, region }: Inventory, environments: readonly Environment[]): string | undefined {
  const [storage] = environments.flatMap(({ inventory, state }) =>
    inventory.account === account && state.kind === "s3" ? [state.region ?? inventory.region] : [],
  );
  return storage === region ? undefined : storage;
}

/** An environment as the files will make it, in all that the rules could refuse. */
function environmentOf({ name, inventory, cidr, stateRegion }: EnvironmentText): Environment {
  const { owner, costCenter, containerInsights, crossZoneLoadBalancing, logRetentionDays, services, gateway } =
    development(inventory);
  return {
    name,
    inventory,
    owner,
    costCenter,
    protected: false,
    state: stateOf(inventory, stateRegion),
    network: { vpc: { kind: "create", cidr }, availabilityZones: threeZones(inventory), nat: "single" },
    containerInsights,
    crossZoneLoadBalancing,
    logRetentionDays,
    services,
    gateway,
  };
}

function overlapProblems(cidr: string, environments: readonly Environment[]): Problem[] {
  const other = overlapping(cidr, environments);
  if (other === undefined) return [];
  const message =
    `${quote(cidr)} overlaps ${quote(other.network.vpc.cidr)} of ${quote(other.name)}, and the two could never be peered: ` +
    "leave --cidr out, and a free block is chosen";
  return [{ field: CIDR, message }];
}

/**
 * What an environment's files are to say.
 *
 * @param environments those that there are; they have to be valid.
 * @throws NewEnvironmentError with everything that is wrong with the wish.
 */
export function draft(wish: Wish, environments: readonly Environment[]): EnvironmentText {
  const { name, account, region, cidr = freeCidr(environments) } = wish;
  const inventory = { account, region };
  const isNeighbour = (other: Inventory) => other.account === account && other.region === region;
  const text: EnvironmentText = {
    name,
    inventory,
    cidr,
    stateRegion: stateRegion(inventory, environments),
    // Where nobody is yet, nobody has repositories that images could be pulled from.
    makesRepositories: !environments.some((environment) => isNeighbour(environment.inventory)),
  };
  const environment = environmentOf(text);
  const own = problemsOf(environment);
  const problems = [
    ...own,
    ...(own.some(({ field }) => field === CIDR) ? [] : overlapProblems(text.cidr, environments)),
    ...(own.length > 0 ? [] : problemsBeside(environment, environments)),
  ];
  if (problems.length === 0) return text;
  throw new NewEnvironmentError(problems.map(({ field, message }) => ({ field: OPTIONS[field] ?? field, message })));
}
