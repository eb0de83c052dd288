import type { RunningTask } from "./facts";
import { UNKNOWN } from "./resolve";
import type { WantedTask } from "./tasks/wanted";

/** A plain variable that a service runs with otherwise than it would. */
export interface VariableDifference {
  readonly service: string;
  /** The task definition that runs. */
  readonly taskDefinition: string;
  readonly name: string;
  /** `changed`: another value; `added`: new; `dropped`: it runs with it now and would not any more. */
  readonly kind: "changed" | "added" | "dropped";
  /** The value that runs; not of what would be dropped (nobody knows what it holds), nor of a credential. */
  readonly is?: string;
  readonly wanted?: string;
}

/**
 * The plain variables that differ between what runs and what would run. Secrets are neither compared nor shown, and what
 * depends on what is still to be made, such as the load balancer's name, is not known yet.
 */
export function variableDifferences(
  tasks: readonly RunningTask[],
  wanted: readonly WantedTask[],
): VariableDifference[] {
  return tasks.flatMap(({ service, taskDefinition, variables }) => {
    const task = wanted.find((one) => one.service === service);
    if (task === undefined) return [];
    const { plain, secrets } = variablesOf(task);
    const is = new Map(variables.map((variable) => [variable.name, variable]));
    const names = [...new Set([...is.keys(), ...plain.keys()])].sort();
    return names.flatMap((name): VariableDifference[] => {
      const at = { service, taskDefinition, name };
      const running = is.get(name);
      const value = plain.get(name);
      if (secrets.includes(name)) return [];
      if (!plain.has(name)) return [{ ...at, kind: "dropped" }];
      if (typeof value !== "string") return [];
      if (running === undefined) return [{ ...at, kind: "added", wanted: value }];
      if (!("value" in running)) return [{ ...at, kind: "changed", wanted: value }];
      return running.value === value ? [] : [{ ...at, kind: "changed", is: running.value, wanted: value }];
    });
  });
}

interface Container {
  readonly environment?: readonly { readonly name: string; readonly value: string | typeof UNKNOWN }[];
  readonly secrets?: readonly { readonly name: string }[];
}

/** What the containers of a task definition would be given. */
function variablesOf({ definition }: WantedTask) {
  const containers = definition.containerDefinitions as readonly Container[];
  const plain = containers.flatMap(({ environment = [] }) => environment);
  return {
    plain: new Map(plain.map(({ name, value }) => [name, value] as const)),
    secrets: containers.flatMap(({ secrets = [] }) => secrets.map(({ name }) => name)),
  };
}
