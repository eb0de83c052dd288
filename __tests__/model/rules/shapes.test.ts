import { shapedInventory } from "../../../src/model/rules/shapes";
import type { Environment, Service } from "../../../src/model/environment";
import { everything } from "../../helpers/everything";
import {
  type Example,
  example,
  exampleInExistingVpc,
  type Mutable,
  problemLines,
  testBreakages,
} from "../../helpers/example";

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

/** Every object in a value, by its path; those whose keys are the writer's own are left out. */
function objectsIn(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, one]) =>
    objectsIn(one, Array.isArray(value) ? `${path}[${key}]` : [path, key].filter(Boolean).join(".")),
  );
  return Array.isArray(value) || WITH_OWN_KEYS.test(path) ? inner : [path, ...inner];
}

const WITH_OWN_KEYS =
  /(^|\.)(services|environment|urlAliases|stores|subnets|routeTables|logRetentionDays|legacyServices)$/;

/** The same with one more field in the object at a path. */
function withStranger(environment: unknown, path: string): unknown {
  const copy = structuredClone(environment);
  const steps = path.split(/[.[\]]+/).filter(Boolean);
  const object = steps.reduce((at, step) => at[step] as Record<string, unknown>, copy as Record<string, unknown>);
  object.misspelt = 1;
  return copy;
}

/** Every option, in each of the kinds that it comes in. */
const KINDS: Environment[] = [
  everything(),
  example(),
  exampleInExistingVpc(),
  {
    ...example(),
    adoption: "as-found",
    skipPhases: { reason: "a test" },
    network: { ...example().network, atlas: { kind: "peering", connectionId: "pcx-0123456789abcdef0", cidr: "192.168.248.0/21" } },
    deployment: { github: { repository: "kelmah/infrastructure" }, planReadsSecrets: { reason: "a test" } },
    gateway: { ...example().gateway, image: { repository: "api-gateway", digest: `sha256:${"0".repeat(64)}`, reason: "a test" } },
    names: { services: { auth: { legacyService: "auth-service" } }, gateway: { service: "gateway" } },
  },
]; // prettier-ignore

test("a field that nobody knows is refused at every depth, with the nearest that is known", () => {
  for (const environment of KINDS) {
    for (const path of objectsIn(environment)) {
      const before = problemLines(environment);
      const said = problemLines(withStranger(environment, path)).filter((line) => !before.includes(line));
      const field = [path, "misspelt"].filter(Boolean).join(".");
      expect(said).toEqual([expect.stringMatching(/ is not a field that is known here: the nearest is '\w+'$/)]);
      expect(said[0]?.startsWith(`${field}: `)).toBe(true);
    }
  }
});

describe("a field that is misspelt", () => {
  const unknown = (field: string, nearest: string) =>
    `${field}: is not a field that is known here: the nearest is '${nearest}'`;
  testBreakages([
    ["an option", (e) => Object.assign(e, { ecsExce: {} }), unknown("ecsExce", "ecsExec")],
    ["in the network", (e) => Object.assign(e.network, { egressPort: [443] }), unknown("network.egressPort", "egressPorts")],
    ["in a service", (e) => Object.assign(e.services.auth, { desiredCoun: 0 }), unknown("services.auth.desiredCoun", "desiredCount")],
    ["in the gateway's names", (e) => (e.names = { gateway: { legacyService: "x" } as never }), unknown("names.gateway.legacyService", "service")],
    [
      "in an option",
      (e) => {
        e.containerInsights = true;
        e.alarms = { subscriptions: [], gatewayError: 5 } as never;
      },
      unknown("alarms.gatewayError", "gatewayErrors"),
    ],
    [
      "which is of another kind",
      (e) => Object.assign(e.state, { organization: "kelmah" }),
      "state.organization: belongs to kind 'cloud', and kind is 's3' here: leave it out",
    ],
    [
      "which is needed",
      (e) => {
        Object.assign(e.services.user, { prot: 3002 });
        delete (e.services.user as Partial<Example["services"]["user"]>).port;
      },
      "services.user.port: (missing): a number is needed",
      unknown("services.user.prot", "port"),
    ],
  ]); // prettier-ignore
});

describe("what is misshapen does not hide what is wrong elsewhere", () => {
  const hidden = "is not a field that is known here: the nearest is";
  testBreakages([
    [
      "beside a misspelt field",
      (e) => {
        Object.assign(e, { ecsExce: {} });
        e.services.auth.port = 0;
      },
      `ecsExce: ${hidden} 'ecsExec'`,
      "services.auth.port: 0 is no port: a whole number from 1 to 65535",
    ],
    [
      "in the same service",
      (e) => {
        e.services.auth.port = "5001" as never;
        e.services.auth.image.tag = "a b";
        e.services.user.port = 0;
      },
      "services.auth.port: text is given: a number is needed",
      "services.auth.image.tag: 'a b' is no image tag: up to 128 letters, digits and any of _.-, not one of .- first",
      "services.user.port: 0 is no port: a whole number from 1 to 65535",
    ],
    [
      "but nothing is said that depends on it: where the region is missing, which zones are its own",
      (e) => {
        delete (e.inventory as Partial<Example["inventory"]>).region;
        e.network.availabilityZones = ["eu-north-1a"];
      },
      "inventory.region: (missing): text in quotes is needed",
      "network.availabilityZones: 1 given: at least two, so that one can fail",
    ],
    [
      "nor whether a service that is none is called",
      (e) => {
        e.services = null as never;
        e.gateway.urlAliases = { notification: "messaging" };
        e.owner = "";
      },
      "services: null is given: an object is needed",
      "owner: '' is no tag: 1 to 256 letters, digits, spaces and any of _.:/=+-@",
    ],
  ]);
});

describe("a name that every object has already", () => {
  const reserved = "is what every object of JavaScript has already: call it something else";
  testBreakages([
    ["a service", (e) => (e.services.constructor = e.services.user as never), `services.constructor: 'constructor' ${reserved}`],
    ["a secret", (e) => (e.services.auth.secrets = ["__proto__"]), `services.auth.secrets[0]: '__proto__' ${reserved}`],
    ["a secret, in lower case", (e) => (e.services.auth.secrets = ["CONSTRUCTOR"]), `services.auth.secrets[0]: 'CONSTRUCTOR' ${reserved}`],
    ["a repository", (e) => (e.services.auth.image.repository = "constructor"), `services.auth.image.repository: 'constructor' ${reserved}`],
    ["a variable", (e) => (e.gateway.environment = JSON.parse('{ "__proto__": "x" }') as never), `gateway.environment.__proto__: '__proto__' ${reserved}`],
  ]); // prettier-ignore
});

describe("an inventory", () => {
  const lines = (value: unknown) => shapedInventory(value).problems.map(({ field, message }) => `${field}: ${message}`);
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
