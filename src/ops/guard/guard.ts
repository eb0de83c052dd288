import { showName } from "../../model/credentials";
import type { Accepted } from "./acceptance";
import { configurationOnly } from "./configuration-only";
import { type Difference, differencesOf, isTag, showDifference } from "./differences";
import { type Context, type Finding, isAcceptable, type Rule } from "./finding";
import { deletes, isNewRevision, objectOf, type Plan, type ResourceChange } from "./plan";
import { isEmpty } from "./routine/row";
import { startingCanary } from "./rules/canary";
import { ownConfiguration } from "./rules/configuration";
import { destroy, forget } from "./rules/destroy";
import { deletionProtection, pointedDomain } from "./rules/entrance";
import { identities, neverAdopted } from "./rules/imports";
import { ingress } from "./rules/ingress";
import { expiring, lifecyclePolicies } from "./rules/lifecycle-policies";
import { acceptedChanges, unnamedChanges, unneeded } from "./rules/named";
import { phases } from "./rules/phases";
import { ports } from "./rules/ports";
import { protectedAddresses } from "./rules/protected";
import { ownSettings } from "./rules/settings";
import { stoppedServices } from "./rules/removal";
import { secrets } from "./rules/secrets";
import { calledNames } from "./rules/service-discovery";
import { undiscoveredVariables } from "./rules/undiscovered-variables";
import { unfinished } from "./rules/unfinished";
import { pendingParameters, unsetSecrets } from "./rules/unset-secrets";
import { Scene } from "./scene";
import { type Standing, standingOf } from "./standing";

/** Every rule that no acceptance goes round, but for lifecycle policies, the gravest first. */
export const RULES: readonly Rule[] = [
  unfinished,
  ownSettings,
  ownConfiguration,
  destroy,
  forget,
  lifecyclePolicies,
  deletionProtection,
  ports,
  stoppedServices,
  calledNames,
  pointedDomain,
  startingCanary,
  unsetSecrets,
  pendingParameters,
  undiscoveredVariables,
  protectedAddresses,
  identities,
  neverAdopted,
  ingress,
  secrets,
  phases,
];

/** How many resources a plan imports, adds, changes, destroys and forgets; a replacement is added and destroyed. */
export interface Counts {
  readonly import: number;
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
  /** New revisions of task definitions, which leave the old ones registered: neither added nor destroyed. */
  readonly revise: number;
  readonly forget: number;
}

/** One resource that a plan does something to. */
export interface Row {
  readonly address: string;
  readonly action:
    "import" | "import and change" | "add" | "change" | "replace" | "new revision" | "destroy" | "forget" | "move";
  /** Whether anybody has to be asked about it, and whether anybody can be. */
  readonly standing: "never" | Standing["word"];
  /** The id that it is imported from. */
  readonly importId?: string;
  readonly previousAddress?: string;
  /** Each value that would change in place, without what may be a secret. */
  readonly changes: readonly string[];
}

/** What a person has accepted of a plan. */
export interface AcceptedChange {
  readonly address: string;
  readonly change: string;
  readonly reason: string;
}

/** What the guard makes of a plan. */
export interface Verdict {
  readonly environment: string | undefined;
  /** Whether an apply would do anything, be it to an output alone. */
  readonly applyable: boolean;
  /** Whether the plan imports something. */
  readonly adoption: boolean;
  readonly counts: Counts;
  /** The worst first. */
  readonly rows: readonly Row[];
  /** Every reason to refuse it; none when it passes. */
  readonly findings: readonly Finding[];
  /** What passes because a person has said why. */
  readonly accepted: readonly AcceptedChange[];
  /** What the environment accepts and the plan does not do, or no longer: to be taken out. */
  readonly stale: readonly Accepted[];
}

function actionOf(resource: ResourceChange): Row["action"] | undefined {
  const { change, previous_address } = resource;
  const { actions, importing } = change;
  if (isNewRevision(resource)) return "new revision";
  if (deletes(change)) return actions.includes("create") ? "replace" : "destroy";
  if (actions.includes("forget")) return "forget";
  if (actions.includes("update")) return importing === undefined ? "change" : "import and change";
  if (actions.includes("create")) return "add";
  if (importing !== undefined) return "import";
  return previous_address === undefined ? undefined : "move";
}

function rowOf(resource: ResourceChange, standing: Row["standing"], scene: Scene): Row[] {
  const { address, change, previous_address: previousAddress } = resource;
  const action = actionOf(resource);
  if (action === undefined) return [];
  return [
    {
      address,
      action,
      standing,
      ...(change.importing?.id !== undefined && { importId: change.importing.id }),
      ...(previousAddress !== undefined && { previousAddress }),
      changes: change.actions.includes("update") || action === "new revision" ? describe(resource, scene) : [],
    },
  ];
}

