import { decode } from "@msgpack/msgpack";
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { objectOf } from "./plan";

/** Where an apply of a plan would write the state. */
export interface PlanBackend {
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly workspace: string;
}

/** Fields of `Plan`, `Backend` and `DynamicValue` (hashicorp/terraform, internal/plans/planproto/planfile.proto). */
const FIELD = { backend: 13, type: 1, config: 2, workspace: 3, msgpack: 1 } as const;

/** The parts of a message that are bytes or texts, by field. */
function partsOf(message: Uint8Array): ReadonlyMap<number, Uint8Array> {
  const reader = new BinaryReader(message);
  const parts = new Map<number, Uint8Array>();
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (wireType === WireType.LengthDelimited) parts.set(field, reader.bytes());
    else reader.skip(wireType);
  }
  return parts;
}

/** What is said of a backend, and not what is left out. */
function said(config: Readonly<Record<string, unknown>>): PlanBackend["config"] {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));
}

/**
 * Reads where a plan would write the state out of the plan itself (its file `tfplan`): what it is, whatever the folder says now.
 *
 * @returns `undefined` where it names no backend.
 * @throws Error when it cannot be read.
 */
export function backendIn(plan: Uint8Array): PlanBackend | undefined {
  const backend = partsOf(plan).get(FIELD.backend);
  if (backend === undefined) return undefined;
  const parts = partsOf(backend);
  const text = (field: number) => new TextDecoder().decode(parts.get(field));
  const packed = partsOf(parts.get(FIELD.config) ?? new Uint8Array()).get(FIELD.msgpack);
  return {
    type: text(FIELD.type),
    config: packed === undefined ? {} : said(objectOf(decode(packed))),
    workspace: text(FIELD.workspace),
  };
}
