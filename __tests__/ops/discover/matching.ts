import type { Environment } from "../../../src/model/environment";
import { existingResources } from "../../../src/ops/discover/existing";
import type { Facts } from "../../../src/ops/discover/facts";
import { Matching, type Hints, type Outcome } from "../../../src/ops/discover/match";
import type { WantedStack } from "../../../src/ops/discover/stacks";
import { environment, facts } from "./facts";

/** What exists and what is looked for. */
interface Case {
  readonly facts: Partial<Facts>;
  readonly stacks: readonly WantedStack[];
  readonly environment?: Environment;
  readonly hints?: Hints;
}

/** What is found of each resource, by address: its import id, or why there is none. */
export function outcomes({ facts: some, stacks, environment: of = environment("prod"), hints }: Case) {
  const byStack = new Map(stacks.map(({ name }) => [name, hints === undefined ? [] : [hints]]));
  const existing = existingResources(facts(some));
  const matches = new Matching({ stacks, existing, environment: of, hints: byStack }).all();
  return new Map(matches.map(({ address, outcome }) => [address, outcome]));
}

/** An outcome in short: import id and evidence. */
export function short(outcome: Outcome | undefined): string {
  if (outcome?.kind === "found") return `${outcome.existing.importId} by ${outcome.evidence}`;
  if (outcome?.kind === "ambiguous") return outcome.candidates.map(({ importId }) => importId).join(" or ");
  return outcome?.kind ?? "(no such resource)";
}
