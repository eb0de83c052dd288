import { isAsFound } from "../../../model/adoption";
import type { Environment, KeptArguments } from "../../../model/environment";
import { projectTags } from "../../../model/tags";
import type { ResourceChange } from "../../guard/plan";
import type { Match, MissingData } from "../match";
import type { Unsettled } from "../problems";
import type { WantedStack } from "../stacks";
import { type Difference, importDifferences, worstFirst, writtenAs } from "./differences";
import { carriesOurTags, keptOf } from "./keep";
import { type PlannedImports, planImports, type PlanImportsOptions } from "./plan-imports";
import { adoptionProblems } from "./problems";

/** What adopting would make of what exists. */
export interface Adopting {
  /** The worst first. */
  readonly differences: readonly Difference[];
  /** What stays as it was found, by stack and address. */
  readonly kept: ReadonlyMap<string, ReadonlyMap<string, KeptArguments>>;
  /** What an apply had made when it was cut off, by stack: addresses. */
  readonly unfinished: ReadonlyMap<string, ReadonlySet<string>>;
  readonly unsettled: readonly Unsettled[];
}

/** What is known of the stacks beside how to plan them. */
export interface AdoptingInput extends PlanImportsOptions {
  readonly environment: Environment;
  /** Addresses in Terraform's state by stack; `undefined` where it could not be read. */
  readonly managed: ReadonlyMap<string, ReadonlySet<string> | undefined>;
  readonly missingData: readonly MissingData[];
  /** Stacks that an apply has begun with: they have a state, a lock, or a journal. */
  readonly begun: ReadonlySet<string>;
}

/**
 * Has Terraform plan what is still to be adopted, and reads of that plan what would become of each attribute. Of a stack that
 * has nothing to adopt there is nothing to plan.
 */
export async function adopting(input: AdoptingInput): Promise<Adopting> {
  const { matches, stacks, missingData } = input;
  const pending = stacks.filter(({ name }) => matches.some((match) => match.stack === name && isPending(match, input)));
  const isBlocked = ({ name }: WantedStack) => missingData.some(({ stack }) => stack === name);
  const plans = await planImports(pending.filter((stack) => !isBlocked(stack)), input); // prettier-ignore
  const adopted = pending.map((stack) => adoptStack(stack, plans.get(stack.name), input));
  return {
    differences: worstFirst(adopted.flatMap(({ differences }) => differences)),
    kept: new Map(adopted.map(({ stack, kept }) => [stack, kept])),
    unfinished: new Map(adopted.map(({ stack, unfinished }) => [stack, unfinished])),
    unsettled: adopted.flatMap(({ unsettled }) => unsettled),
  };
}

/** Whether something exists and Terraform does not manage it yet. */
function isPending({ stack, address, outcome }: Match, { managed }: Pick<AdoptingInput, "managed">): boolean {
  return outcome.kind === "found" && managed.get(stack)?.has(address) !== true;
}

/** What adopting would make of what exists of one stack. */
interface AdoptedStack {
  readonly stack: string;
  readonly differences: readonly Difference[];
  readonly kept: ReadonlyMap<string, KeptArguments>;
  readonly unfinished: ReadonlySet<string>;
  readonly unsettled: readonly Unsettled[];
}

/** @param plan none where the stack reads what is not there */
function adoptStack(wanted: WantedStack, plan: PlannedImports | undefined, input: AdoptingInput): AdoptedStack {
  const { environment, missingData } = input;
  const stack = wanted.name;
  const nothing = { stack, differences: [], kept: new Map<string, never>(), unfinished: new Set<string>() };
  if (plan === undefined) {
    const missing = missingData.filter((data) => data.stack === stack);
    const message =
      "a plan would not find it, so that nothing of this stack can be compared with what exists. Make it first.";
    return { ...nothing, unsettled: missing.map(({ type, name }) => ({ stack, address: `data.${type}.${name}`, message })) }; // prettier-ignore
  }
  if ("failed" in plan) {
    const message = `what exists cannot be compared with what is written:\n${plan.failed}`;
    return { ...nothing, unsettled: [{ stack, address: "(the whole stack)", message }] };
  }
  const found = plan.resources.filter(({ address }) =>
    input.matches.some((match) => match.stack === stack && match.address === address && isPending(match, input)),
  );
  const legacyServices = Object.values(environment.names?.services ?? {}).flatMap(
    ({ legacyService }) => legacyService ?? [],
  );
  const asFound = isAsFound(environment);
  // Tags alone prove nothing: the runbook of old has people tag by hand.
  const finishing = (resource: ResourceChange) => input.begun.has(stack) && carriesOurTags(resource, environment);
  const differences = importDifferences(wanted, found, { asFound, legacyServices, finishing });
  const kept = found.flatMap((resource) => {
    const stays = keptOf(differences, resource, writtenAs(wanted, resource.address), projectTags(environment));
    // Where this says nothing, what the inventory has recorded counts on.
    const saysNothing = Object.keys(stays).length === 0 && (!asFound || finishing(resource));
    return saysNothing ? [] : [[resource.address, stays] as const];
  });
  const unfinished = new Set(found.filter(finishing).map(({ address }) => address));
  return { stack, differences, kept: new Map(kept), unfinished, unsettled: adoptionProblems(environment, differences) };
}
