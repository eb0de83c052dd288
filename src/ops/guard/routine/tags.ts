import { attributeOf } from "../differences";
import type { DifferentCase, Routine } from "./row";

/** Tags that this project writes on everything and that nobody's rights hang on; `Env` decides what an apply may touch. */
const OURS = ["Name", "Owner", "CostCenter", "Project"];

/** A tag that comes, or one of the project's own that says something else. What others have tagged stays as it is. */
function isAdded(one: DifferentCase): boolean {
  const { path, before, after, unknown } = one.difference;
  if (unknown) return attributeOf(one.difference) === "tags_all";
  if (path.length === 1) {
    const [old, now] = [before, after].map((value) => (value ?? {}) as Record<string, unknown>);
    return Object.entries(old ?? {}).every(([key, value]) => now !== undefined && now[key] === value);
  }
  if (before === undefined || before === null) return after !== undefined;
  const isWritten = one.resource.change.importing === undefined && OURS.includes(String(path[1]));
  return isWritten && after !== undefined && after !== null;
}

/** Tags. */
export const TAGS: readonly Routine[] = [
  {
    type: "*",
    does: ["change", "adopt", "revise"],
    at: ["tags", "tags.*", "tags_all", "tags_all.*"],
    if: isAdded,
    because: "a tag is added, or one of the project's own says something else",
  },
];
