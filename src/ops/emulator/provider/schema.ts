import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The fields of `GetProviderSchema.Response` that map a type's name to its schema: resources, data sources, functions and
 * ephemeral resources. Source: terraform-plugin-go, tfprotov5/internal/tfplugin5/tfplugin5.proto, protocol 5.8.
 */
const BY_TYPE = new Set([2, 3, 7, 8]);

/** The field of a map's entry that holds its key. */
const KEY = 1;

/**
 * Bytes above which a type's schema is large. One is: a web ACL's has 528 KB, as its statements nest, and the other 60 types
 * together have 66 KB.
 */
export const LARGE = 65_536;

/**
 * A provider's schema, as it answers `GetSchema`, without the types that nobody asks for: of some 1,500 types Terraform
 * decodes 60, which is most of what a small plan costs.
 *
 * @param keep whether a type is kept, by its name and the bytes of its schema.
 */
export function keepTypes(schema: Uint8Array, keep: (type: string, bytes: number) => boolean): Uint8Array {
  const reader = new BinaryReader(schema);
  const kept: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    const start = reader.pos;
    const [field, wire] = reader.tag();
    if (BY_TYPE.has(field) && wire === WireType.LengthDelimited) {
      const entry = reader.bytes();
      if (!keep(keyOf(entry), entry.length)) continue;
    } else {
      reader.skip(wire, field);
    }
    kept.push(schema.subarray(start, reader.pos));
  }
  return Buffer.concat(kept);
}

function keyOf(entry: Uint8Array): string {
  const reader = new BinaryReader(entry);
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    if (field === KEY) return reader.string();
    reader.skip(wire, field);
  }
  return "";
}

/** The types of the AWS provider that code below a folder can make or read: those whose bindings it imports. */
export function importedTypes(folder: string): ReadonlySet<string> {
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const imports = sources.flatMap((name) =>
    [...readFileSync(join(folder, name), "utf8").matchAll(/@cdktf\/provider-aws\/lib\/([a-z0-9-]+)/g)].map(
      ([, binding = ""]) => binding.replace(/^data-aws-/, ""),
    ),
  );
  return new Set(imports.map((binding) => `aws_${binding.replaceAll("-", "_")}`));
}

/** The types of the AWS provider that a stack's folder names, in whatever way. */
export function namedTypes(directory: string): string[] {
  const files = readdirSync(directory).filter((name) => name.endsWith(".tf") || name.endsWith(".tf.json"));
  return files.flatMap((name) => readFileSync(join(directory, name), "utf8").match(/\baws_[a-z0-9_]+/g) ?? []);
}
