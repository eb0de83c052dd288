import { encode } from "@msgpack/msgpack";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** A plan as Terraform's file `tfplan` has it, with its backend and nothing else but a version. */
export function planWithBackend(
  type: string,
  config: Readonly<Record<string, string | boolean | null>>,
  workspace = "default",
): Uint8Array {
  const dynamic = new BinaryWriter().tag(1, WireType.LengthDelimited).bytes(encode(config)).finish();
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
