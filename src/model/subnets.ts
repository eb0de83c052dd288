import { allocateSubnets, parseCidr } from "./cidr";
import type { Network } from "./environment";
import { zoneLetter } from "./names";

/** The blocks of an environment's subnets, in the order of its availability zones. */
export interface SubnetCidrs {
  readonly public: readonly string[];
  readonly private: readonly string[];
}

/** The sixteenth of the VPC's block at which private subnets begin: public ones have the first half to grow in. */
const FIRST_PRIVATE = 8;

/**
 * The blocks of the public and the private subnets: those that are given, the rest cut out of the VPC's block, public
 * ones from its first half and private ones from its second, so that one more availability zone moves none of them.
 *
 * @param taken blocks of subnets that are there already, where that is known: then private blocks are cut beside them,
 * and no public ones. @default not known
 * @throws Error when the VPC has no room for them; {@link validate} says so before.
 */
export function subnetCidrs(network: Network, taken?: readonly string[]): SubnetCidrs {
  const { publicSubnetCidrs = taken && [], privateSubnetCidrs, availabilityZones } = network;
  const cut = (used: readonly string[], from: number) =>
    allocateSubnets(
      parseCidr(network.vpc.cidr),
      availabilityZones.length,
      [...used, ...(taken ?? [])].map(parseCidr),
      from,
    ).map(({ text }) => text);
  const publicCidrs = publicSubnetCidrs ?? cut(privateSubnetCidrs ?? [], 0);
  return { public: publicCidrs, private: privateSubnetCidrs ?? cut(publicCidrs, FIRST_PRIVATE) };
}

/** The letters of the availability zones that have a private route table of their own; the others' subnets use the first. */
export function routedZones({ availabilityZones, nat }: Pick<Network, "availabilityZones" | "nat">): string[] {
  return (nat === "per-az" ? availabilityZones : availabilityZones.slice(0, 1)).map(zoneLetter);
}

/** The letters of the availability zones that have a NAT gateway. */
export function natZones(network: Pick<Network, "availabilityZones" | "nat">): string[] {
  return network.nat === "none" ? [] : routedZones(network);
}
