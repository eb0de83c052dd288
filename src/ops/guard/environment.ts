import type { Environment } from "../../model/environment";
import { nearest } from "../../model/nearest";
import { UsageError } from "../command";
import { listOf, objectOf, type Plan } from "./plan";

/** The tag `Env` of the stack that holds every state: it belongs to no environment. */
const SHARED = "shared";

/** The tag `Env` that a plan's AWS provider puts on everything it makes: which environment the plan is of. */
function taggedEnvironment({ configuration }: Plan): string | undefined {
  const providers = Object.values(objectOf(objectOf(configuration).provider_config)).map(objectOf);
  const names = providers
    .filter(({ name }) => name === "aws")
    .flatMap(({ expressions }) => listOf(objectOf(expressions).default_tags))
    .map((block) => objectOf(objectOf(objectOf(block).tags).constant_value).Env);
  const [name] = names;
  return typeof name === "string" && names.every((other) => other === name) ? name : undefined;
}

/**
 * Whose plan it is: what `--env` says, or the tag `Env` that the stack's provider puts on everything. The file's name and
 * folder say nothing: plans are copied about.
 *
 * @returns `undefined` for the stack that holds every state.
 * @throws UsageError when it cannot be told, when there is no such environment, or when the plan is another's.
 */
export function environmentOf(
  plan: Plan,
  asked: string | undefined,
  environments: readonly Environment[],
): Environment | undefined {
  const tagged = taggedEnvironment(plan);
  if (asked !== undefined && tagged !== undefined && asked !== tagged) {
    throw new UsageError(`--env ${asked}: the plan is of '${tagged}' (the tag Env of its provider).`);
  }
  const name = asked ?? tagged;
  if (name === undefined) {
    throw new UsageError("The plan does not say which environment it is of (the tag Env of its provider): give --env.");
  }
  if (name === SHARED) return undefined;
  const environment = environments.find((one) => one.name === name);
  if (environment !== undefined) return environment;
  const names = environments.map((one) => one.name);
  throw new UsageError(`There is no environment '${name}': the nearest is '${nearest(name, names)[0] ?? ""}'.`);
}
