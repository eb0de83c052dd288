import type { App } from "cdktf";
import type { Environment } from "../model/environment";
import { stackName, type StackPart } from "../model/names";
import { OperatorError } from "../model/problem";
import { enforce } from "../policies";
import type { StackJson, StackUnderReview } from "../policies/policy";
import type { BaseStack, BaseStackProps } from "./base-stack";
import { DeploymentStack } from "./deployment-stack";
import { NetworkStack } from "./network-stack";
import { RepositoriesStack } from "./repositories-stack";
import { ServicesStack } from "./services-stack";
import { StateStack } from "./state-stack";

/** Choices of the place where Terraform runs, not of an environment. */
export interface AppOptions extends Pick<BaseStackProps, "s3UsePathStyle"> {
  /** The one environment whose stacks are wanted, beside the state storage. @default every environment's */
  readonly only?: string | undefined;
}

function stackProps(environment: Environment, options: ProviderOptions, stack?: string): BaseStackProps {
  const { name, inventory, state, owner, costCenter } = environment;
  const { account, region } = inventory;
  const imports = stack === undefined ? undefined : inventory.imports?.[stack];
  return { account, region, state, environment: name, owner, costCenter, ...options, ...(imports && { imports }) };
}

type ProviderOptions = Omit<AppOptions, "only">;

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
  options: AppOptions = {},
): EnvironmentStack[] {
  const { only, ...provider } = options;
  const wanted = environments.filter(({ name }) => only === undefined || name === only);
  if (wanted.length === 0 && only !== undefined) {
    throw new OperatorError(
      `There is no environment '${only}'. Choose: ${environments.map(({ name }) => name).join(", ")}.`,
    );
  }
  const shared = stateStack(app, environments, provider);
  const ofEnvironments = wanted.flatMap((environment) => {
    const props = (part: StackPart) => stackProps(environment, provider, stackName(environment.name, part));
    const network = new NetworkStack(app, environment, props("network"));
    const services = new ServicesStack(app, environment, network, props("services"));
    const repositories =
      environment.repositories &&
      new RepositoriesStack(app, environment, environment.repositories, props("repositories"));
    if (repositories !== undefined) services.addDependency(repositories);
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
 * @throws OperatorError when there is no environment of the name that is wanted.
 */
export function synthesize(app: App, environments: readonly Environment[], options: AppOptions = {}): void {
  enforce(addStacks(app, environments, options).map(({ stack, environment }) => review(stack, environment)));
  app.synth();
}
