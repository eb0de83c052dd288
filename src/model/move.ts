import type { Environment } from "./environment";
import { type Phase, PHASE_MEANINGS, type PhaseMeaning } from "./phase";

type Phased = Pick<Environment, "phase" | "services">;

/** A service's phase: its own, or the environment's, or `internal` where there was never anything to move. */
export function phaseOf({ phase, services }: Phased, service: string): Phase {
  return services[service]?.phase ?? phase ?? "internal";
}

/** What a service's phase means. */
export function meaningOf(environment: Phased, service: string): PhaseMeaning {
  return PHASE_MEANINGS[phaseOf(environment, service)];
}

/** Tasks of a private service: its own number, or the environment's, or 1; none before the phase `parallel`, or once it is stopped. */
export function privateDesiredCount(environment: Phased & Pick<Environment, "desiredCount">, service: string): number {
  if (!meaningOf(environment, service).privateRuns || environment.services[service]?.removal === "stopped") return 0;
  return environment.services[service]?.desiredCount ?? environment.desiredCount ?? 1;
}

/** Tasks of a legacy service while it runs: what the environment says, or what it was found with. */
export function legacyRunningCount(
  { services, inventory }: Phased & Pick<Environment, "inventory">,
  service: string,
): number {
  return services[service]?.legacyDesiredCount ?? inventory.learnt?.legacyServices[service]?.desiredCount ?? 0;
}

/** Tasks of a legacy service: none once it is retired. */
export function legacyDesiredCount(environment: Phased & Pick<Environment, "inventory">, service: string): number {
  return meaningOf(environment, service).legacyRuns ? legacyRunningCount(environment, service) : 0;
}

/** The URL of a service's legacy: what the environment says, or what the gateway was found to call. */
export function legacyUrl(
  { services, inventory }: Phased & Pick<Environment, "inventory">,
  service: string,
): string | undefined {
  return services[service]?.legacyUrl ?? inventory.learnt?.legacyServices[service]?.url;
}

/** Whether a service has a legacy, discovered or only named: whether there is anything to move. */
export function hasLegacy({ names, inventory }: Pick<Environment, "names" | "inventory">, service: string): boolean {
  if (inventory.learnt !== undefined) return Object.hasOwn(inventory.learnt.legacyServices, service);
  return names?.services?.[service]?.legacyService !== undefined;
}
