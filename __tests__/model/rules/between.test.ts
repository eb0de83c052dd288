import fc from "fast-check";
import { environments } from "../../../src/environments";
import { overlaps } from "../../../src/model/cidr";
import type { Environment } from "../../../src/model/environment";
import { problemsBeside } from "../../../src/model/rules/between";
import { arbitraryVpc } from "../../helpers/arbitraries";
import { type Example, example, exampleInExistingVpc } from "../../helpers/example";

/** An environment of this name and block, in a VPC that is made or was there before. */
function named(name: string, cidr: string, from: Example = example()): Example {
  from.network.vpc.cidr = cidr;
  return { ...from, name };
}

const existing = (name: string, cidr: string, vpc: string) => {
  const environment = named(name, cidr, exampleInExistingVpc());
  environment.inventory.vpc = vpc;
  return environment;
};

const lines = (environment: Environment, ...before: Environment[]) =>
  problemsBeside(environment, before).map(({ field, message }) => `${field}: ${message}`);

describe("networks that overlap are refused, since AWS peers none", () => {
  const [one, other] = ["vpc-0123456789abcdef0", "vpc-0123456789abcdef1"] as const;
  const said = (cidr: string, otherCidr: string, next: string) => [
    `network.vpc.cidr: '${cidr}' overlaps '${otherCidr}' of 'one', and AWS peers no networks that overlap: ${next}`,
  ];

  test("where both are made here", () => {
    const apart = named("zero", "10.20.0.0/16");
    expect(lines(named("two", "10.30.64.0/18"), apart, named("one", "10.30.0.0/16"))).toEqual(
      said("10.30.64.0/18", "10.30.0.0/16", "give another block to the one of the two that is not made yet"),
    );
  });

  test("where one was there before, whichever comes first: the other one has to change", () => {
    expect(lines(named("two", "172.31.0.0/16"), existing("one", "172.31.0.0/16", one))).toEqual(
      said("172.31.0.0/16", "172.31.0.0/16", "give 'two' another block"),
    );
    expect(lines(existing("two", "172.31.0.0/16", one), named("one", "172.31.0.0/20"))).toEqual(
      said("172.31.0.0/16", "172.31.0.0/20", "give 'one' another block"),
    );
  });

  test("and not where both were there before, such as two accounts' default VPCs: nobody could mend it", () => {
    expect(lines(existing("two", "172.31.0.0/16", one), existing("one", "172.31.0.0/16", other))).toEqual([]);
    expect(lines(existing("two", "172.31.0.0/16", one), existing("one", "172.31.0.0/16", one))).toEqual([]);
  });

  test("just when they share an address", () => {
    fc.assert(
      fc.property(arbitraryVpc, arbitraryVpc, (a, b) => {
        expect(lines(named("two", b.text), named("one", a.text))).toHaveLength(overlaps(a, b) ? 1 : 0);
      }),
    );
  });

  test("and the project's own do not", () => {
    const all = environments();
    all.forEach((environment, index) => {
      expect(lines(environment, ...all.slice(0, index))).toEqual([]);
    });
    const [dev, staging] = all as [Environment, Environment];
    const { vpc } = dev.network;
    expect(lines({ ...staging, network: { ...staging.network, vpc } }, dev)).toHaveLength(1);
  });
});
