import type { Environment, Learnt } from "../../model/environment";
import { fromRunningNames, type LearntVariables } from "../../model/plain-value";
import { OperatorError } from "../../model/problem";
import { containerOf, learntVariables } from "../../model/variables";
import type { RunningTask } from "./facts";

/** What became of one variable: `why` says what to do where what runs cannot tell. */
type Looked = { readonly value: string } | { readonly unset: true } | { readonly why: string };

/**
 * What runs of the variables that are to be as they run (`fromRunning`). Those of a container that does not run stay what
 * they were. A credential is never learnt: its value was left behind where it was read.
 *
 * @throws OperatorError naming every variable that what runs cannot tell.
 */
export function learnVariables(environment: Environment, tasks: readonly RunningTask[]): Pick<Learnt, "variables"> {
  const { name, services } = environment;
  const problems: string[] = [];
  const variables: Record<string, LearntVariables> = {};
  for (const container of [...Object.keys(services), "gateway"]) {
    const path = container === "gateway" ? "gateway" : `services.${container}`;
    const before = learntVariables(environment, container);
    const task = tasks.find(({ service }) => service === container);
    const set: Record<string, string> = {};
    const unset: string[] = [];
    for (const variable of fromRunningNames(containerOf(environment, container).environment).sort()) {
      const looked = task === undefined ? recall(variable, container, before) : look(variable, task);
      if ("value" in looked) set[variable] = looked.value;
      else if ("unset" in looked) unset.push(variable);
      else problems.push(`  ${path}.environment.${variable}: ${looked.why}`);
    }
    if (Object.keys(set).length + unset.length > 0) variables[container] = { set, unset };
  }
  if (problems.length > 0) {
    throw new OperatorError(
      `What runs cannot tell what src/environments/${name}.ts takes from it (fromRunning):\n${problems.join("\n")}\n\nNothing was written. Correct what is written there.`,
    );
  }
  return Object.keys(variables).length === 0 ? {} : { variables };
}

function look(variable: string, { taskDefinition, variables }: RunningTask): Looked {
  const found = variables.find(({ name }) => name === variable);
  if (found === undefined) return { unset: true };
  if ("value" in found) return { value: found.value };
  return { why: `in ${taskDefinition} it is a secret, or looks like one: name it in 'secrets', or write its value` };
}

function recall(variable: string, container: string, { set, unset }: LearntVariables): Looked {
  if (Object.hasOwn(set, variable)) return { value: set[variable] ?? "" };
  return unset.includes(variable) ? { unset: true } : { why: `nothing of '${container}' runs: write its value` };
}
