import { readFileSync } from "node:fs";
import { join } from "node:path";
import prod from "../../../../src/environments/prod";
import type { Environment, Inventory } from "../../../../src/model/environment";

type Json = Record<string, unknown>;

/** One value that is another: the resource's address, the way to the value, and what it is then; `$gone` takes it away. */
export type Edit = readonly [address: string, path: string, value: unknown];

/** A plan of adopted production, told by what is not as it was. */
export interface Entry {
  readonly name: string;
  readonly stack: "network" | "services" | "state";
  /** The worst that has to be said of it. @default it is routine */
  readonly expect?: "never" | "needs a word";
  /** Whether it is asked about in environments that are not protected, too. */
  readonly everywhere?: boolean;
  /** Values of what is there that change in place, or in a new revision. */
  readonly set?: readonly Edit[];
  /** What is there and was not in the production that was recorded, before and after. */
  readonly update?: Readonly<Record<string, readonly [before: Json, after: Json]>>;
  readonly add?: Readonly<Record<string, Json>>;
  /** Destroyed for good, or to make another. */
  readonly destroy?: readonly string[];
  readonly replace?: Readonly<Record<string, readonly string[]>>;
  readonly forget?: readonly string[];
  /** New addresses, with the old ones. */
  readonly move?: Readonly<Record<string, string>>;
  /** What is imported: its id, and its values before and after. */
  readonly import?: Readonly<Record<string, readonly [id: string, before: Json, after?: Json]>>;
  /** What the configuration refers to, by address and attribute. */
  readonly refs?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Attributes that are known only after the apply. */
  readonly unknown?: Readonly<Record<string, readonly string[]>>;
  /** Parts of the plan that are others. */
  readonly plan?: Json;
  /** Phases before and after, by service. */
  readonly phases?: readonly [before: Json, after: Json];
  /** Fields of the environment that are others. */
  readonly environment?: Json;
}

interface Resource {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly values: Json;
}

const read = (name: string): unknown => JSON.parse(readFileSync(join(__dirname, name), "utf8"));

/** A list of plans, from a file beside this one. */
export function entries(file: string): readonly Entry[] {
  return read(file) as Entry[];
}

/** Production, as it was recorded when the rehearsal had adopted it. */
export function production(more: Json = {}): Environment {
  return merge(prod(read("production-inventory.json") as Inventory), more) as Environment;
}

