import { isDeepStrictEqual } from "node:util";
import { configurationOnly } from "../../guard/configuration-only";
import {
  attributeOf,
  type Difference as PlannedDifference,
  differencesOf,
  isTag,
  showPath,
  showValue,
} from "../../guard/differences";
import type { PathStep, ResourceChange } from "../../guard/plan";
import type { Attributes } from "../../stack";
import { addressOf, type WantedStack } from "../stacks";
import { UNKNOWN_YET } from "./plannable";

/**
 * What a difference means for what exists, the worst first: it would be made anew; something would be taken from it; another
 * value; something more; or a value that only the configuration has.
 */
export const MEANINGS = ["replaced", "lost", "changed", "added", "configuration"] as const;

/** Terraform's own words. */
export const UNTIL_APPLIED = "(known after apply)";

/** What a difference means for what exists. */
export type Meaning = (typeof MEANINGS)[number];

/** A value of something that exists which an adoption would set otherwise, as Terraform's plan has it. */
export interface Difference {
  readonly stack: string;
  readonly address: string;
  readonly type: string;
  /** The argument of the resource that it is in, such as `health_check`, or the tag, such as `tags["Owner"]`. */
  readonly argument: string;
  /** Such as `health_check[0].path`. */
  readonly path: string;
  /** As it may be shown, never a secret. */
  readonly is: string;
  readonly wanted: string;
  readonly meaning: Meaning;
  /** Whether it is of a service from before the move, which stays as it runs. */
  readonly legacy: boolean;
  /** Whether it is left as it was found all the same, so that the plan to come has no such change. */
  readonly stays: boolean;
}

/**
 * Every difference that an import in a plan would make to what it imports, the worst first. Of what would be made anew, what
 * makes it so.
 *
 * @param legacyServices names of the services from before the move
 */
export function importDifferences(
  stack: WantedStack,
  resources: readonly ResourceChange[],
  legacyServices: readonly string[] = [],
): Difference[] {
  const all = resources.flatMap((resource) => {
    const { change, address, type } = resource;
    if (change.importing === undefined) return [];
    const written = writtenAs(stack, address);
    // What nobody writes and the provider will know after the apply is the provider's own.
    const ours = differencesOf(resource).filter(
      (difference) => !difference.unknown || isTag(difference) || argumentOf(difference) in written,
    );
    const differences = withTagsOnce(ours).map((difference): Difference => ({
      stack: stack.name,
      address,
      type,
      argument: argumentOf(difference),
      path: showPath(difference.path),
      is: showValue(difference, difference.before),
      wanted: isUntilApplied(difference) ? UNTIL_APPLIED : showValue(difference, difference.after),
      meaning: meaningOf(type, difference, change.replace_paths ?? []),
      legacy: type === "aws_ecs_service" && legacyServices.includes(String(written.name)),
      stays: false,
    }));
    const replaced = differences.filter(({ meaning }) => meaning === "replaced");
    return replaced.length > 0 ? replaced : differences;
  });
  return worstFirst(all);
}

/** A resource as its stack writes it. */
export function writtenAs({ resources }: WantedStack, address: string): Attributes {
  return resources.find((resource) => addressOf(resource) === address)?.attributes ?? {};
}

/** Whether a tag is added: adopting gives this project's own to everything. */
export function isAddedTag({ meaning, argument }: Difference): boolean {
  return meaning === "added" && argument.startsWith("tags[");
}

/** The order in which differences are read. */
export function worstFirst(differences: readonly Difference[]): Difference[] {
  return [...differences].sort((a, b) => MEANINGS.indexOf(a.meaning) - MEANINGS.indexOf(b.meaning));
}

/** Each tag once: as AWS would have it, the provider's default ones included, where the provider says that. */
function withTagsOnce(differences: readonly PlannedDifference[]): PlannedDifference[] {
  const isAll = (difference: PlannedDifference) => attributeOf(difference) === "tags_all";
  const told = differences.some(isAll) ? differences.filter((one) => attributeOf(one) !== "tags") : differences;
  return told.flatMap((difference) => {
    if (!isTag(difference)) return [difference];
    const [, ...rest] = difference.path;
    if (rest.length > 0) return [{ ...difference, path: ["tags", ...rest] }];
    const [before, after] = [difference.before, difference.after].map((tags) => (tags ?? {}) as Attributes);
    const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort();
    return keys.map((key) => ({ ...difference, path: ["tags", key], before: before?.[key], after: after?.[key] }));
  });
}

function argumentOf({ path }: PlannedDifference): string {
  const [attribute = "", key] = path;
  return attribute === "tags" && key !== undefined ? `tags[${JSON.stringify(key)}]` : String(attribute);
}

function isUntilApplied({ unknown, after }: PlannedDifference): boolean {
  return unknown || JSON.stringify(after ?? null).includes(UNKNOWN_YET);
}

function meaningOf(type: string, difference: PlannedDifference, replacing: readonly (readonly PathStep[])[]): Meaning {
  const { path, before, after } = difference;
  if (replacing.some((forced) => forced.every((step, index) => step === path[index]))) return "replaced";
  if (configurationOnly(type, difference) !== undefined) return "configuration";
  if (isUntilApplied(difference)) return isNothing(before) ? "added" : "changed";
  return changeOf(before, after);
}

/** What becomes of a value: by what it says, and not by a list of all values that there are. */
export function changeOf(before: unknown, after: unknown): Meaning {
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

function isNothing(value: unknown): boolean {
  if (isUnset(value) || value === false) return true;
  if (typeof value === "string") return OFF.includes(value.toLowerCase());
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/** A number, also where the provider writes it as text. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : undefined;
}
