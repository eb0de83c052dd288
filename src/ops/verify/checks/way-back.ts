import { PHASE_MEANINGS } from "../../../model/phase";
import type { Expected } from "../expected";
import { type Finding, findingsOf } from "../finding";

/** Services whose step from `internal` back to `parallel` is impossible: nobody should have to find that out at night. */
export function wayBackFindings({ environment, services }: Expected): Finding[] {
  return services.flatMap(({ name, phase, noWayBack }): Finding[] => {
    if (noWayBack === undefined || phase === undefined || PHASE_MEANINGS[phase].gatewayCalls === "legacy") return [];
    const what = `${name}: internal -> parallel is impossible: ${noWayBack}`;
    const next = [
      `To have a way back, give the service a legacyUrl in src/environments/${environment}.ts and discover again; to do without ` +
        "for good, take its legacyService out of names there.",
    ];
    return [findingsOf("inventory", name).warning("no-way-back", { what, next })];
  });
}
