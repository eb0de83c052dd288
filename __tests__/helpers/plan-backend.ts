import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** A map of short texts, truth values and nil, as MessagePack has it. */
function packed(values: Readonly<Record<string, string | boolean | null>>): Uint8Array {
  const text = (value: string) => [0xd9, Buffer.byteLength(value), ...Buffer.from(value)];
  const entries = Object.entries(values).flatMap(([key, value]) => [
    ...text(key),
    ...(typeof value === "string" ? text(value) : [value === null ? 0xc0 : value ? 0xc3 : 0xc2]),
  ]);
  return Uint8Array.from([0xde, 0, Object.keys(values).length, ...entries]);
}

/** A plan as Terraform's file `tfplan` has it, with its backend and nothing else but a version. */
export function planWithBackend(
  type: string,
  config: Readonly<Record<string, string | boolean | null>>,
  workspace = "default",
): Uint8Array {
  const dynamic = new BinaryWriter().tag(1, WireType.LengthDelimited).bytes(packed(config)).finish();
  const backend = new BinaryWriter()
    .tag(1, WireType.LengthDelimited)
    .string(type)
    .tag(2, WireType.LengthDelimited)
    .bytes(dynamic)
    .tag(3, WireType.LengthDelimited)
    .string(workspace)
    .finish();
  return new BinaryWriter().tag(1, WireType.Varint).uint32(3).tag(13, WireType.LengthDelimited).bytes(backend).finish();
}
