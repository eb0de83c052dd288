import { createHash } from "node:crypto";
import { canonical, differencesOf, isTag } from "./differences";
import { objectOf, type ResourceChange } from "./plan";
import type { Scene } from "./scene";

/** Hexadecimal digits of a fingerprint: nobody makes another change with the same one by accident. */
const DIGITS = 12;

/**
 * What tells a change of a resource from every other one: what it does, and each value before and after. A value that is known
 * only after the apply counts by what the configuration says of it; a secret's does not count.
 */
export function fingerprint(resource: ResourceChange, scene: Scene): string {
  const { address, change, previous_address: previous } = resource;
  const written = (attribute: string) => scene.written(address, attribute);
  const parts = differencesOf(resource)
    .filter((difference) => !isTag(difference))
    .map(({ path, before, after, unknown, sensitive }) =>
      sensitive ? [path] : [path, before, unknown ? { known: false, written: written(String(path[0])) } : after],
    );
  const unknown = Object.keys(objectOf(change.after_unknown)).map((attribute) => [attribute, written(attribute)]);
  const text = canonical([address, previous, change.actions, change.importing?.id, parts, change.before === null ? unknown : []]); // prettier-ignore
  return createHash("sha256").update(text).digest("hex").slice(0, DIGITS);
}

/** A change that a person has accepted. */
export interface Accepted {
  readonly address: string;
  /** Its fingerprint, which the verdict prints; none on the command line, where the plan is at hand. */
  readonly change?: string;
  readonly reason: string;
}

/** What has been accepted for a change: on the command line, or in the environment for this very change. */
export function acceptanceOf(
  resource: ResourceChange,
  scene: Scene,
  accepted: readonly Accepted[],
): Accepted | undefined {
  const own = accepted.filter(({ address }) => address === resource.address);
  if (own.length === 0) return undefined;
  const print = fingerprint(resource, scene);
  return own.find(({ change }) => change === undefined || change === print);
}
