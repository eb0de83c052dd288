import { environments } from "../../../src/environments";
import type { Environment, Inventory } from "../../../src/model/environment";
import type { Facts, NetworkFacts, RunningTask } from "../../../src/ops/discover/facts";
import type { Wanted, WantedStack } from "../../../src/ops/discover/stacks";

/** An environment of this project with another inventory. */
export function environment(name: string, inventory: Partial<Inventory> = {}): Environment {
  const found = environments().find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`There is no ${name}`);
  return { ...found, inventory: { ...found.inventory, ...inventory } };
}

/** A VPC with nothing in it. */
export function network(facts: Partial<NetworkFacts> = {}): NetworkFacts {
  return {
    vpcs: [],
    subnets: [],
    internetGateways: [],
    addresses: [],
    natGateways: [],
    routeTables: [],
    endpoints: [],
    flowLogs: [],
    securityGroups: [],
    securityGroupRules: [],
    ...facts,
  };
}

/** An account with nothing in it, but for these. */
export function facts(some: Partial<Facts> = {}): Facts {
  return {
    network: network(),
    balancing: { loadBalancers: [], listeners: [], targetGroups: [] },
    containers: { clusters: [], services: [], draining: [], tasks: [] },
    definitions: [],
    others: { services: [], tasks: [], targets: new Map() },
    roles: { roles: [], policies: new Map() },
    images: { repositories: [], withPolicy: [] },
    logGroups: [],
    parameters: { names: [], tagged: [], unset: [] },
    states: new Map(),
    ...some,
  };
}

/** What production runs, with no variables: of those that are to be as they run it has none. */
export const BARE_TASKS: readonly RunningTask[] = ["auth", "job", "gateway"].map((service) => ({
  service,
  taskDefinition: `${service}-task:1`,
  variables: [],
}));

/** A stack of resources by address. */
export function stack(
  name: string,
  resources: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  more: Partial<Pick<WantedStack, "data" | "outputs">> = {},
): WantedStack {
  return {
    name,
    resources: Object.entries(resources).map(([address, attributes]): Wanted => {
      const [type = "", resource = ""] = address.split(".");
      return { stack: name, type, name: resource, attributes };
    }),
    data: [],
    outputs: {},
    ...more,
  };
}

/** Tags as EC2 has them. */
export function tags(values: Readonly<Record<string, string>>) {
  return Object.entries(values).map(([Key, Value]) => ({ Key, Value }));
}
