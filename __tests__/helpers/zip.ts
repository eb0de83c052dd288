import { deflateRawSync } from "node:zlib";

const record = (...fields: readonly (readonly [bytes: 2 | 4, value: number])[]) =>
  Buffer.concat(
    fields.map(([bytes, value]) => {
      const field = Buffer.alloc(bytes);
      field.writeUIntLE(value, 0, bytes);
      return field;
    }),
  );

/** A ZIP archive of files, as Go's `archive/zip` writes one, without checksums: nobody here compares them. */
export function zip(files: readonly (readonly [name: string, content: string | Uint8Array])[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of files) {
    const [title, packed] = [Buffer.from(name), deflateRawSync(content)];
    const common = [[2, 20], [2, 8], [2, 8], [4, 0], [4, 0], [4, packed.length], [4, Buffer.byteLength(content)], [2, title.length], [2, 0]] as const; // prettier-ignore
    const local = Buffer.concat([record([4, 0x04034b50], ...common), title, packed]);
    const rest = [[2, 0], [2, 0], [2, 0], [4, 0], [4, offset]] as const; // prettier-ignore
    directory.push(record([4, 0x02014b50], [2, 20], ...common, ...rest), title);
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = [[4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, central.length], [4, offset], [2, 0]] as const; // prettier-ignore
  return Buffer.concat([...parts, central, record(...end)]);
}
