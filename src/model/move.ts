import type { Environment } from "./environment";
import { type Phase, PHASE_MEANINGS, type PhaseMeaning } from "./phase";

type Phased = Pick<Environment, "phase" | "services" | "names" | "inventory">;

/**
 * Whether a service moves: its legacy is named, or was found. A legacy that is named and was not found counts, as nobody
 * has said that there is none: the rules ask.
 */
export function moves({ names, inventory }: Pick<Environment, "names" | "inventory">, service: string): boolean {
  return (
    names?.services?.[service]?.legacyService !== undefined ||
    Object.hasOwn(inventory.learnt?.legacyServices ?? {}, service)
  );
}

/** A service's phase: its own, or the environment's if it moves, or `internal` where there is nothing to move. */
export function phaseOf(environment: Phased, service: string): Phase {
  const common = moves(environment, service) ? environment.phase : undefined;
  return environment.services[service]?.phase ?? common ?? "internal";
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
  { services, inventory }: Pick<Environment, "services" | "inventory">,
  service: string,
): number {
  return services[service]?.legacyDesiredCount ?? inventory.learnt?.legacyServices[service]?.desiredCount ?? 0;
}

/** Tasks of a legacy service: none once it is retired. */
export function legacyDesiredCount(environment: Phased, service: string): number {
  return meaningOf(environment, service).legacyRuns ? legacyRunningCount(environment, service) : 0;
}

/** The URL of a service's legacy: what the environment says, or what the gateway was found to call. */
export function legacyUrl(
  { services, inventory }: Pick<Environment, "services" | "inventory">,
  service: string,
): string | undefined {
  return services[service]?.legacyUrl ?? inventory.learnt?.legacyServices[service]?.url;
}

/** Whether a service has a legacy, discovered or only named: whether there is anything to move. */
export function hasLegacy({ names, inventory }: Pick<Environment, "names" | "inventory">, service: string): boolean {
  if (inventory.learnt !== undefined) return Object.hasOwn(inventory.learnt.legacyServices, service);
  return names?.services?.[service]?.legacyService !== undefined;
}

/**
 * Why the gateway cannot be pointed back at a service's legacy (`internal` to `parallel`); `undefined` when it can, when nobody
 * has looked yet, and of a service that never had one.
 */
export function noWayBack(
  environment: Phased & Pick<Environment, "names" | "inventory">,
  service: string,
): string | undefined {
  const { names, inventory } = environment;
  const { legacyService } = names?.services?.[service] ?? {};
  if (inventory.learnt === undefined) return undefined;
  if (!hasLegacy(environment, service)) {
    return legacyService === undefined ? undefined : `its legacy service ${legacyService} is gone`;
  }
  if (legacyUrl(environment, service) !== undefined) return undefined;
  return "the gateway does not call its legacy service any more, and nobody has written down where it was called";
}
