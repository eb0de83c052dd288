import { documentIn } from "./meaning/document";
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
  if (unknown !== true && !containsTrue(sensitive) && !containsTrue(unknown)) {
    // Documents and lists of what has a name are compared part by part: a container, a variable, a statement.
    // A block that there is one of is the same one, whatever its name is.
    const isOne = [before, after].every((value) => Array.isArray(value) && value.length === 1);
    const [old, now] = isOne ? [] : [partsOf(before), partsOf(after)];
    if (old !== undefined && now !== undefined) {
      for (const step of [...new Set([...Object.keys(old), ...Object.keys(now)])].sort()) {
        yield* compare([...path, step], at(old, step), at(now, step), undefined, []);
      }
      return;
    }
  }
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

/** What tells the elements of a list from each other: a container's or a variable's name, a statement's or a rule's id. */
const NAMES = ["name", "Sid", "sid", "id"];

/** What an element of such a list holds beside its name, where that is one thing. */
const HOLDS = ["value", "valueFrom"];

/** A JSON document, or a list whose elements all have names of their own, as an object; `undefined` for anything else. */
function partsOf(value: unknown): object | undefined {
  const found = documentIn(value);
  const document: unknown = found ?? value;
  if (!Array.isArray(document)) return found;
  const key = NAMES.find((name) => document.every((element) => typeof objectOf(element)[name] === "string"));
  const entries = document.map((element) => {
    const { [key ?? ""]: name, ...rest } = objectOf(element);
    const [held, ...others] = Object.keys(rest);
    return [name, others.length === 0 && HOLDS.includes(held ?? "") ? Object.values(rest)[0] : element] as const;
  });
  const isNamed = new Set(entries.map(([name]) => name)).size === document.length;
  if (key === undefined || !isNamed) return undefined;
  return Object.fromEntries(entries) as object;
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

/** A value as text that is the same whatever the order of its keys. */
export function canonical(value: unknown): string {
  const sorted = (_: string, inner: unknown): unknown =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner;
  return JSON.stringify(value ?? null, sorted);
}

/** Whether something below a value, or the value itself, is marked. */
export function containsTrue(marks: unknown): boolean {
  if (typeof marks !== "object" || marks === null) return marks === true;
  return Object.values(marks).some(containsTrue);
}

/** Characters of a value at most: more than a person reads, and no page of it hides the rest. */
const LONGEST = 1500;

function plain(value: unknown): string {
  const text = JSON.stringify(value ?? null);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… (${text.length} characters)`;
}

/** A value as it may be shown: no secret, and whole. */
export function showValue({ path, sensitive }: Difference, value: unknown): string {
  if (sensitive) return "(sensitive)";
  const key = [...path].reverse().find((step) => typeof step === "string") ?? "";
  if (looksSecret(key, value)) return "(not shown: it looks like a credential)";
  return plain(value);
}

/** What two lists do not share, as `+ "a", - "b"`; `undefined` when they are no lists, or only in another order. */
function showElements(difference: Difference): string | undefined {
  const { before, after } = difference;
  if (!Array.isArray(before) || !Array.isArray(after) || difference.sensitive) return undefined;
  const [old, now] = [before, after].map((list: unknown[]) => new Set(list.map(canonical)));
  const elements = (list: unknown[], beside: ReadonlySet<string> | undefined, sign: string) =>
    list.filter((one) => beside?.has(canonical(one)) !== true).map((one) => `${sign} ${showValue(difference, one)}`);
  const lines = [...elements(after, old, "+"), ...elements(before, now, "-")];
  return lines.length === 0 || lines.length === before.length + after.length ? undefined : lines.join(", ");
}

/** A difference as one line: `desired_count: 1 → 2`, or by element: `subnets: + "subnet-c"`. */
export function showDifference(difference: Difference): string {
  const path = showPath(difference.path);
  if (!difference.unknown) {
    const elements = showElements(difference);
    if (elements !== undefined) return `${path}: ${elements}`;
  }
  const after = difference.unknown ? "(known after apply)" : showValue(difference, difference.after);
  return `${path}: ${showValue(difference, difference.before)} → ${after}`;
}

/** A path without what looks like a credential: keys of maps are values too. */
export function showPath(path: readonly PathStep[]): string {
  return path
    .map((step) => (typeof step === "string" && looksSecret("", step) ? "(not shown)" : step))
    .map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join("");
}
