import { legacyRunningCount, privateDesiredCount } from "../../../model/move";
import { addressPart, type Phase, PHASE_MEANINGS, PHASES, PHASES_OUTPUT, touchedByStep } from "../../../model/phase";
import { objectOf, type Plan } from "../plan";
import type { DifferentCase } from "./row";

/** A service that a plan moves. */
export interface Step {
  readonly service: string;
  readonly from: Phase;
  readonly to: Phase;
}

function phasesIn(value: unknown): ReadonlyMap<string, Phase> {
  const known = (phase: unknown): phase is Phase => PHASES.some((one) => one === phase);
  return new Map(Object.entries(objectOf(value)).flatMap(([name, phase]) => (known(phase) ? [[name, phase]] : [])));
}

/** The steps of a plan: what was output before, and what will be. */
export function stepsOf({ output_changes: outputs }: Pick<Plan, "output_changes">): Step[] {
  const before = phasesIn(outputs[PHASES_OUTPUT]?.before);
  return [...phasesIn(outputs[PHASES_OUTPUT]?.after)].flatMap(([service, to]) => {
    const from = before.get(service);
    return from === undefined || from === to ? [] : [{ service, from, to }];
  });
}

/** Whether a service has as many tasks as the step of the move means: none where its phase stops it, and what it had otherwise. */
export function isMigration(one: DifferentCase): boolean {
  const { resource, scene, difference } = one;
  const { environment, plan } = scene;
  if (environment === undefined || difference.unknown) return false;
  return stepsOf(plan).some(({ service, from, to }) => {
    if (!touchedByStep(service, from, to).includes(resource.address)) return false;
    const isLegacy = resource.name === `${addressPart(service)}_legacy`;
    const { privateRuns, legacyRuns } = PHASE_MEANINGS[to];
    if (!(isLegacy ? legacyRuns : privateRuns)) return difference.after === 0;
    const wanted = isLegacy ? legacyRunningCount(environment, service) : privateDesiredCount(environment, service);
    return difference.after === wanted && wanted > 0;
  });
}
