import { allocateSubnets, parseCidr } from "./cidr";
import type { Network } from "./environment";

/** The blocks of an environment's subnets, in the order of its availability zones. */
export interface SubnetCidrs {
  readonly public: readonly string[];
  readonly private: readonly string[];
}

/**
 * The blocks of the public and the private subnets: those that are given, the rest cut out of the VPC's block, public
 * ones first. In a default VPC that is where AWS has put its default subnets (platform facts: /20 each, from 172.31.0.0).
 *
 * @param taken blocks of subnets that are there already, where that is known: then private blocks are cut beside them,
 * and no public ones. @default not known
 * @throws Error when the VPC has no room for them; {@link validate} says so before.
 */
export function subnetCidrs(network: Network, taken?: readonly string[]): SubnetCidrs {
  const { publicSubnetCidrs = taken && [], privateSubnetCidrs, availabilityZones } = network;
  const given = [publicSubnetCidrs, privateSubnetCidrs].filter((cidrs) => cidrs !== undefined);
  const count = (2 - given.length) * availabilityZones.length;
  const used = [...given.flat(), ...(taken ?? [])].map(parseCidr);
  const cut = count === 0 ? [] : allocateSubnets(parseCidr(network.vpc.cidr), count, used).map(({ text }) => text);
  const take = () => cut.splice(0, availabilityZones.length);
  return { public: publicSubnetCidrs ?? take(), private: privateSubnetCidrs ?? take() };
}
