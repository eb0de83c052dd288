import type { Environment } from "../../model/environment";
import { STACK_PARTS, stackName, stateKey, stateStackName, workspaceName } from "../../model/names";
import { nearest } from "../../model/nearest";
import { UsageError } from "../command";
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

/** Whether a stack is the one that holds every state of an account. */
function isStateStack({ state }: Stack, environments: readonly Environment[]): boolean {
  return environments.some((one) => one.state.kind === "s3" && state === stateKey(stateStackName(one.state)));
}

/** What was asked, and what lies beside the plan. */
export interface Sources {
  readonly asked: string | undefined;
  readonly stack: Stack | undefined;
}

/**
 * Whose plan it is: what `--env` says, or the environment whose stack's state the plan's folder names. What the plan says of
 * itself decides nothing: its tags are compared, and have to agree.
 *
 * @returns `undefined` for the stack that holds every state.
 * @throws UsageError when it cannot be told, when there is no such environment, or when the plan is another's.
 */
export function environmentOf(
  plan: Plan,
  { asked, stack }: Sources,
  environments: readonly Environment[],
): Environment | undefined {
  const owner = stack && environments.find((one) => statesOf(one).includes(stack.state));
  if (stack !== undefined && owner === undefined && isStateStack(stack, environments)) {
    if (asked === undefined) return undefined;
    throw new UsageError(`--env ${asked}: the plan's folder is of the stack that holds the states. Leave --env out.`);
  }
  if (stack !== undefined && owner === undefined) {
    throw new UsageError(`The plan's folder keeps its state in ${stack.state}, which is no stack of any environment.`);
  }
  if (asked !== undefined && owner !== undefined && owner.name !== asked) {
    throw new UsageError(
      `--env ${asked}: the plan's folder is of '${owner.name}' (its state is ${stack?.state ?? ""}).`,
    );
  }
  const name = asked ?? owner?.name;
  if (name === undefined) {
    throw new UsageError("Nothing beside the plan says which environment it is of: give --env.");
  }
  const environment = environments.find((one) => one.name === name);
  if (environment === undefined) {
    const names = environments.map((one) => one.name);
    throw new UsageError(`There is no environment '${name}': the nearest is '${nearest(name, names)[0] ?? ""}'.`);
  }
  const other = taggedEnvironments(plan).find((tag) => tag !== name);
  if (other !== undefined) {
    throw new UsageError(`--env ${name}: the plan is of '${other}' (the tag Env of its provider).`);
  }
  if (stack?.bucket !== undefined && environment.state.kind === "s3" && stack.bucket !== environment.state.bucket) {
    throw new UsageError(`The plan's folder keeps its state in the bucket ${stack.bucket}, and '${name}' in ${environment.state.bucket}.`); // prettier-ignore
  }
  return environment;
}
