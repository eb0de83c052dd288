import type { Attributes } from "../../stack";

/** Stands for what is known only after an apply: Terraform's data sources know no such word. */
export const UNKNOWN_YET = "known-after-apply";

/** What is planned beside a stack's own configuration. */
export interface Beside {
  /** Import ids by address. */
  readonly imports: ReadonlyMap<string, string>;
  /** By name of a `terraform_remote_state` data source, the file that stands in for the state. */
  readonly states: ReadonlyMap<string, string>;
}

type Block = Readonly<Record<string, Attributes>>;

/** The parts of a synthesized stack that are planned otherwise. */
export interface StackJson {
  readonly terraform?: Attributes;
  readonly resource?: Readonly<Record<string, Block>>;
  readonly data?: Readonly<Record<string, Block>>;
}

/**
 * A synthesized stack so that it can be planned on its own: with an empty state in its own folder, so that no lock is taken
 * and nothing is written elsewhere; with what exists as `import` blocks; and without `prevent_destroy`, which would end the
 * plan at the first replacement where all of them are to be shown.
 */
export function plannable(json: StackJson, { imports, states }: Beside): unknown {
  const { resource = {}, data = {}, terraform = {} } = json;
  const { terraform_remote_state: remote } = data;
  return {
    ...json,
    terraform: { ...terraform, backend: { local: { path: "discovered.tfstate" } } },
    resource: mapBlocks(resource, withoutPreventDestroy),
    ...(remote && { data: { ...data, terraform_remote_state: standIns(remote, states) } }),
    import: [...imports].map(([to, id]) => ({ to, id })),
  };
}

/** Remote states that are read from the files that stand in for them. */
function standIns(remote: Block, states: Beside["states"]): Block {
  const entries = Object.entries(remote).map(([name, source]) => {
    const path = states.get(name);
    return [name, path === undefined ? source : { backend: "local", config: { path } }] as const;
  });
  return Object.fromEntries(entries);
}

function mapBlocks(blocks: Readonly<Record<string, Block>>, change: (attributes: Attributes) => Attributes) {
  return Object.fromEntries(
    Object.entries(blocks).map(([type, named]) => [
      type,
      Object.fromEntries(Object.entries(named).map(([name, attributes]) => [name, change(attributes)])),
    ]),
  );
}

function withoutPreventDestroy(attributes: Attributes): Attributes {
  const { lifecycle } = attributes;
  if (typeof lifecycle !== "object" || lifecycle === null) return attributes;
  return { ...attributes, lifecycle: { ...lifecycle, prevent_destroy: false } };
}

/** A state that has nothing but outputs. Those that are not known yet say so: what they lead to is not there either. */
export function stateOfOutputs(outputs: Readonly<Record<string, unknown>>): unknown {
  return {
    version: 4,
    terraform_version: "1.11.0",
    serial: 1,
    lineage: "discovered",
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, { value, type: typeOf(value) }])),
    resources: [],
  };
}

/** A value's type as a state writes it. */
function typeOf(value: unknown): unknown {
  if (Array.isArray(value)) return ["tuple", value.map(typeOf)];
  if (typeof value === "object" && value !== null) {
    return ["object", Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, typeOf(inner)]))];
  }
  return typeof value === "boolean" ? "bool" : typeof value;
}
