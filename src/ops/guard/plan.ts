import { UsageError } from "../command";
import { textProblem } from "./meaning/json-text";

const ACTIONS = ["no-op", "create", "read", "update", "delete", "forget"] as const;

/** What Terraform does to an object; a replacement is two of them. */
export type PlanAction = (typeof ACTIONS)[number];

/** A step on the way to a value: the name of an attribute or of a key, or the place in a list. */
export type PathStep = string | number;

/** What a plan would make of one object. */
export interface Change {
  readonly actions: readonly PlanAction[];
  readonly before?: unknown;
  readonly after?: unknown;
  /** `true` where a value becomes known only when the plan is applied. */
  readonly after_unknown?: unknown;
  /** `true` where a value is a secret. */
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  /** What makes an update impossible. */
  readonly replace_paths?: readonly (readonly PathStep[])[];
  readonly importing?: { readonly id?: string };
}

/** What a plan would make of one resource. */
export interface ResourceChange {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly mode: string;
  readonly change: Change;
  readonly previous_address?: string;
  /** Terraform's word for why it is replaced or deleted. */
  readonly action_reason?: string;
  /** The key of an object that a replacement which failed half-way left behind. */
  readonly deposed?: string;
}

/** A plan as `terraform show -json` writes it, as far as anybody here looks. */
export interface Plan {
  readonly resource_changes: readonly ResourceChange[];
  /** What was changed outside of Terraform. */
  readonly resource_drift: readonly ResourceChange[];
  readonly output_changes: Readonly<Record<string, Change>>;
  readonly variables: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly prior_state: unknown;
  readonly planned_values: unknown;
  readonly configuration: unknown;
  readonly deferred_changes: readonly unknown[];
  /** What the configuration's conditions came to. */
  readonly checks: readonly unknown[];
  readonly errored: unknown;
  readonly complete: unknown;
  /** Whether an apply of it would do anything. */
  readonly applyable: unknown;
  /** Actions of providers that it would run, beside what it makes of resources. */
  readonly action_invocations: readonly unknown[];
}

type Json = Readonly<Record<string, unknown>>;

/** A value that is a JSON object; empty when it is none. */
export function objectOf(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** A value that is a list; empty when it is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A value as text: itself where it is text, its JSON otherwise. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

/** How a plan is written that the guard reads. */
export const HOW = "Write one with: terraform plan -out=plan";

/**
 * Reads a plan from its JSON.
 *
 * @throws UsageError when it is something else, or a plan in a format that this guard was not made for.
 */
export function parsePlan(text: string): Plan {
  const json = objectOf(parseJson(text));
  if (json.format_version === undefined)
    throw new UsageError(`This is no plan as terraform show -json writes it. ${HOW}.`);
  const version = JSON.stringify(json.format_version);
  if (!/^"1\.\d+"$/.test(version)) {
    throw new UsageError(
      `The plan is in format ${version}, and this guard reads format 1. Terraform 1.11 and its successors up to 2.0 write it.`,
    );
  }
  if (json.planned_values === undefined)
    throw new UsageError(`This is a state or a configuration, not a plan. ${HOW}.`);
  const changes = resourceChanges(json.resource_changes, "resource_changes");
  // A plan that leaves something out is refused for that.
  const told = json.complete === false ? undefined : new Set(changes.map(({ address }) => address));
  for (const [where, values] of [
    ["in its planned values", json.planned_values],
    ["there", objectOf(json.prior_state).values],
  ] as const) {
    const missing = managedAddresses(objectOf(values).root_module).find((address) => told?.has(address) === false);
    if (missing !== undefined) {
      throw new UsageError(`The plan's resource_changes says nothing of ${missing}, which is ${where}: the file is damaged or of another tool.`); // prettier-ignore
    }
  }
  return {
    resource_changes: changes,
    resource_drift: resourceChanges(json.resource_drift, "resource_drift"),
    output_changes: objectOf(json.output_changes) as Plan["output_changes"],
    variables: objectOf(json.variables) as Plan["variables"],
    prior_state: json.prior_state,
    planned_values: json.planned_values,
    configuration: json.configuration,
    deferred_changes: listOf(json.deferred_changes),
    checks: listOf(json.checks),
    errored: json.errored,
    complete: json.complete,
    applyable: json.applyable,
    action_invocations: listOf(json.action_invocations),
  };
}

function parseJson(text: string): unknown {
  const problem = textProblem(text);
  if (problem !== undefined)
    throw new UsageError(`The plan ${problem}: the file is damaged or of another tool. ${HOW}.`);
  try {
    return JSON.parse(text);
  } catch {
    // What `-json` without `show` writes: a log with an event on each line.
    const log = text.startsWith("{") && text.includes('"@level"');
    throw new UsageError(`${log ? "This is the log of a Terraform command, not a plan" : "This is no JSON"}. ${HOW}.`);
  }
}

/** The resources of a module and those below it: each that is there, and each that there will be, has a change, be it none. */
function managedAddresses(module: unknown): string[] {
  const { resources, child_modules: children } = objectOf(module);
  const own = listOf(resources)
    .map(objectOf)
    .filter(({ mode }) => mode === "managed")
    .map(({ address }) => String(address));
  return [...own, ...listOf(children).flatMap(managedAddresses)];
}

function resourceChanges(value: unknown, name: string): ResourceChange[] {
  if (value !== undefined && value !== null && !Array.isArray(value)) throw unknownShape(name);
  return listOf(value).map((item, index) => {
    const { address, type, change } = objectOf(item);
    const { actions } = objectOf(change);
    const known = (action: unknown) => ACTIONS.some((one) => one === action);
    if (typeof address !== "string" || typeof type !== "string" || !Array.isArray(actions) || actions.length === 0) {
      throw unknownShape(`${name}[${index}]`);
    }
    const strange = actions.filter((action) => !known(action));
    if (strange.length > 0) {
      throw new UsageError(
        `The plan would do something to ${address} that this guard does not know: it is not safe to judge.`,
      );
    }
    return item as ResourceChange;
  });
}

function unknownShape(where: string): UsageError {
  return new UsageError(`The plan's ${where} is not what Terraform writes: the file is damaged or of another tool.`);
}

/** Whether a change deletes an object, be it for good or to make another in its place. */
export function deletes({ actions }: Change): boolean {
  return actions.includes("delete");
}

/** Terraform's words for a replacement that is not due to a change of the configuration. */
const ASKED_FOR: readonly string[] = ["replace_by_request", "replace_because_tainted", "replace_by_triggers"];

/**
 * Whether a change registers a new revision of a task definition. Terraform calls it a replacement; with `skip_destroy` the
 * old revision stays registered, which is the way back.
 */
export function isNewRevision({ type, change, deposed, action_reason: reason = "" }: ResourceChange): boolean {
  const keeps = (value: unknown) => objectOf(value).skip_destroy === true;
  return (
    type === "aws_ecs_task_definition" &&
    replaces(change) &&
    deposed === undefined &&
    !ASKED_FOR.includes(reason) &&
    keeps(change.before) &&
    keeps(change.after)
  );
}

/** Whether a change deletes an object to make another in its place. */
export function replaces({ actions }: Change): boolean {
  return actions.includes("delete") && actions.includes("create");
}
