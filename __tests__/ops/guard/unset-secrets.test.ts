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
