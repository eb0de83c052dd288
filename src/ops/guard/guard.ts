import { differencesOf, isTag, showDifference } from "./differences";
import type { Context, Finding, Rule } from "./finding";
import { deletes, isNewRevision, type Plan, type ResourceChange } from "./plan";
import { startingCanary } from "./rules/canary";
import { changes, explanation } from "./rules/changes";
import { destroy, forget } from "./rules/destroy";
import { deletionProtection, pointedDomain } from "./rules/entrance";
import { ingress } from "./rules/ingress";
import { lifecyclePolicies } from "./rules/lifecycle-policies";
import { phases } from "./rules/phases";
import { ports } from "./rules/ports";
import { protectedAddresses } from "./rules/protected";
import { stoppedServices } from "./rules/removal";
import { secrets } from "./rules/secrets";
import { calledNames } from "./rules/service-discovery";
import { undiscoveredVariables } from "./rules/undiscovered-variables";
import { unfinished } from "./rules/unfinished";
import { pendingParameters, unsetSecrets } from "./rules/unset-secrets";

/** Every rule that a plan must keep, the gravest first. */
export const RULES: readonly Rule[] = [
  unfinished,
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
  ingress,
  secrets,
  changes,
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
  /** The id that it is imported from. */
  readonly importId?: string;
  readonly previousAddress?: string;
  /** Each value that would change in place, without what may be a secret. */
  readonly changes: readonly string[];
}

/** What the guard makes of a plan. */
export interface Verdict {
  readonly environment: string | undefined;
  /** Whether the plan imports something. */
  readonly adoption: boolean;
  readonly counts: Counts;
  readonly rows: readonly Row[];
  /** Every reason to refuse it; none when it passes. */
  readonly findings: readonly Finding[];
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

function rowOf(resource: ResourceChange): Row[] {
  const { address, change, previous_address: previousAddress } = resource;
  const action = actionOf(resource);
  if (action === undefined) return [];
  return [
    {
      address,
      action,
      ...(change.importing?.id !== undefined && { importId: change.importing.id }),
      ...(previousAddress !== undefined && { previousAddress }),
      changes: change.actions.includes("update") ? describe(resource) : [],
    },
  ];
}

/** Each difference on a line of its own, and the tags on one: every resource that is adopted is given them. */
function describe(resource: ResourceChange): string[] {
  const differences = differencesOf(resource);
  const tags = differences.filter(isTag);
  const others = differences.filter((difference) => !isTag(difference));
  const lines = others.map((difference) => {
    const why = resource.change.importing === undefined ? undefined : explanation(resource, difference);
    return showDifference(difference) + (why === "only in the configuration" ? ` (${why})` : "");
  });
  return [...lines, ...(tags.length > 0 ? ["tags"] : [])];
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

/** Judges a plan: what it would do, and every reason to refuse it. */
export function guard(plan: Plan, context: Context): Verdict {
  const resources = plan.resource_changes.filter(({ mode }) => mode !== "data");
  const counts = count(resources);
  return {
    environment: context.environment?.name,
    adoption: counts.import > 0,
    counts,
    rows: resources.flatMap(rowOf),
    findings: RULES.flatMap((rule) => rule(plan, context)),
  };
}
