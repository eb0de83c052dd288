import { showName } from "../../../model/credentials";
import { showPath } from "../differences";
import type { Finding, Rule } from "../finding";
import { listOf, objectOf, type Plan, type ResourceChange } from "../plan";
import { leaves, secretReason } from "../secret-values";

/** Something in the plan that may hold secrets. */
interface Place {
  /** The resource, variable or output. */
  readonly address: string;
  /** Which of its values. */
  readonly what: string;
  readonly value: unknown;
  readonly marks?: unknown;
  readonly type?: string;
}

function* ofResources(changes: readonly ResourceChange[], where: string): Generator<Place> {
  for (const { address, type, change } of changes) {
    const { before, after, before_sensitive, after_sensitive } = change;
    yield { address, what: `${where}value before`, value: before, marks: before_sensitive, type };
    yield { address, what: `${where}value after`, value: after, marks: after_sensitive, type };
  }
}

/** The resources of a state, with those of its modules. */
function* ofModule(module: unknown, what: string): Generator<Place> {
  const { resources, child_modules: children } = objectOf(module);
  for (const resource of listOf(resources)) {
    const { address, type, values, sensitive_values: marks } = objectOf(resource);
    yield { address: String(address), what, value: values, marks, type: String(type) };
  }
  for (const child of listOf(children)) yield* ofModule(child, what);
}

function* ofState(state: unknown, what: string): Generator<Place> {
  const { root_module: root, outputs } = objectOf(state);
  yield* ofModule(root, what);
  for (const [name, output] of Object.entries(objectOf(outputs))) {
    const { value, sensitive } = objectOf(output);
    yield { address: `output.${name}`, what, value: { [name]: value }, marks: { [name]: sensitive } };
  }
}

function* places(plan: Plan): Generator<Place> {
  // Whoever reads the plan reads the addresses, too: a key of for_each may be a secret.
  for (const { address } of plan.resource_changes) yield { address, what: "address", value: { address } };
  yield* ofResources(plan.resource_changes, "");
  yield* ofResources(plan.resource_drift, "drifted ");
  for (const [name, change] of Object.entries(plan.output_changes)) {
    const { before, after, before_sensitive, after_sensitive } = objectOf(change);
    for (const [what, value, mark] of [
      ["value before", before, before_sensitive],
      ["value after", after, after_sensitive],
    ] as const) {
      yield { address: `output.${name}`, what, value: { [name]: value }, marks: { [name]: mark } };
    }
  }
  for (const [name, variable] of Object.entries(plan.variables)) {
    yield { address: `var.${name}`, what: "value", value: { [name]: objectOf(variable).value } };
  }
  yield* ofState(objectOf(plan.prior_state).values, "value in the state");
  yield* ofState(plan.planned_values, "planned value");
  yield { address: "the configuration", what: "value", value: plan.configuration };
}

/** No secret is in the plan: whoever may read the plan, or the state that it makes, could read it. */
export const secrets: Rule = (plan) => {
  const findings = new Map<string, Finding>();
  for (const { address: where, what, value, marks, type } of places(plan)) {
    const address = showName(where);
    for (const leaf of leaves(value, { marks, type })) {
      const reason = secretReason(leaf);
      if (reason === undefined) continue;
      // Of one value that stands in the plan five times one is enough to say.
      const key = `${address} ${showPath(leaf.path)}`;
      const message = `has a secret in its ${what}: ${showPath(leaf.path)} ${reason}`;
      if (!findings.has(key)) findings.set(key, { kind: "secret", address, message });
    }
  }
  return [...findings.values()];
};
