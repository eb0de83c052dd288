import { canonical, type Difference } from "../differences";
import { objectOf, type ResourceChange } from "../plan";
import type { Scene } from "../scene";

/** What a plan does to a resource, as far as the table of what is routine tells it apart. */
export type Doing = "add" | "change" | "revise" | "adopt";

/** One thing that a row may name: a resource that is added, or one difference in one that changes. */
export interface Case {
  readonly resource: ResourceChange;
  readonly difference: Difference | undefined;
  readonly scene: Scene;
}

/** A difference in its resource. */
export interface DifferentCase extends Case {
  readonly difference: Difference;
}

/** One row of the table of what is routine. */
export interface Routine {
  /** Types of resources; `*` is any. */
  readonly type: string | readonly string[];
  /** The names that are meant. @default all */
  readonly names?: RegExp;
  /** A resource is added, changed, given a new revision, or changed by the import that adopts it. */
  readonly does: Doing | readonly Doing[];
  /** Paths of attributes, where something changes: `*` is one step, `**` at the end any number of them, or none. */
  readonly at?: string | readonly string[];
  /** What it must mean. @default anything */
  readonly if?: (one: DifferentCase) => boolean;
  /** The same of what is added. */
  readonly ifAdded?: (one: Case) => boolean;
  /** Why nobody has to be asked. */
  readonly because: string;
}

const all = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];

function isAt(pattern: string, path: Difference["path"]): boolean {
  const steps = pattern.split(".");
  const open = steps.at(-1) === "**";
  if (open) steps.pop();
  if (open ? path.length < steps.length : path.length !== steps.length) return false;
  return steps.every((step, index) => step === "*" || step === String(path[index]));
}

/** Whether a row names something. */
export function names(row: Routine, doing: Doing, one: Case): boolean {
  const { type, name } = one.resource;
  const { difference } = one;
  const fits =
    all(row.does).includes(doing) &&
    (row.type === "*" || all(row.type).includes(type)) &&
    (row.names?.test(name) ?? true);
  if (!fits) return false;
  if (difference === undefined) return row.ifAdded?.(one) ?? true;
  return all(row.at).some((at) => isAt(at, difference.path)) && (row.if?.({ ...one, difference }) ?? true);
}

/** The value of an attribute before and after, whatever differs in it. */
export function both({ resource: { change } }: Case, attribute: string): readonly [before: unknown, after: unknown] {
  return [objectOf(change.before)[attribute], objectOf(change.after)[attribute]];
}

function isKnown({ difference: { unknown, sensitive } }: DifferentCase): boolean {
  return !unknown && !sensitive;
}

/** A number that rises, from what is not set too. */
export function rises(one: DifferentCase): boolean {
  const { before, after } = one.difference;
  return isKnown(one) && isNumber(after) && Number(after) >= Number(before ?? 0);
}

/** A number within bounds, both of them in. */
export function between(least: number, most: number): (one: DifferentCase) => boolean {
  return (one) => {
    const after = Number(one.difference.after);
    return isKnown(one) && isNumber(one.difference.after) && least <= after && after <= most;
  };
}

function isNumber(value: unknown): boolean {
  return (typeof value === "number" || typeof value === "string") && value !== "" && Number.isFinite(Number(value));
}

/** A value that becomes one of some, and is known. */
export function becomes(...values: readonly unknown[]): (one: DifferentCase) => boolean {
  return (one) => isKnown(one) && values.includes(one.difference.after);
}

/** A list that loses nothing, and gains only what is wanted. */
export function grows(wanted: (gained: unknown, one: DifferentCase) => boolean): (one: DifferentCase) => boolean {
  return (one) => {
    const { before, after } = one.difference;
    if (!isKnown(one) || !Array.isArray(after)) return false;
    const old = new Set((Array.isArray(before) ? before : []).map(canonical));
    const now = new Set(after.map(canonical));
    return (
      [...old].every((item) => now.has(item)) && after.every((item) => old.has(canonical(item)) || wanted(item, one))
    );
  };
}

/** Whether there is nothing in a value: AWS writes down what is empty, and the configuration leaves it out. */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === 0 || value === false) return true;
  return typeof value === "object" && Object.values(value).every(isEmpty);
}