function merge(value: unknown, more: unknown): unknown {
  if (!isObject(value) || !isObject(more)) return more;
  const keys = new Set([...Object.keys(value), ...Object.keys(more)]);
  return Object.fromEntries([...keys].map((key) => [key, key in more ? merge(value[key], more[key]) : value[key]]));
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function without(value: Json, keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

/** A copy of a value with another value at a path; a list's element goes by its place, its `name`, its `Sid` or `+`. */
function withAt(value: unknown, [step, ...rest]: readonly string[], put: unknown): unknown {
  if (step === undefined) return put;
  if (typeof value === "string" && /^[[{]/.test(value))
    return JSON.stringify(withAt(JSON.parse(value), [step, ...rest], put));
  if (Array.isArray(value)) {
    const items = [...(value as unknown[])];
    const found = items.findIndex(
      (item, index) => String(index) === step || (isObject(item) && [item.name, item.Sid].includes(step)),
    );
    const at = step === "+" ? items.length : found;
    if (at < 0) throw new Error(`There is no ${step}`);
    if (rest.length === 0 && put === "$gone") items.splice(at, 1);
    else items[at] = withAt(items[at], rest, put);
    return items;
  }
  const copy = isObject(value) ? value : {};
  if (rest.length === 0 && put === "$gone") return without(copy, [step]);
  return { ...copy, [step]: withAt(copy[step], rest, put) };
}

const typeOf = (address: string) => address.split(".")[0] ?? "";
const nameOf = (address: string) => address.split(".")[1] ?? "";

function change(address: string, parts: Json, more: Json = {}): Json {
  return {
    address,
    mode: "managed",
    type: typeOf(address),
    name: nameOf(address),
    change: { before: null, after: null, ...parts },
    ...more,
  };
}

/** What is known of a new revision only after it was registered. */
const REVISION = { arn: true, arn_without_revision: true, id: true, revision: true };

function edited({ address, values }: Resource, entry: Entry): Json {
  const edits = (entry.set ?? []).filter(([at]) => at === address);
  const whole = edits.reduce<unknown>((now, [, path, put]) => withAt(now, path.split("/"), put), values) as Json;
  const unknown = Object.fromEntries((entry.unknown?.[address] ?? []).map((name) => [name, true]));
  const after = without(whole, Object.keys(unknown));
  if (typeOf(address) === "aws_ecs_task_definition" && edits.length > 0) {
    const now = Object.fromEntries(Object.entries(after).filter(([key]) => !(key in REVISION)));
    const paths = [...new Set(edits.map(([, path]) => [path.split("/")[0]]))];
    return change(
      address,
      {
        actions: ["delete", "create"],
        before: values,
        after: now,
        after_unknown: { ...REVISION, ...unknown },
        replace_paths: paths,
      },
      { action_reason: "replace_because_cannot_update" },
    );
  }
  const isSame = edits.length === 0 && Object.keys(unknown).length === 0;
  return change(address, { actions: [isSame ? "no-op" : "update"], before: values, after, after_unknown: unknown });
}

interface Recorded {
  readonly resources: readonly Resource[];
  readonly data: readonly unknown[];
  readonly configuration: Json;
  readonly output_changes: Json;
}

const RECORDED = new Map<string, Recorded>();

function recorded(stack: string): Recorded {
  const known = RECORDED.get(stack) ?? (read(`production-${stack}.json`) as Recorded);
  RECORDED.set(stack, known);
  return known;
}

/** Whether a service is moved on by a revision that an entry registers, or reads what its role may read. */
function revises(touched: string, address: string): boolean {
  const name = nameOf(address);
  const ofTask = touched.includes(`aws_ecs_task_definition.${name}"`) && typeOf(address) === "aws_ecs_service";
  return (
    ofTask ||
    (touched.includes(`aws_iam_role_policy.${name}_execution"`) && typeOf(address) === "aws_ecs_task_definition")
  );
}

/** A plan of the recorded production with an entry's changes, as `terraform show -json` writes it. */
export function planOf(entry: Entry): Json {
  const whole = recorded(entry.stack);
  const touched = JSON.stringify({ ...entry, name: "" });
  // What stays as it is says little and takes long to read: only what others are told by, and what is of the same service.
  const base = {
    ...whole,
    resources: whole.resources.filter(({ address, name, type }) => touched.includes(`"${address}"`) || ["internal", "main"].includes(name) || (touched.includes(`.${name}"`) && type !== "aws_ecs_service") || revises(touched, address)), // prettier-ignore
  };
  const revised = new Set(
    (entry.set ?? [])
      .map(([address]) => address)
      .filter((address) => typeOf(address) === "aws_ecs_task_definition")
      .map(nameOf),
  );
  const moved = new Map(Object.entries(entry.move ?? {}).map(([now, before]) => [before, now]));
  const resources = base.resources.flatMap((resource): Json[] => {
    const { address, values, type, name } = resource;
    const [now, gone] = [moved.get(address), { action_reason: "delete_because_no_resource_config" }];
    if (now !== undefined)
      return [change(now, { actions: ["no-op"], before: values, after: values }, { previous_address: address })];
    if (entry.destroy?.includes(address)) return [change(address, { actions: ["delete"], before: values }, gone)];
    if (entry.forget?.includes(address)) return [change(address, { actions: ["forget"], before: values })];
    const paths = entry.replace?.[address];
    if (paths !== undefined)
      return [
        change(address, {
          actions: ["delete", "create"],
          before: values,
          after: values,
          replace_paths: paths.map((path) => [path]),
        }),
      ];
    // A service runs the revision that is registered.
    const moves =
      type === "aws_ecs_service" && revised.has(name)
        ? {
            ...entry,
            unknown: { ...entry.unknown, [address]: [...(entry.unknown?.[address] ?? []), "task_definition"] },
          }
        : entry;
    const isTold = entry.add?.[address] ?? entry.update?.[address];
    return isTold === undefined ? [edited(resource, moves)] : [];
  });
  const others = [
    ...Object.entries(entry.update ?? {}).map(([address, [before, after]]) =>
      change(address, { actions: ["update"], before, after }),
    ),
    ...Object.entries(entry.add ?? {}).map(([address, after]) =>
      change(address, {
        actions: ["create"],
        after,
        after_unknown: Object.fromEntries((entry.unknown?.[address] ?? ["id", "arn"]).map((name) => [name, true])),
      }),
    ),
    ...Object.entries(entry.import ?? {}).map(([address, [id, before, after]]) =>
      change(address, {
        actions: [after === undefined ? "no-op" : "update"],
        before,
        after: after ?? before,
        importing: { id },
      }),
    ),
    ...(entry.destroy ?? [])
      .filter((address) => !base.resources.some((one) => one.address === address))
      .map((address) =>
        change(address, { actions: ["delete"], before: {} }, { action_reason: "delete_because_no_resource_config" }),
      ),
  ];
  const phases = entry.phases && { actions: ["update"], before: entry.phases[0], after: entry.phases[1] };
  return {
    format_version: "1.2",
    planned_values: { root_module: {} },
    prior_state: { values: { root_module: { resources: base.data } } },
    configuration: configured(base.configuration, entry, new Set(base.resources.map(({ address }) => address))),
    output_changes: { ...base.output_changes, ...(phases && { phases }) },
    resource_changes: [...resources, ...others],
    complete: true,
    errored: false,
    ...entry.plan,
  };
}

/** The configuration that an entry's values come from: written out where it does not say what they refer to. */
function configured(
  configuration: Json,
  { set = [], add = {}, update = {}, refs = {}, import: imported = {} }: Entry,
  addresses: ReadonlySet<string>,
): Json {
  const root = configuration.root_module as { resources: (Json & { address: string; expressions?: Json })[] };
  const written = (address: string, expressions: Json = {}): Json => {
    const own = { ...expressions };
    for (const [at, path, value] of set) {
      const [attribute = ""] = path.split("/");
      if (at === address && attribute !== "container_definitions" && attribute !== "policy")
        own[attribute] = { constant_value: value };
    }
    for (const [attribute, value] of Object.entries(add[address] ?? update[address]?.[1] ?? {}))
      own[attribute] ??= { constant_value: value };
    for (const [attribute, references] of Object.entries(refs[address] ?? {})) own[attribute] = { references };
    return own;
  };
  const known = root.resources
    .filter(({ address }) => address.startsWith("data.") || addresses.has(address))
    .map((one) => ({ ...one, expressions: written(one.address, one.expressions) }));
  const others = [...Object.keys(add), ...Object.keys(update), ...Object.keys(imported)]
    .filter((address) => !root.resources.some((one) => one.address === address))
    .map((address) => ({
      address,
      mode: "managed",
      type: typeOf(address),
      name: nameOf(address),
      expressions: written(address),
    }));
  return { ...configuration, root_module: { ...root, resources: [...known, ...others] } };
}
