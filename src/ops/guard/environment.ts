import type { Environment } from "../../model/environment";
import { SHARED, STACK_PARTS, stackName, stateKey, stateStackName, workspaceName } from "../../model/names";
import { chooseEnvironment } from "../arguments";
import { UsageError } from "../command";
import type { Context } from "./finding";
import { listOf, objectOf, type Plan } from "./plan";
import type { Stack } from "./stack";

/** The tags `Env` that a plan's AWS providers put on everything they make. */
function taggedEnvironments({ configuration }: Plan): string[] {
  const providers = Object.values(objectOf(objectOf(configuration).provider_config)).map(objectOf);
  const names = providers
    .filter(({ name }) => name === "aws")
    .flatMap(({ expressions }) => listOf(objectOf(expressions).default_tags))
    .map((block) => objectOf(objectOf(objectOf(block).tags).constant_value).Env);
  return [...new Set(names.filter((name): name is string => typeof name === "string"))];
}

/** Where the states of an environment's stacks lie, as their backends have it. */
function statesOf({ name, state }: Environment): string[] {
  const stacks = STACK_PARTS.map((part) => stackName(name, part));
  return state.kind === "cloud" ? stacks.map((stack) => workspaceName(state, stack)) : stacks.map(stateKey);
}

/** An environment whose states the stack holds, if it is an account's storage of states. */
function storageOf({ state, bucket }: Stack, environments: readonly Environment[]): Environment | undefined {
  return environments.find(
    ({ state: own }) =>
      own.kind === "s3" && state === stateKey(stateStackName(own)) && (bucket === undefined || bucket === own.bucket),
  );
}

/** What was asked, and what lies beside the plan. */
export interface Sources {
  /** What `--env` says. */
  readonly asked: string;
  readonly stack: Stack | undefined;
}

/** Whose plan it is: an environment's, or that of the stack that holds the states of several, one of which is `storage`. */
export type Owner = Pick<Context, "environment" | "storage">;

/**
 * Whose plan it is: what `--env` says, which has to be whose state the plan's folder names. What the plan says of itself decides
 * nothing: it is compared, here by its tags and by a rule (rules/configuration.ts) by account and region, and has to agree.
 *
 * @throws UsageError when there is no such environment, when the plan is another's, or when only its own word says that it is not a
 * protected environment's.
 */
export function ownerOf({ asked, stack }: Sources, environments: readonly Environment[], plan?: Plan): Owner {
  const owner = stack && environments.find((one) => statesOf(one).includes(stack.state));
  const storage = stack && owner === undefined ? storageOf(stack, environments) : undefined;
  if (stack !== undefined && owner === undefined && storage === undefined) {
    throw new UsageError(`The plan's folder keeps its state in ${stack.state}, which is no stack of any environment.`);
  }
  if (asked === SHARED) {
    if (storage !== undefined) return sameTags(asked, { environment: undefined, storage }, plan);
    const what = owner === undefined ? "nothing beside the plan says so" : `the plan's folder is of '${owner.name}'`;
    throw new UsageError(`--env ${asked}: that is the stack that holds the states, and ${what}.`);
  }
  const environment = chooseEnvironment(asked, environments);
  if (storage !== undefined) {
    throw new UsageError(`--env ${asked}: the plan's folder is of the stack that holds the states: --env ${SHARED}.`);
  }
  if (stack !== undefined && owner !== undefined && owner.name !== asked) {
    throw new UsageError(`--env ${asked}: the plan's folder is of '${owner.name}' (its state is ${stack.state}).`);
  }
  if (stack === undefined && !environment.protected) {
    throw new UsageError(
      `--env ${asked}: nothing beside the plan says whose it is, and '${asked}' is not protected: give the file that terraform plan -out=plan wrote, or JSON in the stack's folder.`,
    );
  }
  const { state } = environment;
  if (stack?.bucket !== undefined && state.kind === "s3" && stack.bucket !== state.bucket) {
    throw new UsageError(
      `The plan's folder keeps its state in the bucket ${stack.bucket}, and '${asked}' in ${state.bucket}.`,
    );
  }
  return sameTags(asked, { environment }, plan);
}

function sameTags(asked: string, owner: Owner, plan: Plan | undefined): Owner {
  const other = plan && taggedEnvironments(plan).find((tag) => tag !== asked);
  if (other === undefined) return owner;
  throw new UsageError(`--env ${asked}: the plan is of '${other}' (the tag Env of its provider).`);
}
