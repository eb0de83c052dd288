import { acceptanceOf, fingerprint } from "./acceptance";
import { configurationOnly } from "./configuration-only";
import { attributeOf, type Difference, differencesOf, showDifference } from "./differences";
import type { Context } from "./finding";
import { changeOf } from "./meaning/change";
import { deletes, isNewRevision, type ResourceChange } from "./plan";
import { protection } from "./protected";
import { OWN_TYPES, routine } from "./routine";
import type { Doing } from "./routine/row";
import type { Scene } from "./scene";
import { concernsOf } from "./weigh";

/** How a change stands: routine, accepted by a person, or waiting for one. What is refused for good is found by the rules. */
export interface Standing {
  readonly word: "routine" | "accepted" | "needs a word";
  /** Why it is routine, the reason that a person has given, or what has to be accepted. */
  readonly because: readonly string[];
  /** The change's fingerprint, where somebody may accept it. */
  readonly change?: string;
}

function doingOf(resource: ResourceChange): Doing | undefined {
  const { actions, importing } = resource.change;
  if (isNewRevision(resource)) return "revise";
  if (deletes(resource.change) || actions.includes("forget")) return undefined;
  if (actions.includes("create")) return "add";
  if (!actions.includes("update")) return undefined;
  return importing === undefined ? "change" : "adopt";
}

/** What of an update or a new revision no row names. */
function unnamed(resource: ResourceChange, doing: Doing, scene: Scene): Difference[] {
  return differencesOf(resource).filter(
    (difference) =>
      routine(doing, { resource, difference, scene }) === undefined &&
      (doing !== "adopt" ||
        (configurationOnly(resource.type, difference) === undefined && !isFinished(resource, difference, scene))),
  );
}

/**
 * Whether an import finishes what an apply had made when it was cut off, as discovery has recorded: it gets settings that AWS gave it
 * none of, and nothing is taken from it.
 */
function isFinished(
  { address }: ResourceChange,
  { before, after, unknown }: Difference,
  { environment }: Scene,
): boolean {
  if (environment === undefined || unknown) return false;
  const isUnfinished = Object.values(environment.inventory.imports ?? {}).some(
    (imports) => Object.hasOwn(imports, address) && imports[address]?.unfinished === true,
  );
  // What AWS makes without being told more is off, or 0.
  return isUnfinished && (changeOf(before, after) === "added" || (before === 0 && typeof after === "number"));
}

/** Everything about a change that a person has to accept; none when it is routine. */
function questions(resource: ResourceChange, scene: Scene, context: Context): string[] {
  const { type, change, previous_address: previous } = resource;
  const doing = doingOf(resource);
  const concerns = concernsOf(resource, scene);
  const said = concerns.map(({ message }) => message);
  const moved = previous !== undefined && scene.strict ? [`is moved from ${previous}`] : [];
  if (doing === undefined) return [...moved, ...(change.importing === undefined ? [] : said)];
  if (!OWN_TYPES.has(type)) return [...moved, ...said, "is of a type that this project does not make"];
  const asks = scene.strict || doing === "adopt";
  if (!asks) return said;
  if (doing === "add") {
    const named = routine("add", { resource, difference: undefined, scene }) !== undefined;
    return [...moved, ...said, ...(named ? [] : ["would be added, and nothing in the environment asks for it"])];
  }
  const weighed = new Set(concerns.map(({ attribute }) => attribute));
  const list = unnamed(resource, doing, scene).filter((difference) => !weighed.has(attributeOf(difference)));
  const shield = protection(resource, context);
  const is = doing === "adopt" ? "is imported and would change" : doing === "revise" ? "would run something else" : "would change"; // prettier-ignore
  const because = shield === undefined ? is : `is protected (${shield.because}) and would change`;
  return [...moved, ...said, ...(list.length === 0 ? [] : [`${because}: ${list.map(showDifference).join(", ")}`])];
}

/** How one change of a plan stands. */
export function standingOf(resource: ResourceChange, scene: Scene, context: Context): Standing {
  const because = questions(resource, scene, context);
  if (because.length === 0) return { word: "routine", because: [] };
  const accepted = acceptanceOf(resource, scene, context.accepted);
  const change = fingerprint(resource, scene);
  return accepted === undefined
    ? { word: "needs a word", because, change }
    : { word: "accepted", because: [accepted.reason], change };
}
