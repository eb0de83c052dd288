import type { App } from "cdktf";
import { isUndiscovered } from "../model/adoption";
import type { Environment } from "../model/environment";
import { stackName, type StackPart } from "../model/names";
import { enforce } from "../policies";
import type { StackJson, StackUnderReview } from "../policies/policy";
import type { BaseStack, BaseStackProps } from "./base-stack";
import { DeploymentStack } from "./deployment-stack";
import { NetworkStack } from "./network-stack";
import { RepositoriesStack } from "./repositories-stack";
import { ServicesStack } from "./services-stack";
import { StateStack } from "./state-stack";
import { stopUntilDiscovered } from "./undiscovered";

/** Choices of the place where Terraform runs, not of an environment. */
export type ProviderOptions = Pick<BaseStackProps, "s3UsePathStyle">;

function stackProps(environment: Environment, options: ProviderOptions, stack?: string): BaseStackProps {
  const { name, inventory, state, owner, costCenter } = environment;
  const { account, region } = inventory;
  const imports = stack === undefined ? undefined : inventory.imports?.[stack];
  return { account, region, state, environment: name, owner, costCenter, ...options, ...(imports && { imports }) };
}

interface EnvironmentStack {
  readonly stack: BaseStack;
  readonly environment?: Environment;
}

/** The storage of the states, in the account of the last environment that keeps its own in S3. None does, and there is none. */
function stateStack(app: App, environments: readonly Environment[], options: ProviderOptions): StateStack | undefined {
  const [last] = environments.flatMap((one) => (one.state.kind === "s3" ? [{ one, state: one.state }] : [])).slice(-1);
  return last && new StateStack(app, { ...stackProps(last.one, options), state: last.state, environment: "shared" });
}

/** Adds every stack to the app. */
export function addStacks(
  app: App,
  environments: readonly Environment[],
  options: ProviderOptions = {},
): EnvironmentStack[] {
  const shared = stateStack(app, environments, options);
  const ofEnvironments = environments.flatMap((environment) => {
    const props = (part: StackPart) => stackProps(environment, options, stackName(environment.name, part));
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
  });
  return [...(shared ? [{ stack: shared }] : []), ...ofEnvironments];
}

function review(stack: BaseStack, environment: Environment | undefined): StackUnderReview {
  stack.prepareStack();
  return { name: stack.node.id, json: stack.toTerraform() as StackJson, ...(environment && { environment }) };
}

/**
 * Synthesizes every stack, when all of them keep the policies: the state storage, which lies in the account of the environment named last that keeps its state in S3 (production),
 * and each environment's repositories, network and services.
 *
 * @throws PolicyError before anything is written.
 */
export function synthesize(app: App, environments: readonly Environment[], options: ProviderOptions = {}): void {
  enforce(addStacks(app, environments, options).map(({ stack, environment }) => review(stack, environment)));
  app.synth();
}
