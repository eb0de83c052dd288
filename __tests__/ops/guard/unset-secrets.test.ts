import type { Environment } from "../../../src/model/environment";
import { example } from "../../helpers/example";
import { findings, resource } from "./plans";

const SECRET = "aws_secretsmanager_secret.jwt_secret";
const created = resource(SECRET, { actions: ["create"], after: { name: "kelmah/test/JWT_SECRET" } });
const there = resource(SECRET, { actions: ["no-op"], after: { name: "kelmah/test/JWT_SECRET" } });
const service = (name: string, before: number | null, after: number) =>
  resource(`aws_ecs_service.${name}`, {
    actions: [before === null ? "create" : "update"],
    before: before === null ? null : { desired_count: before },
    after: { desired_count: after },
  });
const parked = [service("auth", 0, 0), service("gateway", 0, 0)];
const running = [service("auth", 1, 1), service("gateway", 1, 1)];

const moved: Environment = { ...example(), secrets: { stores: { JWT_SECRET: "secretsmanager" } } };
const inBoth: Environment = { ...example(), secrets: { inBothStores: ["JWT_SECRET"] } };

const refused = (readers: string) => [
  `change ${SECRET} would be made without a value, and ${readers} would read it in the same apply: no task of theirs would start. ` +
    "Apply secrets.inBothStores ['JWT_SECRET'] first, set its value, and only then secrets.stores; " +
    "where nothing runs yet, apply desiredCount 0 first (docs/options/secrets.md)",
];

test.each<[string, ReturnType<typeof resource>[], Environment, string[]]>([
  ["services that run read a secret that is made", [created, ...running], moved, refused("auth, gateway")],
  ["one of them runs", [created, service("auth", 0, 0), service("gateway", 1, 1)], moved, refused("gateway")],
  ["a service starts in the same plan", [created, service("auth", 0, 1), service("gateway", 0, 0)], moved, refused("auth")],
  ["services are made in the same plan", [created, service("auth", null, 1), service("gateway", null, 1)], moved, refused("auth, gateway")],
  ["a new environment is parked", [created, service("auth", null, 0), service("gateway", null, 0)], moved, []],
  ["a running environment is parked", [created, ...parked], moved, []],
  ["it is in both stores, and read from the other", [created, ...running], inBoth, []],
  ["it was made before", [there, ...running], moved, []],
  ["services that read other secrets run", [created, ...parked, service("user", 1, 1)], moved, []],
])("%s", (_, resources, environment, expected) => {
  expect(findings(resources, { environment })).toEqual(expected);
}); // prettier-ignore

test("a canary reads what the gateway reads", () => {
  expect(findings([created, ...parked, service("canary", null, 1)], { environment: moved })).toEqual(refused("canary"));
});

describe("a parameter", () => {
  const PARAMETER = "aws_ssm_parameter.jwt_secret";
  const name = "/kelmah/test/JWT_SECRET";
  const made = resource(PARAMETER, { actions: ["create"], after: { name, value_wo: "pending" } });
  const atVersion = (version: number) =>
    resource(PARAMETER, { actions: ["no-op"], before: { name, version }, after: { name, version } });
  const first = [service("auth", null, 1), service("gateway", null, 1)];
  const dev = example();
  const prod: Environment = { ...example(), protected: true };
  const pending = (readers: string) => [
    `change ${PARAMETER} would be made with the value 'pending', and ${readers} would read that in the same apply. ` +
      "Set its value first: npm run secret -- --env test JWT_SECRET, then npm run discover -- --env test --write, and plan again; " +
      "where nothing runs yet, apply desiredCount 0 first",
  ];
  const unset = (readers: string) => [
    `change ${PARAMETER} has the value 'pending' until somebody sets it, and ${readers} would start with that: ` +
      "npm run secret -- --env test JWT_SECRET, and plan again",
  ];

  test.each<[string, ReturnType<typeof resource>[], Environment, string[]]>([
    ["is new and read by what runs", [made, ...running], prod, pending("auth, gateway")],
    ["is new and read by what runs, in an unprotected environment", [made, ...running], dev, pending("auth, gateway")],
    ["is new and read by what starts in the same apply", [made, service("auth", 0, 1), ...parked.slice(1)], prod, pending("auth")],
    ["is new, and so is everything", [made, ...first], prod, pending("auth, gateway")],
    ["is new, and so is everything, in an unprotected environment", [made, ...first], dev, []],
    ["is new, and nothing runs", [made, ...parked], prod, []],
    ["is new, and read from Secrets Manager", [made, ...running], { ...moved, secrets: { ...moved.secrets, inBothStores: ["JWT_SECRET"] } }, []],
    ["is new, and what reads others runs", [made, ...parked, service("user", 1, 1)], prod, []],
    ["was made and never set", [atVersion(1), service("auth", 0, 1), ...parked.slice(1)], prod, unset("auth")],
    ["was made and never set, and is read already", [atVersion(1), ...running], prod, []],
    ["was made and never set, in an unprotected environment", [atVersion(1), ...first], dev, []],
    ["was made and set", [atVersion(2), ...first], prod, []],
    ["is somebody else's", first, { ...prod, inventory: { ...prod.inventory, existingParameters: ["JWT_SECRET"] } }, []],
  ])("%s", (_, resources, environment, expected) => {
    expect(findings(resources, { environment })).toEqual(expected);
  }); // prettier-ignore

  test("is read by a canary, too", () => {
    expect(findings([made, ...parked, service("canary", null, 1)], { environment: prod })).toEqual(pending("canary"));
  });
});
