import { type Example, exampleInExistingVpc, problemLines, testBreakages } from "../../helpers/example";
import { movingExample } from "../../helpers/moving";

const asItRuns = { fromRunning: true } as const;

/** The example, discovered, with what was learnt of auth's variables and the gateway's. */
function discovered(): Example {
  const environment = movingExample();
  environment.services.auth.environment = { SMTP_HOST: asItRuns };
  environment.gateway.environment.LOG_LEVEL = asItRuns;
  const { learnt } = environment.inventory;
  if (learnt === undefined) throw new Error("The example has not been discovered");
  learnt.variables = {
    auth: { set: { SMTP_HOST: "smtp.example.com" }, unset: [] },
    gateway: { set: {}, unset: ["LOG_LEVEL"] },
  };
  return environment;
}

const secret = "name it in 'secrets', where only Parameter Store holds its value";
const discover = "Run: npm run discover -- --env test --write; or write its value";

testBreakages(
  [
    [
      "a variable that nobody has learnt",
      (e) => (e.services.user.environment.CACHE = asItRuns),
      `services.user.environment.CACHE: fromRunning: nobody has learnt yet what runs. ${discover}`,
    ],
    [
      "one of the gateway's",
      (e) => (e.gateway.environment.CORS_ALLOWLIST = asItRuns),
      `gateway.environment.CORS_ALLOWLIST: fromRunning: nobody has learnt yet what runs. ${discover}`,
    ],
    [
      "one that was learnt of another service",
      (e) => (e.services.user.environment.SMTP_HOST = asItRuns),
      `services.user.environment.SMTP_HOST: fromRunning: nobody has learnt yet what runs. ${discover}`,
    ],
    [
      "a credential by its name",
      (e) => (e.services.user.environment.SMTP_PASS = asItRuns),
      `services.user.environment.SMTP_PASS: fromRunning: its name says that it is a credential: ${secret}`,
    ],
    [
      "what is a secret of another service",
      (e) => (e.services.user.environment.JWT_ISSUER = e.gateway.environment.MONGODB_URI = asItRuns),
      `services.user.environment.JWT_ISSUER: fromRunning: nobody has learnt yet what runs. ${discover}`,
      `gateway.environment.MONGODB_URI: fromRunning: it is a secret of 'auth': ${secret}`,
    ],
    [
      "what is a secret of another service by a second name",
      (e) => {
        e.services.user.secretAliases = { DATABASE_URL: "MONGODB_URI" };
        e.gateway.environment.DATABASE_URL = asItRuns;
      },
      `gateway.environment.DATABASE_URL: fromRunning: it is a secret of 'user': ${secret}`,
    ],
    [
      "a credential in the inventory, by its value",
      (e) => {
        const of = e.inventory.learnt?.variables?.auth;
        if (of !== undefined) of.set.SMTP_HOST = "smtp://kelmah:hunter2@smtp.example.com";
      },
      "inventory.learnt.variables.auth.set.SMTP_HOST: its value is a connection string with a password: take it out of the inventory, and give it as a secret",
    ],
    [
      "one by its name, of a service that there is not",
      (e) => {
        const of = e.inventory.learnt?.variables;
        if (of !== undefined) of.gone = { set: { SMTP_PASS: "hunter2" }, unset: [] };
      },
      "inventory.learnt.variables.gone.set.SMTP_PASS: its name says that it is a credential: take it out of the inventory, and give it as a secret",
    ],
    [
      "a word in place of true",
      (e) => (e.services.user.environment.CACHE = { fromRunning: "yes" } as never),
      "services.user.environment.CACHE.fromRunning: text is given: true is needed",
    ],
    [
      "a misspelt word",
      (e) => (e.services.user.environment.CACHE = { fromRuning: true } as never),
      "services.user.environment.CACHE.fromRunning: (missing): true is needed",
      "services.user.environment.CACHE.fromRuning: is not a field that is known here: the nearest is 'fromRunning'",
    ],
    [
      "a number",
      (e) => (e.services.user.environment.CACHE = 5 as never),
      "services.user.environment.CACHE: a number is given: text in quotes is needed",
    ],
  ],
  discovered,
);

test("before it is discovered, nobody could have learnt anything", () => {
  const environment = exampleInExistingVpc();
  environment.services.auth.environment.SMTP_HOST = asItRuns;
  expect(problemLines(environment)).toEqual([]);
});

test("in a VPC that is made here nothing runs that could be taken over", () => {
  const environment = exampleInExistingVpc();
  environment.network.vpc.kind = "create";
  environment.inventory = { account: "111122223333", region: "eu-north-1" };
  environment.services.auth.environment.SMTP_HOST = asItRuns;
  expect(problemLines(environment)).toEqual([
    "services.auth.environment.SMTP_HOST: fromRunning: nothing runs in 'test' but what this project makes: write its value",
  ]);
});
