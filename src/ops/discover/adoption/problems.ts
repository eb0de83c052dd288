import { isAsFound } from "../../../model/adoption";
import type { Environment } from "../../../model/environment";
import type { Unsettled } from "../problems";
import type { TaskDifference } from "../tasks/differences";
import type { Difference } from "./differences";
import { howToStay, writtenIn } from "./where-written";

/** Whether a person has named something as what adopting may take away. */
export function isGivenUp({ adoptionGivesUp = {} }: Environment, address: string, path: string): boolean {
  const paths = Object.hasOwn(adoptionGivesUp, address) ? adoptionGivesUp[address] : undefined;
  return paths !== undefined && Object.hasOwn(paths, path);
}

/** How a person says that something may go. */
export function giveUp({ name }: Environment, address: string, path: string): string {
  return `adoptionGivesUp: { ${JSON.stringify(address)}: { ${JSON.stringify(path)}: "why" } } in src/environments/${name}.ts`;
}

/**
 * What adopting would destroy, or take away without a person having named it: what exists keeps what it has, unless the
 * environment decides it.
 */
export function adoptionProblems(environment: Environment, differences: readonly Difference[]): Unsettled[] {
  return differences
    .filter(({ fate }) => fate === "asked")
    .flatMap(({ stack, address, path, is, wanted, meaning }) => {
      const change = `${path} is ${is} and would be ${wanted}`;
      if (meaning === "replaced") {
        const message =
          `${change}: Terraform would destroy it and make it again. Correct what is written ` +
          `${writtenIn(environment, wanted)}, or what is there.`;
        return [{ stack, address, message }];
      }
      if (isGivenUp(environment, address, path)) return [];
      const taken = meaning === "lost" ? "take that away" : "lead traffic elsewhere";
      const message =
        `${change}: adopting would ${taken}. ${howToStay(environment, { address, path, found: is, wanted })} ` +
        `Where it may go: ${giveUp(environment, address, path)}.`;
      return [{ stack, address, message }];
    });
}

/** What a task definition that takes another's place has less of, or has no more, where nobody has named it. */
export function taskProblems(
  environment: Environment,
  differences: readonly TaskDifference[],
  managed: ReadonlyMap<string, ReadonlySet<string> | undefined>,
): Unsettled[] {
  if (!isAsFound(environment)) return [];
  return differences.flatMap(({ stack, address, meaning, field, service, taskDefinition, is, wanted }) => {
    if (meaning !== "less" && meaning !== "dropped") return [];
    if (managed.get(stack)?.has(address) === true || isGivenUp(environment, address, field)) return [];
    const change = meaning === "less" ? `is ${String(is)} and would be ${String(wanted)}` : "would be gone";
    const message =
      `${field} of what ${service} runs (${taskDefinition}) ${change}. ` +
      `${howToStay(environment, { address, path: field, found: JSON.stringify(is ?? null), wanted: "" })} Where it may go: ${giveUp(environment, address, field)}.`;
    return [{ stack, address, message }];
  });
}
