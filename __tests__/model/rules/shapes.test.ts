import { inventoryShapeProblems } from "../../../src/model/rules/shapes";
import type { Service } from "../../../src/model/environment";
import { type Example, example, type Mutable, problemLines, testBreakages } from "../../helpers/example";

describe("an environment whose type is broken", () => {
  testBreakages([
    ["a missing field", (e) => delete (e as Partial<Example>).owner, "owner: (missing): text in quotes is needed"],
    ["a number for text", (e) => (e.name = 5 as never), "name: a number is given: text in quotes is needed"],
    [
      "text for a number",
      (e) => (e.services.auth.port = "5001" as never),
      "services.auth.port: text is given: a number is needed",
    ],
    ["text for a choice", (e) => (e.protected = "yes" as never), "protected: text is given: true or false is needed"],
    [
      "null for a list",
      (e) => (e.network.availabilityZones = null as never),
      "network.availabilityZones: null is given: a list is needed",
    ],
    [
      "a list for an object",
      (e) => (e.services.auth.environment = [] as never),
      "services.auth.environment: a list is given: an object is needed",
    ],
    [
      "an object for a list",
      (e) => (e.gateway.secrets = {} as never),
      "gateway.secrets: an object is given: a list is needed",
    ],
    [
      "a number among variables",
      (e) => (e.gateway.environment.A = 1 as never),
      "gateway.environment.A: a number is given: text in quotes is needed",
    ],
    [
      "null among secrets",
      (e) => (e.gateway.secrets = ["A", null] as never),
      "gateway.secrets[1]: null is given: text in quotes is needed",
    ],
    [
      "a service that is none",
      (e) => (e.services.user = null as never),
      "services.user: null is given: an object is needed",
    ],
    [
      "no health check",
      (e) => delete (e.services.user as Partial<Mutable<Service>>).healthCheck,
      "services.user.healthCheck: (missing): an object is needed",
    ],
    [
      "an unknown kind of VPC",
      (e) => (e.network.vpc.kind = "found" as never),
      "network.vpc.kind: 'found' is neither 'create' nor 'existing'",
    ],
    [
      "an unknown number of NAT gateways",
      (e) => (e.network.nat = "double" as never),
      "network.nat: 'double' is neither 'single' nor 'per-az' nor 'none'",
    ],
    [
      "a number for a kind",
      (e) => (e.network.nat = 2 as never),
      "network.nat: a number is given: 'single' or 'per-az' or 'none' is needed",
    ],
    ["an unknown backend", (e) => (e.state.kind = "gcs" as never), "state.kind: 'gcs' is neither 's3' nor 'cloud'"],
    [
      "an unknown program",
      (e) => (e.gateway.healthCommand = "nc" as never),
      "gateway.healthCommand: 'nc' is neither 'curl' nor 'wget'",
    ],
    [
      "a name kept for nothing",
      (e) => (e.names = { services: { auth: { targetGroup: 5 as never } } }),
      "names.services.auth.targetGroup: a number is given: text in quotes is needed",
    ],
    [
      "several fields",
      (e) => {
        e.owner = null as never;
        e.services.user.image.tag = 20250816 as never;
      },
      "owner: null is given: text in quotes is needed",
      "services.user.image.tag: a number is given: text in quotes is needed",
    ],
  ]);

  test.each([
    [null, "null"],
    [undefined, "(missing)"],
    ["dev", "text"],
    [[], "a list"],
  ])("%p in its place", (value, given) => {
    expect(problemLines(value)).toEqual([
      `environment: ${given === "(missing)" ? given : `${given} is given`}: an object is needed`,
    ]);
  });
});

test("a field more than the type has is the compiler's business, not ours", () => {
  expect(problemLines({ ...example(), note: "x" })).toEqual([]);
});

describe("an inventory", () => {
  const lines = (value: unknown) => inventoryShapeProblems(value).map(({ field, message }) => `${field}: ${message}`);
  const valid = { account: "111122223333", region: "eu-north-1" };

  test("needs an account and a region, and no more", () => {
    expect(lines(valid)).toEqual([]);
    expect(lines({})).toEqual([
      "inventory.account: (missing): text in quotes is needed",
      "inventory.region: (missing): text in quotes is needed",
    ]);
  });

  test.each([
    [{ ...valid, account: 111122223333 }, "inventory.account: a number is given: text in quotes is needed"],
    [{ ...valid, region: ["eu-north-1"] }, "inventory.region: a list is given: text in quotes is needed"],
    [{ ...valid, vpc: null }, "inventory.vpc: null is given: text in quotes is needed"],
    [{ ...valid, publicSubnets: "subnet-1" }, "inventory.publicSubnets: text is given: a list is needed"],
    [{ ...valid, privateSubnets: [{}] }, "inventory.privateSubnets[0]: an object is given: text in quotes is needed"],
    [
      { ...valid, servicesSecurityGroup: true },
      "inventory.servicesSecurityGroup: a boolean is given: text in quotes is needed",
    ],
    [
      { ...valid, gatewaySecurityGroup: 0 },
      "inventory.gatewaySecurityGroup: a number is given: text in quotes is needed",
    ],
    [
      { ...valid, natEip: "13.62.68.130" },
      "inventory.natEip: is not a field that is known here: the nearest is 'natEips'",
    ],
    [{ ...valid, natEips: [13.62] }, "inventory.natEips[0]: a number is given: text in quotes is needed"],
    [{ ...valid, existingParameters: {} }, "inventory.existingParameters: an object is given: a list is needed"],
    [
      { ...valid, publicSubnet: [] },
      "inventory.publicSubnet: is not a field that is known here: the nearest is 'publicSubnets'",
    ],
    [{ ...valid, VPC: "vpc-1" }, "inventory.VPC: is not a field that is known here: the nearest is 'vpc'"],
    [null, "inventory: null is given: an object is needed"],
    [[], "inventory: a list is given: an object is needed"],
    ["prod", "inventory: text is given: an object is needed"],
  ])("%j", (inventory, line) => {
    expect(lines(inventory)).toEqual([line]);
  });
});
