import type { Environment, Learnt } from "./environment";

type Found = Pick<Environment, "adoption" | "inventory">;

/**
 * Whether an environment describes what exists, in a VPC that was there before, and nobody has recorded yet what of it does:
 * Terraform would make all of it a second time.
 */
export function isUndiscovered({ network, inventory }: Pick<Environment, "network" | "inventory">): boolean {
  return network.vpc.kind === "existing" && inventory.learnt === undefined;
}

/** What was learnt about what exists, where it is to be adopted as it was found. */
function found({ adoption, inventory }: Found): Learnt | undefined {
  return adoption === "as-found" ? inventory.learnt : undefined;
}

/** The internal load balancer's settings: its own where it is adopted as it was found, else the environment's. */
export function loadBalancerSettings(
  environment: Found & Pick<Environment, "protected" | "crossZoneLoadBalancing">,
): NonNullable<Learnt["loadBalancer"]> {
  return (
    found(environment)?.loadBalancer ?? {
      deletionProtection: environment.protected,
      crossZone: environment.crossZoneLoadBalancing,
    }
  );
}

/** Days that a log group's events are kept, 0 for ever: its own where it is adopted as it was found. */
export function logRetentionDays(environment: Found & Pick<Environment, "logRetentionDays">, logGroup: string): number {
  return found(environment)?.logRetentionDays[logGroup] ?? environment.logRetentionDays;
}
