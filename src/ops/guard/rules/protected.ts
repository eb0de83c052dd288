import { differencesOf, showDifference } from "../differences";
import type { Rule } from "../finding";
import { deletes } from "../plan";
import { isNever, protection } from "../protected";

/** Nothing that the platform's address and its states depend on is taken away in place, nor made a second time. */
export const protectedAddresses: Rule = ({ resource_changes: changes, resource_drift: drift }, context) => {
  const vanished = new Set(drift.filter(({ change }) => deletes(change)).map(({ address }) => address));
  return changes.flatMap((resource) => {
    const { address, change } = resource;
    const found = protection(resource, context);
    if (found === undefined) return [];
    const { because } = found;
    if (change.actions.includes("create") && !deletes(change) && vanished.has(address)) {
      const message = `was deleted outside of Terraform, and the plan would make another: ${because}. Find out who deleted it first`;
      return [{ kind: "protected", address, message }];
    }
    if (!change.actions.includes("update")) return [];
    const differences = differencesOf(resource).filter((difference) => isNever(found, difference));
    if (differences.length === 0) return [];
    const list = differences.map(showDifference).join(", ");
    const message = `is protected (${because}) and would change: ${list}. Keep it as it is (docs/runbook.md, "What the guard never lets pass")`;
    return [{ kind: "protected", address, message }];
  });
};
