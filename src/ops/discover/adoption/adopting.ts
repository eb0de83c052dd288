import type { Environment, Import } from "../../../model/environment";
import type { Match, MissingData } from "../match";
import type { Unsettled } from "../problems";
import type { WantedStack } from "../stacks";
import { type Difference, importDifferences, worstFirst, writtenAs } from "./differences";
import { keptOf, wasMadeHere } from "./keep";
import { type PlannedImports, planImports, type PlanImportsOptions } from "./plan-imports";
import { adoptionProblems, replacements } from "./problems";

/** What adopting would make of what exists. */
export interface Adopting {
  /** The worst first. */
  readonly differences: readonly Difference[];
  /** What stays as it was found, by stack and address. */
  readonly keep: ReadonlyMap<string, ReadonlyMap<string, Pick<Import, "keep">>>;
  readonly unsettled: readonly Unsettled[];
}

/** What is known of the stacks beside how to plan them. */
export interface AdoptingInput extends PlanImportsOptions {
  readonly environment: Environment;
  /** Addresses in Terraform's state by stack; `undefined` where it could not be read. */
  readonly managed: ReadonlyMap<string, ReadonlySet<string> | undefined>;
  readonly missingData: readonly MissingData[];
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
    keep: new Map(adopted.map(({ stack, keep }) => [stack, keep])),
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
  readonly keep: ReadonlyMap<string, Pick<Import, "keep">>;
  readonly unsettled: readonly Unsettled[];
}

/** @param plan none where the stack reads what is not there */
function adoptStack(wanted: WantedStack, plan: PlannedImports | undefined, input: AdoptingInput): AdoptedStack {
  const { environment, missingData } = input;
  const stack = wanted.name;
  const nothing = { stack, differences: [], keep: new Map<string, never>() };
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
  // What an apply of this project has begun is finished as it is written, whatever it has come to.
  const [own, others] = [true, false].map((made) => found.filter((one) => wasMadeHere(one, plan.defaultTags) === made));
  const legacy = Object.values(environment.names?.services ?? {}).flatMap(({ legacyService }) => legacyService ?? []);
  const ofOwn = importDifferences(wanted, own ?? [], legacy);
  const ofOthers = importDifferences(wanted, others ?? [], legacy);
  const keep = new Map(
    (environment.adoption === "as-found" ? (others ?? []) : []).map((resource) => [
      resource.address,
      keptOf(ofOthers, resource, writtenAs(wanted, resource.address)),
    ]),
  );
  const stays = ({ address, argument }: Difference) => Object.hasOwn(keep.get(address)?.keep ?? {}, argument);
  return {
    stack,
    differences: [...ofOwn, ...ofOthers.map((difference) => ({ ...difference, stays: stays(difference) }))],
    keep,
    unsettled: [...adoptionProblems(environment, ofOthers), ...replacements(environment, ofOwn)],
  };
}
