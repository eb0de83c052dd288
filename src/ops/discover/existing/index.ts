import type { Facts } from "../facts";
import { existingBalancing } from "./balancing";
import { existingContainers } from "./containers";
import type { Existing, ExistingByType } from "./existing";
import { existingNetwork } from "./network";
import { existingRepositories } from "./repositories";

/** Everything that AWS has, by Terraform's type; each once, in however many answers it was. */
export function existingResources(facts: Facts): ExistingByType {
  const all: ExistingByType = {
    ...existingNetwork(facts.network),
    ...existingBalancing(facts.balancing),
    ...existingContainers(facts),
    ...existingRepositories(facts.images),
  };
  return Object.fromEntries(Object.entries(all).map(([type, existing]) => [type, once(existing)]));
}

function once(existing: readonly Existing[]): Existing[] {
  return [...new Map(existing.map((one) => [one.importId, one])).values()];
}
