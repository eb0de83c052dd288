import { IPv4 } from "ipaddr.js";
import { quote } from "./problem";

/** An IPv4 block in CIDR notation, with its first and last address as numbers. */
export interface Cidr {
  readonly text: string;
  readonly prefix: number;
  readonly first: number;
  readonly last: number;
}

function toNumber(address: IPv4): number {
  return address.octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

function toText(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

/**
 * Reads a block such as `10.0.0.0/16`.
 *
 * @throws Error when the text is no such block or an address inside one (`10.0.0.1/16`), saying which.
 */
export function parseCidr(text: string): Cidr {
  if (!IPv4.isValidCIDRFourPartDecimal(text)) {
    throw new Error(`${quote(text)} is not an IPv4 CIDR block such as 10.0.0.0/16`);
  }
  const [address, prefix] = IPv4.parseCIDR(text);
  const size = 2 ** (32 - prefix);
  const first = Math.floor(toNumber(address) / size) * size;
  const block = `${toText(first)}/${prefix}`;
  if (block !== text) throw new Error(`'${text}' is an address inside a block: write the block as ${block}`);
  return { text, prefix, first, last: first + size - 1 };
}

/** Whether two blocks share an address. */
export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** Whether every address of `inner` is one of `outer`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** A subnet has a prefix of 16 to 28 bits (Amazon VPC user guide, "Subnet sizing for IPv4"). */
export const SUBNET_PREFIX = { min: 16, max: 28 } as const;

/**
 * Cuts the first `count` free blocks out of a VPC, each a sixteenth of it: /20 in a /16, as AWS's default VPCs do.
 *
 * @param taken blocks that are in use already and are passed over.
 * @param from the sixteenth to begin with, 0 to 15; after the last comes the first.
 * @throws Error when the VPC is too small for subnets of that size or has not enough room left.
 */
export function allocateSubnets(vpc: Cidr, count: number, taken: readonly Cidr[] = [], from = 0): Cidr[] {
  const prefix = vpc.prefix + 4;
  if (prefix > SUBNET_PREFIX.max) {
    throw new Error(
      `'${vpc.text}' is too small: a sixteenth of it is a /${prefix}, and AWS's smallest subnet is a /${SUBNET_PREFIX.max}`,
    );
  }
  const size = 2 ** (32 - prefix);
  const blocks = Array.from({ length: 16 }, (_, index) => {
    const first = vpc.first + index * size;
    return { text: `${toText(first)}/${prefix}`, prefix, first, last: first + size - 1 };
  });
  const free = [...blocks.slice(from), ...blocks.slice(0, from)].filter(
    (block) => !taken.some((used) => overlaps(block, used)),
  );
  if (free.length < count) {
    throw new Error(`'${vpc.text}' has room for ${free.length} more subnets of /${prefix}, and ${count} are needed`);
  }
  return free.slice(0, count);
}

/** Whether a block holds every address there is, however it is written: `0.0.0.0/0`, `::/0`. */
export function isEverybody(cidr: string): boolean {
  return /\/0+$/.test(cidr.trim());
}
