import fc from "fast-check";
import { type Cidr, parseCidr } from "../../src/model/cidr";

function cidr(address: number, prefix: number): Cidr {
  const size = 2 ** (32 - prefix);
  const first = Math.floor(address / size) * size;
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return parseCidr(`${octets.join(".")}/${prefix}`);
}

/** The start of some address in 10.0.0.0/12: blocks there meet often. */
const near = fc.integer({ min: 10 * 2 ** 24, max: 10 * 2 ** 24 + 2 ** 20 - 1 });

/** A block of any size, often inside or around another one. */
export const arbitraryCidr = fc
  .tuple(near, fc.integer({ min: 12, max: 32 }))
  .map(([address, prefix]) => cidr(address, prefix));

/** A block that may be a VPC's and can be cut into subnets. */
export const arbitraryVpc = fc
  .tuple(near, fc.integer({ min: 16, max: 24 }))
  .map(([address, prefix]) => cidr(address, prefix));
