import type { Finding, Rule } from "../finding";
import { expiresMore } from "../lifecycle-policy";
import { acceptanceOf, fingerprint } from "../acceptance";
import { objectOf, type Plan, replaces, type ResourceChange } from "../plan";
import { Scene } from "../scene";

/** Why a lifecycle policy takes images away that stay without the plan, or `undefined` when it does not. */
function reason({ change }: ResourceChange, made: ReadonlySet<unknown>): string | undefined {
  const { actions, importing } = change;
  const before = objectOf(change.before);
  const after = objectOf(change.after);
  if (replaces(change)) {
    // Of one that somebody else wrote the rule about replacements speaks.
    return importing === undefined ? expiresMore(before.policy, after.policy) : undefined;
  }
  if (actions.includes("update")) return expiresMore(before.policy, after.policy);
  if (!actions.includes("create") || made.has(after.repository)) return undefined;
  return "its repository is there already, with its images, and kept all of them";
}

/** Every lifecycle policy that takes images away, and why. */
export function expiring({ resource_changes: changes }: Pick<Plan, "resource_changes">) {
  const made = new Set(
    changes
      .filter(({ type, change }) => type === "aws_ecr_repository" && change.actions.includes("create"))
      .map(({ change }) => objectOf(change.after).name),
  );
  return changes
    .filter(({ type, mode }) => type === "aws_ecr_lifecycle_policy" && mode !== "data")
    .flatMap((resource) => {
      const because = reason(resource, made);
      return because === undefined ? [] : [{ address: resource.address, because }];
    });
}

/** Images go only when a person has seen which: one that runs, or that is gone back to, cannot be made again. */
export const lifecyclePolicies: Rule = (plan, { environment, accepted }) => {
  const scene = new Scene(plan, environment);
  return expiring(plan).flatMap(({ address, because }): Finding[] => {
    const resource = scene.change(address);
    if (resource === undefined || acceptanceOf(resource, scene, accepted) !== undefined) return [];
    const message = `would let images expire: ${because}. See which with aws ecr start-lifecycle-policy-preview (docs/options/repositories.md, "Adopt repositories that exist", step 2), then accept it`;
    return [{ kind: "acceptance", address, change: fingerprint(resource, scene), message }];
  });
};