/** Each difference on a line of its own, and the tags on one: every resource that is adopted is given them. */
function describe(resource: ResourceChange, scene: Scene): string[] {
  const differences = differencesOf(resource).filter((difference) => !isNoise(resource, difference));
  const tags = differences.filter(isTag);
  const lines = differences
    .filter((difference) => !isTag(difference))
    .map((difference) => {
      const isOnly = resource.change.importing !== undefined && configurationOnly(resource.type, difference) !== undefined; // prettier-ignore
      return `${showDifference(difference)}${isOnly ? " (only in the configuration)" : ""}${tagOf(difference, scene)}`;
    });
  const lost = tags.filter(({ before, after, path }) => path[0] === "tags" && !isEmpty(before) && before !== after && !isOnlyMore(before, after)); // prettier-ignore
  return [...lines, ...lost.map(showDifference), ...(tags.length > lost.length ? ["tags"] : [])];
}

/** What says nothing to who reads what a change does: what AWS counts by itself, and what is empty before and after. */
function isNoise({ type }: ResourceChange, { path, before, after, unknown }: Difference): boolean {
  if (!unknown) return path.length > 1 && isEmpty(before) && isEmpty(after) && typeof (before ?? after) === "object";
  return (
    type === "aws_ecs_task_definition" &&
    !["container_definitions", "task_role_arn", "execution_role_arn"].includes(String(path[0]))
  );
}

function isOnlyMore(before: unknown, after: unknown): boolean {
  const now = objectOf(after);
  return typeof before === "object" && Object.entries(objectOf(before)).every(([key, value]) => now[key] === value);
}

/** The tag that an image was read by, where its digest alone says little. */
function tagOf({ path, after }: Difference, scene: Scene): string {
  if (path.at(-1) !== "image" || typeof after !== "string") return "";
  const tag = scene.tagOf(after.split("@")[1]);
  return tag === undefined ? "" : ` (tag ${tag})`;
}

function count(resources: readonly ResourceChange[]): Counts {
  const having = (has: (resource: ResourceChange) => boolean) => resources.filter(has).length;
  return {
    import: having(({ change }) => change.importing !== undefined),
    add: having((resource) => resource.change.actions.includes("create") && !isNewRevision(resource)),
    change: having(({ change }) => change.actions.includes("update")),
    destroy: having((resource) => deletes(resource.change) && !isNewRevision(resource)),
    revise: having(isNewRevision),
    forget: having(({ change }) => change.actions.includes("forget")),
  };
}

const GRAVE = ["never", "needs a word", "accepted", "routine"] as const;

/** The worst first; of what stands alike, tags alone come last. */
function byGravity(rows: readonly Row[]): Row[] {
  const rank = ({ standing, changes, action }: Row) =>
    GRAVE.indexOf(standing) * 2 + (action.endsWith("change") && changes.join() === "tags" ? 1 : 0);
  return rows
    .map((row, index) => ({ row, index }))
    .sort((a, b) => rank(a.row) - rank(b.row) || a.index - b.index)
    .map(({ row }) => row);
}

/** A key of `for_each` is part of an address, and somebody may have made one of a secret. */
function withShownAddress<T extends { readonly address?: string; readonly previousAddress?: string }>(said: T): T {
  const { address, previousAddress } = said;
  return {
    ...said,
    ...(address !== undefined && { address: showName(address) }),
    ...(previousAddress !== undefined && { previousAddress: showName(previousAddress) }),
  };
}

/** Judges a plan: what it would do, what of that a person has accepted, and every reason to refuse it. */
export function guard(plan: Plan, context: Context): Verdict {
  const resources = plan.resource_changes.filter(({ mode }) => mode !== "data");
  const counts = count(resources);
  const scene = new Scene(plan, context.environment);
  const written = context.environment?.accepted ?? [];
  const all = { ...context, accepted: [...context.accepted, ...written] };
  const refused = RULES.flatMap((rule) => rule(plan, all));
  const standings = new Map(resources.map((resource) => [resource, standingOf(resource, scene, all)]));
  const images = new Set(expiring(plan).map(({ address }) => address));
  const findings = [
    ...refused,
    ...unnamedChanges(standings, refused),
    ...unneeded(standings, scene, context.accepted, images),
  ];
  const accepted = acceptedChanges(standings, scene, all.accepted, images);
  const wordOf = (resource: ResourceChange): Row["standing"] => {
    const own = findings.filter(({ address }) => address === resource.address);
    if (own.some((finding) => !isAcceptable(finding))) return "never";
    if (own.length > 0) return "needs a word";
    return accepted.some(({ address }) => address === resource.address) ? "accepted" : "routine";
  };
  return {
    environment: context.environment?.name,
    applyable: plan.applyable === true,
    adoption: counts.import > 0,
    counts,
    rows: byGravity(resources.flatMap((resource) => rowOf(resource, wordOf(resource), scene))).map(withShownAddress),
    findings: findings.map(withShownAddress),
    accepted,
    stale: written.filter(
      (one) => scene.change(one.address) !== undefined && !accepted.some(({ change, address }) => change === one.change && address === one.address), // prettier-ignore
    ),
  };
}
