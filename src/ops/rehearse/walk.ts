import { PHASES, type Phase } from "../../model/phase";

/** The phases that the services of an environment are in, by service. */
export type ServicePhases = Readonly<Record<string, Phase>>;

/** One step of the walk. */
export interface WalkStep {
  readonly title: string;
  readonly phases: ServicePhases;
}

/** From where to where the move is walked, there and back again. */
export interface Walk {
  readonly from: Phase;
  readonly to: Phase;
}

/** All services in one phase. */
export function allIn(services: readonly string[], phase: Phase): ServicePhases {
  return Object.fromEntries(services.map((service) => [service, phase]));
}

/**
 * The walk: phase by phase to the last, each time one service ahead of the others where the gateway is pointed elsewhere,
 * and phase by phase back to the first.
 */
export function walkSteps(services: readonly string[], { from, to }: Walk): WalkStep[] {
  const [first, last] = [PHASES.indexOf(from), PHASES.indexOf(to)];
  const direction = first <= last ? 1 : -1;
  const there = Array.from(
    { length: Math.abs(last - first) + 1 },
    (_, index) => PHASES[first + index * direction] ?? from,
  );
  const [pioneer = "", ...others] = services;
  const step = (phase: Phase): WalkStep => ({ title: `all ${phase}`, phases: allIn(services, phase) });
  const outward = there.flatMap((phase, index): WalkStep[] => {
    const before = there[index - 1];
    if (phase !== "internal" || before === undefined || others.length === 0) return [step(phase)];
    const ahead = { ...allIn(services, before), [pioneer]: phase };
    return [{ title: `${pioneer} ahead: ${phase}`, phases: ahead }, step(phase)];
  });
  const back = there.slice(0, -1).reverse();
  return [...outward, ...back.map((phase) => ({ ...step(phase), title: `back: all ${phase}` }))];
}
