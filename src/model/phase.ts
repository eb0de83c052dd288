import type { Environment } from "./environment";

/** How far a service has moved, in the order of the move. */
export const PHASES = ["legacy", "parallel", "internal", "retired"] as const;

/**
 * How far a service has moved from the legacy public service to the private one behind the internal load balancer:
 * `legacy`, nothing has; `parallel`, the private one runs beside it (runbook, section 6); `internal`, the gateway calls the
 * private one and the legacy still runs, the way back (section 7); `retired`, the legacy is at 0 (section 8).
 */
export type Phase = (typeof PHASES)[number];

/** What a phase means: everything else follows from it. */
export interface PhaseMeaning {
  /** Whether tasks of the private service run. */
  readonly privateRuns: boolean;
  /** Which of the two the gateway calls. */
  readonly gatewayCalls: "legacy" | "private";
  /** Whether tasks of the legacy service run. */
  readonly legacyRuns: boolean;
}

/** The one table of what each phase means. Whatever the gateway calls, runs: no row may say otherwise. */
export const PHASE_MEANINGS: Readonly<Record<Phase, PhaseMeaning>> = {
  legacy: { privateRuns: false, gatewayCalls: "legacy", legacyRuns: true },
  parallel: { privateRuns: true, gatewayCalls: "legacy", legacyRuns: true },
  internal: { privateRuns: true, gatewayCalls: "private", legacyRuns: true },
  retired: { privateRuns: true, gatewayCalls: "private", legacyRuns: false },
};

type Phased = Pick<Environment, "phase" | "services">;

/** A service's phase: its own, or the environment's, or `internal` where there was never anything to move. */
export function phaseOf({ phase, services }: Phased, service: string): Phase {
  return services[service]?.phase ?? phase ?? "internal";
}

/** What a service's phase means. */
export function meaningOf(environment: Phased, service: string): PhaseMeaning {
  return PHASE_MEANINGS[phaseOf(environment, service)];
}

/** Tasks of a private service: its own number, or the environment's, or 1; none before the phase `parallel`. */
export function privateDesiredCount(environment: Phased & Pick<Environment, "desiredCount">, service: string): number {
  if (!meaningOf(environment, service).privateRuns) return 0;
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
