import type { Context, Finding, Rule } from "../finding";
import { showPath } from "../differences";
import { leaves } from "../leaving";
import { deletes, isNewRevision, listOf, type PathStep, type Plan, replaces, type ResourceChange } from "../plan";
import { closedWay } from "../ports";
import { remaking, removal } from "../removable";
import { wayOn } from "../ways-on";

/** Terraform's words for why it deletes something, as a person would say it. */
const REASONS: Readonly<Record<string, string>> = {
  delete_because_no_resource_config: "nothing in the configuration describes it any more",
  delete_because_no_module: "nothing in the configuration describes it any more",
  delete_because_no_move_target: "it was moved to an address that the configuration does not have",
  delete_because_wrong_repetition: "the configuration no longer repeats it like that",
  delete_because_count_index: "the configuration has fewer of it",
  delete_because_each_key: "the configuration no longer has its key",
  replace_because_tainted:
    "an interrupted apply has marked it: look whether it is whole, then run terraform untaint for it",
  replace_by_request: "the plan was made with -replace",
  replace_by_triggers: "its replace_triggered_by says so",
};

function forcedBy({ change, action_reason: reason = "" }: ResourceChange): string {
  const paths = listOf(change.replace_paths).map((path) => showPath(listOf(path) as PathStep[]));
  if (paths.length > 0) return `what cannot be changed in place is ${[...new Set(paths)].sort().join(", ")}`;
  return REASONS[reason] ?? "Terraform gives no reason, as in a plan made with -destroy";
}

/** Whether a plan only destroys what an option had made that the environment no longer asks for, or makes it anew. */
function isRemoved(resource: ResourceChange, plan: Plan, { environment }: Context): boolean {
  const { change, action_reason: reason, deposed } = resource;
  if (deposed !== undefined) return false;
  // What somebody else wrote is looked at by a person before it goes.
  if (replaces(change)) return change.importing === undefined && remaking(resource) !== undefined;
  if (reason !== "delete_because_no_resource_config") return false;
  if (environment !== undefined && closedWay(resource, environment) !== undefined) return true;
  return removal(resource, environment) !== undefined || leaves(resource, plan, environment);
}

/**
 * No plan destroys anything, for good or to make another in its place; a task definition's new revision leaves the old, an
 * option that is turned off and a service that has been stopped take with them what nothing depends on, and so does a port
 * that was closed.
 */
export const destroy: Rule = (plan, context) =>
  plan.resource_changes
    .filter((resource) => deletes(resource.change) && !isNewRevision(resource) && !isRemoved(resource, plan, context))
    .map((resource): Finding => {
      const { address, change, deposed } = resource;
      const imported = change.importing === undefined ? "" : "imported and ";
      const instead = wayOn(resource, plan, context.environment);
      const because = `${forcedBy(resource)}${instead === undefined ? "" : `; ${instead}`}`;
      if (replaces(change)) {
        return { kind: "replace", address, message: `would be ${imported}replaced: ${because}` };
      }
      const what = deposed === undefined ? "" : " (an object that a failed replacement left behind)";
      return { kind: "destroy", address, message: `would be ${imported}destroyed${what}: ${because}` };
    });

/** No plan takes anything out of the state that stays in AWS: nobody would look after it any more. */
export const forget: Rule = ({ resource_changes: changes }) =>
  changes
    .filter(({ change }) => change.actions.includes("forget"))
    .map(({ address }) => ({
      kind: "forget",
      address,
      message: "would leave the state and stay in AWS, where a later plan would make another one",
    }));
