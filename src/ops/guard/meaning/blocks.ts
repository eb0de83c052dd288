import { parseCIDR } from "ipaddr.js";

/** A run of addresses of one family, both ends included. */
interface Range {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
}

function valueOf(bytes: readonly number[]): bigint {
  return bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

/** The addresses of a block in CIDR notation; `undefined` for what is none. An address inside a block means the whole block. */
function rangeOf(block: string): Range | undefined {
  try {
    const [address, prefix] = parseCIDR(block);
    const bytes = address.toByteArray();
    const bits = bytes.length === 4 ? 32 : 128;
    const size = 1n << BigInt(bits - prefix);
    const first = (valueOf(bytes) / size) * size;
    return { bits, first, last: first + size - 1n };
  } catch {
    return undefined;
  }
}

/** The same addresses in as few runs as there can be, in order. */
function merged(ranges: readonly Range[]): Range[] {
  const sorted = [...ranges].sort((a, b) => a.bits - b.bits || (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const runs: Range[] = [];
  for (const range of sorted) {
    const last = runs.at(-1);
    if (last?.bits !== range.bits || range.first > last.last + 1n) runs.push(range);
    else if (range.last > last.last) runs[runs.length - 1] = { ...last, last: range.last };
  }
  return runs;
}

/**
 * The blocks that are not wholly among what others hold together: `0.0.0.0/0` is among `0.0.0.0/1` and `128.0.0.0/1`. What is
 * no block is among nothing.
 */
export function outside(blocks: readonly string[], allowed: readonly string[]): string[] {
  const runs = merged(allowed.flatMap((block) => rangeOf(block) ?? []));
  return blocks.filter((block) => {
    const range = rangeOf(block);
    return (
      range === undefined ||
      !runs.some(({ bits, first, last }) => bits === range.bits && first <= range.first && range.last <= last)
    );
  });
}

/** What the internet's addresses are in: all of IPv4, and the part of IPv6 that is given out (RFC 4291, 2000::/3). */
const INTERNET = ["0.0.0.0/0", "2000::/3"].flatMap((block) => rangeOf(block) ?? []);

/** Whether blocks hold, together, half of the internet or more, in one of its families. */
export function isMostOfTheInternet(blocks: readonly string[]): boolean {
  const runs = merged(blocks.flatMap((block) => rangeOf(block) ?? []));
  return INTERNET.some(({ bits, first, last }) => {
    const held = runs
      .filter((run) => run.bits === bits && run.first <= last && run.last >= first)
      .map((run) => (run.last < last ? run.last : last) - (run.first > first ? run.first : first) + 1n)
      .reduce((sum, size) => sum + size, 0n);
    return held * 2n >= last - first + 1n;
  });
}
