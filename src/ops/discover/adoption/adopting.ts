import type { Environment, Import } from "../../../model/environment";
import type { Match, MissingData } from "../match";
import type { Unsettled } from "../problems";
import { type Difference, importDifferences, worstFirst, writtenAs } from "./differences";
import { keptOf, wasMadeHere } from "./keep";
import { planImports, type PlanImportsOptions } from "./plan-imports";
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
  const { environment, matches, managed, stacks, missingData } = input;
  const isPending = ({ stack, address, outcome }: Pick<Match, "stack" | "address" | "outcome">) =>
    outcome.kind === "found" && managed.get(stack)?.has(address) !== true;
  const pending = stacks.map(({ name }) => name).filter((stack) => matches.some((match) => match.stack === stack && isPending(match))); // prettier-ignore
  const blocked = missingData.filter(({ stack }) => pending.includes(stack));
  const planned = await planImports(
    pending.filter((stack) => blocked.every((data) => data.stack !== stack)),
    input,
  );

  const legacyServices = Object.values(environment.names?.services ?? {}).flatMap((names) => names.legacyService ?? []);
  const differences: Difference[] = [];
  const keep = new Map<string, Map<string, Pick<Import, "keep">>>();
  const unsettled: Unsettled[] = blocked.map(({ stack, type, name }) => ({
    stack,
    address: `data.${type}.${name}`,
    message: "a plan would not find it, so that nothing of this stack can be compared with what exists. Make it first.",
  }));
  for (const [stack, plan] of planned) {
    const wanted = stacks.find(({ name }) => name === stack);
    if (wanted === undefined) continue;
    if ("failed" in plan) {
      const message = `what exists cannot be compared with what is written:\n${plan.failed}`;
      unsettled.push({ stack, address: "(the whole stack)", message });
      continue;
    }
    const found = plan.resources.filter(
      (resource) => resource.change.importing !== undefined && managed.get(stack)?.has(resource.address) !== true,
    );
    // What an apply of this project has begun is finished as it is written, whatever it has come to.
    const own = found.filter((resource) => wasMadeHere(resource, plan.defaultTags));
    const others = found.filter((resource) => !own.includes(resource));
    const [ofOwn, ofOthers] = [own, others].map((resources) => importDifferences(wanted, resources, legacyServices));
    unsettled.push(...adoptionProblems(environment, ofOthers ?? []), ...replacements(ofOwn ?? []));
    const kept = new Map(
      environment.adoption !== "as-found"
        ? []
        : others.map((resource) => [
            resource.address,
            keptOf(ofOthers ?? [], resource, writtenAs(wanted, resource.address)),
          ]),
    );
    keep.set(stack, kept);
    const stays = ({ address, argument }: Difference) => Object.hasOwn(kept.get(address)?.keep ?? {}, argument);
    differences.push(...(ofOwn ?? []), ...(ofOthers ?? []).map((one) => ({ ...one, stays: stays(one) })));
  }
  return { differences: worstFirst(differences), keep, unsettled };
}
