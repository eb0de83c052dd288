import { isDeepStrictEqual } from "node:util";

/**
 * What becomes of a value: something is taken from it, it is another, there is more, or it was never said and is nothing now,
 * which only the configuration says.
 */
export type ValueChange = "lost" | "changed" | "added" | "configuration";

/** What becomes of a value: by what it says, and not by a list of all values that there are. */
export function changeOf(before: unknown, after: unknown): ValueChange {
  // What was never said, and is nothing now: the provider's own words for it.
  if (isNothing(before)) return isNothing(after) || (isUnset(before) && after === 0) ? "configuration" : "added";
  if (isNothing(after)) return "lost";
  if (Array.isArray(before) && Array.isArray(after)) {
    return before.every((item) => after.some((other) => isDeepStrictEqual(item, other))) ? "added" : "lost";
  }
  const [old, now] = [before, after].map(numberOf);
  return old !== undefined && now !== undefined && now < old ? "lost" : "changed";
}

function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

/** AWS's words for what is not there or turned off. */
const OFF = ["none", "off", "disabled", "no"];

/** Whether there is nothing in a value, or it is turned off. */
export function isNothing(value: unknown): boolean {
  if (isUnset(value) || value === false) return true;
  if (typeof value === "string") return OFF.includes(value.toLowerCase());
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/** A number, also where the provider writes it as text. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : undefined;
}
