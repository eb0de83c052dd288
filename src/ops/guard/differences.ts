import { listOf, objectOf, type PathStep, type ResourceChange } from "./plan";
import { isSecretAttribute, looksSecret } from "./secret-values";

/** One value that a change in place would change. */
export interface Difference {
  readonly path: readonly PathStep[];
  readonly before: unknown;
  /** `undefined` when it is known only after the apply. */
  readonly after: unknown;
  readonly unknown: boolean;
  readonly sensitive: boolean;
}

/** The attribute of the resource that a difference is in. */
export function attributeOf({ path }: Difference): string {
  return String(path[0]);
}

/** Whether a difference is in the resource's tags, or in the computed ones that the provider's own are added to. */
export function isTag(difference: Difference): boolean {
  return ["tags", "tags_all"].includes(attributeOf(difference));
}

/** Everything that would change in a resource, in the order of the attributes' names. */
export function differencesOf({ type, change }: Pick<ResourceChange, "type" | "change">): Difference[] {
  const { before, after, after_unknown: unknown, before_sensitive, after_sensitive } = change;
  const differences = [...compare([], before, after, unknown, [before_sensitive, after_sensitive])];
  return differences.map((difference) => ({
    ...difference,
    sensitive: difference.sensitive || isSecretAttribute(type, attributeOf(difference)),
  }));
}

function* compare(
  path: readonly PathStep[],
  before: unknown,
  after: unknown,
  unknown: unknown,
  sensitive: readonly unknown[],
): Generator<Difference> {
  const isSensitive = sensitive.some((mark) => mark === true);
  if (unknown !== true && equal(before, after) && !containsTrue(unknown)) return;
  const steps = unknown === true || isSensitive ? undefined : commonSteps(before, after, unknown);
  if (steps === undefined) {
    yield { path, before, after, unknown: unknown === true, sensitive: containsTrue(sensitive) };
    return;
  }
  for (const step of steps) {
    const below = (value: unknown) => at(value, step);
    yield* compare([...path, step], below(before), below(after), below(unknown), sensitive.map(below));
  }
}

/** The steps into two values that can be compared part by part: two objects, or two lists of the same length. */
function commonSteps(before: unknown, after: unknown, unknown: unknown): PathStep[] | undefined {
  if (Array.isArray(before) && Array.isArray(after)) {
    const nested = [...listOf(before), ...listOf(after)].some((item) => typeof item === "object" && item !== null);
    return before.length === after.length && nested ? before.map((_, index) => index) : undefined;
  }
  if (!isObject(before) || !isObject(after)) return undefined;
  return [...new Set([before, after, objectOf(unknown)].flatMap((value) => Object.keys(value)))].sort();
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function at(value: unknown, step: PathStep): unknown {
  // Its own: a tag may be called what every object has, such as 'constructor'.
  const has = typeof value === "object" && value !== null && Object.hasOwn(value, step);
  return has ? (value as Record<PathStep, unknown>)[step] : undefined;
}

/** Terraform writes null for what is not set, or nothing at all. */
function equal(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  const sorted = (_: string, inner: unknown): unknown =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner;
  return JSON.stringify(value ?? null, sorted);
}

/** Whether something below a value, or the value itself, is marked. */
export function containsTrue(marks: unknown): boolean {
  if (typeof marks !== "object" || marks === null) return marks === true;
  return Object.values(marks).some(containsTrue);
}

const LONGEST = 60;

/** A value as it may be shown: no secret, and no more than fits on a line. */
export function showValue({ path, sensitive }: Difference, value: unknown): string {
  if (sensitive) return "(sensitive)";
  const key = [...path].reverse().find((step) => typeof step === "string") ?? "";
  if (looksSecret(key, value)) return "(not shown: it looks like a credential)";
  const text = JSON.stringify(value ?? null);
  if (text.length <= LONGEST) return text;
  if (typeof value === "string") return `(text of ${value.length} characters)`;
  return Array.isArray(value) ? `(a list of ${value.length})` : "(an object)";
}

/** A difference as one line: `desired_count: 1 → 2`. */
export function showDifference(difference: Difference): string {
  const after = difference.unknown ? "(known after apply)" : showValue(difference, difference.after);
  return `${showPath(difference.path)}: ${showValue(difference, difference.before)} → ${after}`;
}

/** A path without what looks like a credential: keys of maps are values too. */
export function showPath(path: readonly PathStep[]): string {
  return path
    .map((step) => (typeof step === "string" && looksSecret("", step) ? "(not shown)" : step))
    .map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join("");
}
