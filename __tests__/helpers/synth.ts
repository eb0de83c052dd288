import { App } from "cdktf";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environments } from "../../src/environments";
import type { Environment } from "../../src/model/environment";
import type { StackPart } from "../../src/model/names";
import { addStacks } from "../../src/stacks/app";
import { BaseStack } from "../../src/stacks/base-stack";
import { decodeDocument } from "./hcl-expression";
import "./no-stack-traces";

/** The arguments of a block of Terraform JSON. */
export type Attributes = Readonly<Record<string, unknown>>;
type Blocks = Readonly<Record<string, Readonly<Record<string, Attributes>>>>;

/** A stack's Terraform JSON without cdktf's metadata; JSON documents are the values that they encode. */
export interface StackJson {
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly output?: Readonly<Record<string, Attributes>>;
  readonly moved?: readonly { readonly from: string; readonly to: string }[];
  readonly [block: string]: unknown;
}

function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== "object" || value === null) return decodeDocument(value);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "//")
      .map(([key, inner]) => [key, readable(inner)]),
  );
}

function jsonOf(stack: BaseStack): StackJson {
  stack.prepareStack();
  return readable(JSON.parse(JSON.stringify(stack.toTerraform()))) as StackJson;
}

/** An app whose output folder, which cdktf makes at once, is gone again: these tests write nothing. */
function app(): App {
  const outdir = mkdtempSync(join(tmpdir(), "kelmah-synth-"));
  try {
    return new App({ outdir, stackTraces: false });
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** Every stack of these environments, by its name. */
export function synthesizeStacks(
  of: readonly Environment[] = environments(),
  options?: Parameters<typeof addStacks>[2],
): Record<string, StackJson> {
  return Object.fromEntries(addStacks(app(), of, options).map(({ stack }) => [stack.node.id, jsonOf(stack)]));
}

/** One stack of one environment, by the last part of its name. */
export function synthesizeStack(environment: Environment, part: StackPart): StackJson {
  const added = addStacks(app(), [environment]).find(({ stack }) => stack.node.id.endsWith(`-${part}`));
  if (added === undefined) throw new Error(`There is no ${part} stack`);
  return jsonOf(added.stack);
}

class TestStack extends BaseStack {}

/** A new stack with this project's provider, backend and addresses, and nothing else in it. */
export function emptyStack(props: Partial<ConstructorParameters<typeof BaseStack>[2]> = {}): BaseStack {
  return new TestStack(app(), "test", {
    account: "111122223333",
    region: "eu-north-1",
    state: { kind: "s3", bucket: "states", lockTable: "locks" },
    environment: "test",
    owner: "platform",
    costCenter: "kelmah-platform",
    ...props,
  });
}

/** What `build` puts into a stack of its own. */
export function synthesize(build: (stack: BaseStack) => void): StackJson {
  const stack = emptyStack();
  build(stack);
  return jsonOf(stack);
}

/** The resources, data sources and outputs of a stack by their addresses, in order. */
export function blocksOf(json: StackJson): Map<string, Attributes> {
  const flat = (blocks: Blocks | undefined, prefix: string) =>
    Object.entries(blocks ?? {}).flatMap(([type, named]) =>
      Object.entries(named).map(([name, block]) => [`${prefix}${type}.${name}`, block] as const),
    );
  const outputs = Object.entries(json.output ?? {}).map(([name, block]) => [`output.${name}`, block] as const);
  return new Map(
    [...flat(json.resource, ""), ...flat(json.data, "data."), ...outputs].sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The addresses of a stack's resources, data sources and outputs, in order. */
export function addressesOf(json: StackJson): string[] {
  return [...blocksOf(json).keys()];
}

/** The block at an address. */
export function blockAt(json: StackJson, address: string): Attributes {
  const block = blocksOf(json).get(address);
  if (block === undefined) throw new Error(`There is no ${address}`);
  return block;
}
