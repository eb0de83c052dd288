import { differencesOf, isTag, showDifference } from "../differences";
import type { Rule } from "../finding";
import { deletes } from "../plan";
import { mayDiffer, protection } from "../protected";

/** Nothing changes on what the platform's address and its states depend on, but for tags; nor is it made a second time. */
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
    const differences = differencesOf(resource).filter(
      (difference) => !isTag(difference) && !mayDiffer(found, difference),
    );
    if (differences.length === 0) return [];
    const list = differences.map(showDifference).join(", ");
    return [{ kind: "protected", address, message: `is protected (${because}) and would change: ${list}` }];
  });
};
