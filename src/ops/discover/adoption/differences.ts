import { configurationOnly } from "../../guard/configuration-only";
import {
  attributeOf,
  type Difference as PlannedDifference,
  differencesOf,
  isTag,
  showPath,
  showValue,
} from "../../guard/differences";
import { changeOf, isNothing } from "../../guard/meaning/change";
import { deletes, type PathStep, type ResourceChange } from "../../guard/plan";
import type { Attributes } from "../../stack";
import { addressOf, type WantedStack } from "../stacks";
import { KNOWN_AFTER_APPLY } from "../resolve";
import { type Fate, fateOf } from "./fate";
import { type Meaning, MEANINGS } from "./meaning";
import { UNKNOWN_YET } from "./plannable";

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
  /** What becomes of it when this is adopted. */
  readonly fate: Fate;
}

/** What decides the fate of differences, beside what they are. */
export interface AdoptedAs {
  readonly asFound: boolean;
  /** Names of the services from before the move. */
  readonly legacyServices: readonly string[];
  /** Whether an apply of this project made something and was cut off. */
  readonly finishing: (resource: ResourceChange) => boolean;
}

/**
 * Every difference that an import in a plan would make to what it imports, the worst first. Of what would be made anew, what
 * makes it so.
 */
export function importDifferences(
  stack: WantedStack,
  resources: readonly ResourceChange[],
  { asFound, legacyServices, finishing }: AdoptedAs,
): Difference[] {
  const all = resources.flatMap((resource) => {
    const { change, address, type } = resource;
    if (change.importing === undefined) return [];
    const written = writtenAs(stack, address);
    // What nobody writes and the provider will know after the apply is the provider's own.
    const ours = differencesOf(resource).filter(
      (difference) => !difference.unknown || isTag(difference) || argumentOf(difference) in written,
    );
    const of = {
      type,
      legacy: type === "aws_ecs_service" && legacyServices.includes(String(written.name)),
      finishing: finishing(resource),
    };
    const at = { stack: stack.name, address, type };
    const differences = withTagsOnce(ours).map((difference): Difference => {
      const argument = argumentOf(difference);
      const meaning = meaningOf(type, difference, change.replace_paths ?? []);
      return {
        ...at,
        argument,
        path: showPath(difference.path),
        is: showValue(difference, difference.before),
        wanted: isUntilApplied(difference) ? KNOWN_AFTER_APPLY : showValue(difference, difference.after),
        meaning,
        fate: fateOf({ ...of, argument, meaning }, asFound),
      };
    });
    if (!deletes(change)) return differences;
    const replaced = differences.filter(({ meaning }) => meaning === "replaced");
    const whole: Difference = {
      ...at,
      argument: "",
      path: "it",
      is: "there",
      wanted: resource.action_reason ?? "another",
      meaning: "replaced",
      fate: "asked",
    };
    return replaced.length > 0 ? replaced : [whole];
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

/** Whether one path leads to the other's value, or through it. */
function isOnTheWay(one: readonly PathStep[], other: readonly PathStep[]): boolean {
  return one.every((step, index) => index >= other.length || step === other[index]);
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
  if (replacing.some((forced) => isOnTheWay(forced, path))) return "replaced";
  if (configurationOnly(type, difference) !== undefined) return "configuration";
  if (isUntilApplied(difference)) {
    // Of a list nobody knows yet whether what it holds is in it still.
    return isNothing(before) ? "added" : typeof before === "object" ? "lost" : "changed";
  }
  return changeOf(before, after);
}
