import { hasLegacy, phaseOf } from "../../../model/move";
import { PHASES_OUTPUT, touchedByStep } from "../../../model/phase";
import type { Context, Finding, Rule } from "../finding";
import type { ResourceChange } from "../plan";
import { type Step, stepsOf } from "../routine/steps";

function skips(steps: readonly Step[], { environment }: Context): Finding[] {
  const scaled = steps.filter(
    ({ service, from, to }) =>
      from === "legacy" && to !== "parallel" && environment?.services[service]?.autoscaling !== undefined,
  );
  if (scaled.length > 0) {
    return scaled.map(({ service, to }) => ({
      kind: "phase",
      message: `'${service}' would go from legacy to ${to} in one apply, and autoscaling starts its tasks only after it: go through parallel`,
    }));
  }
  if (environment?.skipPhases !== undefined) return [];
  const skipped = steps.filter(({ from, to }) => from === "legacy" && to === "retired");
  return skipped.map(({ service }) => ({
    kind: "phase",
    message: `'${service}' would go from legacy to retired in one apply: go through parallel and internal, or say why not in the environment's skipPhases`,
  }));
}

/** Whether a plan does anything to a resource, in AWS or in the state alone. */
function touches({ change: { actions, importing }, previous_address: previous }: ResourceChange): boolean {
  return (
    actions.some((action) => action !== "no-op" && action !== "read") ||
    importing !== undefined ||
    previous !== undefined
  );
}

/** A step of the move touches what it is meant to touch: anything else in the same plan is a change of its own. */
export const phases: Rule = (plan, context) => {
  const { environment } = context;
  const steps = stepsOf(plan);
  const findings = skips(steps, context);
  if (environment !== undefined && environment.inventory.learnt === undefined) {
    const waiting = Object.keys(environment.services).filter(
      (service) => hasLegacy(environment, service) && phaseOf(environment, service) !== "retired",
    );
    const ours = plan.output_changes[PHASES_OUTPUT] !== undefined;
    if (ours && waiting.length > 0) {
      findings.push({
        kind: "phase",
        message: `'${environment.name}' has not been discovered: nobody knows where the legacy services are. Run: npm run discover -- --env ${environment.name} --write`,
      });
    }
  }
  if (steps.length === 0) return findings;
  const meant = new Set(steps.flatMap(({ service, from, to }) => touchedByStep(service, from, to)));
  const names = steps.map(({ service, from, to }) => `${service}: ${from} → ${to}`).join(", ");
  const others = plan.resource_changes.filter(
    (resource) => resource.mode !== "data" && !meant.has(resource.address) && touches(resource),
  );
  return [
    ...findings,
    ...others.map(({ address }): Finding => ({
      kind: "phase",
      address,
      message: `is not what this step of the move touches (${names}): apply it before, in a plan of its own`,
    })),
  ];
};
