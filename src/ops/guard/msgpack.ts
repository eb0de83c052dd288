/** What no value of a backend's is: unknown to Terraform, or of a kind that it does not write there. */
const EXTENSION = Symbol("extension");

/** Bytes with a place in them. */
class Cursor {
  private at = 0;

  constructor(private readonly view: DataView) {}

  unsigned(bytes: 1 | 2 | 4): number {
    const { view, at } = this;
    this.at += bytes;
    return bytes === 1 ? view.getUint8(at) : bytes === 2 ? view.getUint16(at) : view.getUint32(at);
  }

  text(length: number): string {
    return new TextDecoder().decode(this.skip(length));
  }

  skip(length: number): Uint8Array {
    const { view, at } = this;
    if (at + length > view.byteLength) throw new RangeError("The value is cut off");
    this.at += length;
    return new Uint8Array(view.buffer, view.byteOffset + at, length);
  }

  list(length: number): unknown[] {
    return Array.from({ length }, () => this.value());
  }

  map(length: number): object {
    return Object.fromEntries(Array.from({ length }, () => [String(this.value()), this.value()]));
  }

  /** One value (MessagePack specification, "Formats"). Numbers are passed over: nobody asks for one. */
  value(): unknown {
    const first = this.unsigned(1);
    if (first <= 0x7f || first >= 0xe0) return first;
    if (first <= 0x8f) return this.map(first & 0x0f);
    if (first <= 0x9f) return this.list(first & 0x0f);
    if (first <= 0xbf) return this.text(first & 0x1f);
    const size = (kind: number) => this.unsigned(([1, 2, 4] as const)[kind] ?? 1);
    if (first === 0xc0) return undefined;
    if (first === 0xc2 || first === 0xc3) return first === 0xc3;
    if (first >= 0xc4 && first <= 0xc6) return this.skip(size(first - 0xc4));
    if (first >= 0xc7 && first <= 0xc9) return this.extension(size(first - 0xc7));
    if (first >= 0xca && first <= 0xd3) return this.skip([4, 8, 1, 2, 4, 8, 1, 2, 4, 8][first - 0xca] ?? 0);
    if (first >= 0xd4 && first <= 0xd8) return this.extension(2 ** (first - 0xd4));
    if (first >= 0xd9 && first <= 0xdb) return this.text(size(first - 0xd9));
    if (first === 0xdc || first === 0xdd) return this.list(size(first - 0xdb));
    if (first === 0xde || first === 0xdf) return this.map(size(first - 0xdd));
    throw new RangeError(`No value begins with ${first}`);
  }

  private extension(length: number): typeof EXTENSION {
    this.skip(length + 1);
    return EXTENSION;
  }
}

/**
 * Reads one value of MessagePack's: texts, truth values, lists and maps as what they are, nil as `undefined`, and numbers, bytes and
 * extensions as something that equals nothing.
 *
 * @throws RangeError when the bytes are not one.
 */
export function readMessagePack(bytes: Uint8Array): unknown {
  return new Cursor(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)).value();
}
