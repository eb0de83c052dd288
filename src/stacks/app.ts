import type { App } from "cdktf";
import type { Environment } from "../model/environment";
import type { BaseStackProps } from "./base-stack";
import { NetworkStack } from "./network-stack";
import { ServicesStack } from "./services-stack";
import { StateStack } from "./state-stack";

/** Choices of the place where Terraform runs, not of an environment. */
export type ProviderOptions = Pick<BaseStackProps, "s3UsePathStyle">;

function stackProps(environment: Environment, options: ProviderOptions): BaseStackProps {
  const { name, inventory, state, owner, costCenter } = environment;
  const { account, region } = inventory;
  return { account, region, state, environment: name, owner, costCenter, ...options };
}

/**
 * Adds every stack to the app: the state storage, which lies in the account of the environment named last (production),
 * and each environment's network and services.
 */
export function addStacks(app: App, environments: readonly Environment[], options: ProviderOptions = {}): void {
  const last = environments.at(-1);
  if (last !== undefined) new StateStack(app, { ...stackProps(last, options), environment: "shared" });
  for (const environment of environments) {
    const props = stackProps(environment, options);
    const network = new NetworkStack(app, environment, props);
    new ServicesStack(app, environment, network, props);
  }
}
