import fc from "fast-check";
import { contains, overlaps, parseCidr } from "../../src/model/cidr";
import type { Network } from "../../src/model/environment";
import { subnetCidrs } from "../../src/model/subnets";
import { arbitraryVpc } from "../helpers/arbitraries";

const ZONES = ["eu-north-1a", "eu-north-1b", "eu-north-1c"];

function network(cidr: string, given: Partial<Network> = {}): Network {
  return { vpc: { kind: "create", cidr }, availabilityZones: ZONES, nat: "single", ...given };
}

test("cuts a /16 into /20s, public ones from its first half and private ones from its second", () => {
  expect(subnetCidrs(network("10.20.0.0/16"))).toEqual({
    public: ["10.20.0.0/20", "10.20.16.0/20", "10.20.32.0/20"],
    private: ["10.20.128.0/20", "10.20.144.0/20", "10.20.160.0/20"],
  });
});

test("puts the public subnets of a default VPC where AWS has put its three default subnets", () => {
  expect(subnetCidrs(network("172.31.0.0/16"))).toEqual({
    public: ["172.31.0.0/20", "172.31.16.0/20", "172.31.32.0/20"],
    private: ["172.31.128.0/20", "172.31.144.0/20", "172.31.160.0/20"],
  });
});

test("keeps the blocks that are given and cuts the others beside them", () => {
  const publicSubnetCidrs = ["10.0.0.0/24", "10.0.1.0/24", "10.0.20.0/24"];
  expect(subnetCidrs(network("10.0.0.0/16", { publicSubnetCidrs }))).toEqual({
    public: publicSubnetCidrs,
    private: ["10.0.128.0/20", "10.0.144.0/20", "10.0.160.0/20"],
  });
  const privateSubnetCidrs = ["10.0.0.0/18", "10.0.64.0/18", "10.0.128.0/18"];
  expect(subnetCidrs(network("10.0.0.0/16", { privateSubnetCidrs }))).toEqual({
    public: ["10.0.192.0/20", "10.0.208.0/20", "10.0.224.0/20"],
    private: privateSubnetCidrs,
  });
});

test("cuts nothing where everything is given, however small the VPC", () => {
  const given = {
    publicSubnetCidrs: ["10.0.0.0/28", "10.0.0.16/28", "10.0.0.32/28"],
    privateSubnetCidrs: ["10.0.0.48/28", "10.0.0.64/28", "10.0.0.80/28"],
  };
  expect(subnetCidrs(network("10.0.0.0/25", given))).toEqual({
    public: given.publicSubnetCidrs,
    private: given.privateSubnetCidrs,
  });
});

test("every subnet lies in the VPC and none overlaps another", () => {
  fc.assert(
    fc.property(arbitraryVpc, fc.integer({ min: 2, max: 3 }), (vpc, zones) => {
      const cidrs = subnetCidrs(network(vpc.text, { availabilityZones: ZONES.slice(0, zones) }));
      const blocks = [...cidrs.public, ...cidrs.private].map(parseCidr);
      expect(blocks).toHaveLength(2 * zones);
      blocks.forEach((block, index) => {
        expect(contains(vpc, block)).toBe(true);
        expect(blocks.slice(0, index).some((other) => overlaps(block, other))).toBe(false);
      });
    }),
  );
});

test("one more availability zone moves no subnet", () => {
  fc.assert(
    fc.property(arbitraryVpc, (vpc) => {
      const [two, three] = [2, 3].map((count) =>
        subnetCidrs(network(vpc.text, { availabilityZones: ZONES.slice(0, count) })),
      );
      expect(three?.public.slice(0, 2)).toEqual(two?.public);
      expect(three?.private.slice(0, 2)).toEqual(two?.private);
    }),
  );
});
