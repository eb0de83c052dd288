import type { Facts } from "../facts";
import { existingBalancing } from "./balancing";
import { existingContainers } from "./containers";
import type { ExistingByType } from "./existing";
import { existingNetwork } from "./network";
import { existingRepositories } from "./repositories";

/** Everything that AWS has, by Terraform's type. */
export function existingResources(facts: Facts): ExistingByType {
  return {
    ...existingNetwork(facts.network),
    ...existingBalancing(facts.balancing),
    ...existingContainers(facts),
    ...existingRepositories(facts.images),
  };
}
