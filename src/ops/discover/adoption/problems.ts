import type { Environment } from "../../../model/environment";
import type { Unsettled } from "../problems";
import type { TaskDifference } from "../tasks/differences";
import type { Difference } from "./differences";
import { staysAsFound } from "./keep";
import { toWrite, writtenIn } from "./where-written";

/** Whether what exists keeps what it was found with. */
function isAsFound({ adoption }: Environment): boolean {
  return adoption === "as-found";
}

/** Whether a person has named something as what adopting may take away. */
export function isGivenUp({ adoptionGivesUp = {} }: Environment, address: string, path: string): boolean {
  const paths = Object.hasOwn(adoptionGivesUp, address) ? adoptionGivesUp[address] : undefined;
  return paths !== undefined && Object.hasOwn(paths, path);
}

/** How a person says that something may go. */
export function giveUp({ name }: Environment, address: string, path: string): string {
  return `adoptionGivesUp: { ${JSON.stringify(address)}: { ${JSON.stringify(path)}: "why" } } in src/environments/${name}.ts`;
}

/** What adopting would destroy and make again. */
export function replacements(environment: Environment, differences: readonly Difference[]): Unsettled[] {
  return differences
    .filter(({ meaning }) => meaning === "replaced")
    .map(({ stack, address, path, is, wanted }) => ({
      stack,
      address,
      message:
        `${path} is ${is} and would be ${wanted}: Terraform would destroy it and make it again. Correct what is written ` +
        `${writtenIn(environment, wanted)}, or what is there.`,
    }));
}

/**
 * What adopting would destroy, or take away without a person having named it: what exists keeps what it has, unless the
 * environment decides it.
 */
export function adoptionProblems(environment: Environment, differences: readonly Difference[]): Unsettled[] {
  const lost = differences.filter(
    (difference) =>
      difference.meaning === "lost" &&
      isAsFound(environment) &&
      !staysAsFound(difference) &&
      !isGivenUp(environment, difference.address, difference.path),
  );
  return [
    ...replacements(environment, differences),
    ...lost.map(({ stack, address, path, is, wanted }) => ({
      stack,
      address,
      message:
        `${path} is ${is} and would be ${wanted}: adopting would take that away. Write ` +
        `${toWrite(environment, address, path, is)}. Where it may go: ${giveUp(environment, address, path)}.`,
    })),
  ];
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
      `${field} of what ${service} runs (${taskDefinition}) ${change}. Write ` +
      `${toWrite(environment, address, field, JSON.stringify(is ?? null))}. Where it may go: ${giveUp(environment, address, field)}.`;
    return [{ stack, address, message }];
  });
}
