import { addressComplaint, compareAddresses } from "./addresses";
import type { StackJson } from "./synth";

function stack(names: readonly string[], moved: StackJson["moved"] = []): StackJson {
  return {
    resource: { aws_eip: Object.fromEntries(names.map((name) => [name, {}])) },
    data: { aws_subnet: { private_a: {} } },
    moved,
  };
}

test("nothing is to be said about a stack that is as it is recorded", () => {
  const changes = compareAddresses(["aws_eip.nat_a"], stack(["nat_a"]));
  expect(changes).toEqual({ lost: [], fresh: [], record: ["aws_eip.nat_a"] });
  expect(addressComplaint("kelmah-dev-network", changes)).toBe("");
});

test("an address that is gone is lost, even where it is recorded anew", () => {
  const changes = compareAddresses(["aws_eip.nat", "aws_eip.nat_b"], stack(["nat_a", "nat_b"]));
  expect(changes).toEqual({
    lost: ["aws_eip.nat"],
    fresh: ["aws_eip.nat_a"],
    record: ["aws_eip.nat", "aws_eip.nat_a", "aws_eip.nat_b"],
  });
  expect(addressComplaint("kelmah-dev-network", changes)).toBe(
    `kelmah-dev-network has lost addresses that are recorded:
  aws_eip.nat
Terraform would destroy what stands there. Give the constructs their ids back, or say where each went in a moved block; where it is meant to go, take its line out of __tests__/stacks/addresses.json.
kelmah-dev-network has addresses that are not recorded:
  aws_eip.nat_a
Record them: npm run test:update
`,
  );
});

test("an address that has moved is not lost", () => {
  const moved = [{ from: "aws_eip.nat", to: "aws_eip.nat_a" }];
  expect(compareAddresses(["aws_eip.nat"], stack(["nat_a"], moved))).toEqual({
    lost: [],
    fresh: [],
    record: ["aws_eip.nat_a"],
  });
});

test("an address that has moved to nowhere is lost", () => {
  const moved = [{ from: "aws_eip.nat", to: "aws_eip.nat_c" }];
  expect(compareAddresses(["aws_eip.nat"], stack(["nat_a"], moved)).lost).toEqual(["aws_eip.nat"]);
});
