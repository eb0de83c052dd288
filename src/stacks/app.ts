import type { App } from "cdktf";
import { isUndiscovered, keptIn } from "../model/adoption";
import type { Environment } from "../model/environment";
import { SHARED, stackName, type StackPart, stateStackName } from "../model/names";
import { OperatorError } from "../model/problem";
import { enforce } from "../policies";
import type { StackJson, StackUnderReview } from "../policies/policy";
import { namingServices } from "./address-taken";
import type { BaseStack, BaseStackProps } from "./base-stack";
import { withoutCreationStacks } from "./creation-stacks";
import { DeploymentStack } from "./deployment-stack";
import { NetworkStack } from "./network-stack";
import { writeProviderLocks } from "./provider-lock";
import { RepositoriesStack } from "./repositories-stack";
import { ServicesStack } from "./services-stack";
import { StateStack } from "./state-stack";
import { stopUntilDiscovered } from "./undiscovered";

/** Choices of the place where Terraform runs, not of an environment. */
export interface AppOptions extends Pick<BaseStackProps, "s3UsePathStyle"> {
  /** The one environment whose stacks are wanted, beside the state storage. @default every environment's */
  readonly only?: string | undefined;
}

function stackProps(environment: Environment, options: ProviderOptions, stack?: string): BaseStackProps {
  const { name, inventory, state, owner, costCenter } = environment;
  const { account, region } = inventory;
  const imports = stack === undefined ? undefined : inventory.imports?.[stack];
  const kept = stack === undefined ? {} : keptIn(environment, stack);
  return {
    account,
    region,
    state,
    environment: name,
    owner,
    costCenter,
    ...options,
    kept,
    ...(imports && { imports }),
  };
}

type ProviderOptions = Omit<AppOptions, "only">;

interface EnvironmentStack {
  readonly stack: BaseStack;
  readonly environment?: Environment;
}

/** The storages of the states, one for each account; the tags of each are those of its account's last environment. */
function stateStacks(app: App, environments: readonly Environment[], options: ProviderOptions): StateStack[] {
  const inS3 = environments.flatMap((one) => (one.state.kind === "s3" ? [{ one, state: one.state }] : []));
  const lastOfEach = new Map(inS3.map((kept) => [stateStackName(kept.state), kept]));
  return [...lastOfEach.values()].map(({ one, state }) => {
    const { region = one.inventory.region } = state;
    return new StateStack(app, { ...stackProps(one, options), region, state, environment: SHARED });
  });
}

/** Adds every stack to the app. */
export function addStacks(
  app: App,
  environments: readonly Environment[],
  options: AppOptions = {},
): EnvironmentStack[] {
  const { only, ...provider } = options;
  const wanted = environments.filter(({ name }) => only === undefined || name === only);
  if (wanted.length === 0 && only !== undefined) {
    throw new OperatorError(
      `There is no environment '${only}'. Choose: ${environments.map(({ name }) => name).join(", ")}.`,
    );
  }
  const shared = stateStacks(app, environments, provider);
  const ofEnvironments = wanted.flatMap((environment) =>
    namingServices(environment, () => addStacksOf(app, environment, provider)),
  );
  return [...shared.map((stack) => ({ stack })), ...ofEnvironments];
}

/** Adds the stacks of one environment. */
function addStacksOf(app: App, environment: Environment, provider: ProviderOptions): EnvironmentStack[] {
  const props = (part: StackPart) => stackProps(environment, provider, stackName(environment.name, part));
  const network = new NetworkStack(app, environment, props("network"));
  const services = new ServicesStack(app, environment, network, props("services"));
  const repositories =
    environment.repositories &&
    new RepositoriesStack(app, environment, environment.repositories, props("repositories"));
  if (repositories !== undefined) services.addDependency(repositories);
  if (isUndiscovered(environment)) {
    // Of the deployment's stack discovery knows nothing: a person applies it, before or after.
    for (const stack of [repositories, network, services]) if (stack) stopUntilDiscovered(stack, environment);
  }
  const deployment = environment.deployment && new DeploymentStack(app, environment, props("deployment"));
  const stacks = [repositories, network, services, deployment].filter((stack) => stack !== undefined);
  return stacks.map((stack) => ({ stack, environment }));
}

function review(stack: BaseStack, environment: Environment | undefined): StackUnderReview {
  const json = () => stack.toTerraform() as StackJson;
  if (environment === undefined) return { name: stack.node.id, json: json() };
  return { name: stack.node.id, json: namingServices(environment, json), environment };
}

/**
 * Synthesizes every stack, when all of them keep the policies: the state storage of each account, and each environment's
 * repositories, network and services, each beside the lock file of its provider.
 *
 * @throws InvalidEnvironmentError when services' names would be Terraform's for something else.
 * @throws PolicyError before anything is written.
 * @throws OperatorError when there is no environment of the name that is wanted.
 */
export function synthesize(app: App, environments: readonly Environment[], options: AppOptions = {}): void {
  withoutCreationStacks(() => {
    const added = addStacks(app, environments, options);
    enforce(added.map(({ stack, environment }) => review(stack, environment)));
    app.synth();
    writeProviderLocks(
      app,
      added.map(({ stack }) => stack),
    );
  });
}
