import { type Environment, secretVariables } from "../../model/environment";
import { containerOf, plainVariables } from "../../model/variables";
import type { RunningTask } from "./facts";

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

/** What stands for the load balancer's name where there is none yet: what has it is not compared. */
const NO_LOAD_BALANCER = "not-made.invalid";

/**
 * The plain variables that differ between what runs and what would run. Secrets are neither compared nor shown.
 *
 * @param environment with what was learnt of it
 */
export function variableDifferences(
  environment: Environment,
  tasks: readonly RunningTask[],
  loadBalancerDns: string | undefined,
): VariableDifference[] {
  return tasks.flatMap(({ service, taskDefinition, variables }) => {
    const secrets = secretVariables(containerOf(environment, service));
    const wanted = new Map(Object.entries(plainVariables(environment, service, loadBalancerDns ?? NO_LOAD_BALANCER)));
    const is = new Map(variables.map((variable) => [variable.name, variable]));
    const names = [...new Set([...is.keys(), ...wanted.keys()])].sort();
    return names.flatMap((name): VariableDifference[] => {
      const at = { service, taskDefinition, name };
      const running = is.get(name);
      const value = wanted.get(name);
      if (secrets.has(name)) return [];
      if (value === undefined) return [{ ...at, kind: "dropped" }];
      if (value.includes(NO_LOAD_BALANCER)) return [];
      if (running === undefined) return [{ ...at, kind: "added", wanted: value }];
      if (!("value" in running)) return [{ ...at, kind: "changed", wanted: value }];
      return running.value === value ? [] : [{ ...at, kind: "changed", is: running.value, wanted: value }];
    });
  });
}
