import type { Environment } from "../../../src/model/environment";
import type { RunningTask } from "../../../src/ops/discover/facts";
import { learnVariables } from "../../../src/ops/discover/learn-variables";
import { exampleInExistingVpc } from "../../helpers/example";
import { movingExample } from "../../helpers/moving";

const asItRuns = { fromRunning: true } as const;

/** The example, which is to take variables of auth's and the gateway's from what runs; with what was learnt before. */
function wanting(before?: { set: Record<string, string>; unset: string[] }): Environment {
  const environment = exampleInExistingVpc();
  environment.services.auth.environment = { SMTP_HOST: asItRuns, LOG_LEVEL: "info", BCRYPT_ROUNDS: asItRuns };
  environment.gateway.environment = { LOG_LEVEL: asItRuns };
  const { learnt } = movingExample().inventory;
  if (before !== undefined && learnt !== undefined) {
    environment.inventory.learnt = { ...learnt, variables: { auth: before, gone: before } };
  }
  return environment;
}

const running = (service: string, ...variables: RunningTask["variables"]): RunningTask => ({
  service,
  taskDefinition: `${service}-task:7`,
  variables,
});
const gateway = running("gateway", { name: "LOG_LEVEL", value: "warn" });

test("are learnt where they run, and those alone", () => {
  const auth = running(
    "auth",
    { name: "SMTP_HOST", value: "smtp.example.com" },
    { name: "BCRYPT_ROUNDS", value: "" },
    { name: "LOG_LEVEL", value: "debug" },
    { name: "OTHER", value: "1" },
  );
  expect(learnVariables(wanting(), [gateway, auth])).toEqual({
    variables: {
      auth: { set: { BCRYPT_ROUNDS: "", SMTP_HOST: "smtp.example.com" }, unset: [] },
      gateway: { set: { LOG_LEVEL: "warn" }, unset: [] },
    },
  });
});

test("that the running revision does not have are known not to be there, whatever they were before", () => {
  const before = { set: { SMTP_HOST: "old.example.com" }, unset: [] };
  expect(learnVariables(wanting(before), [gateway, running("auth")]).variables?.auth).toEqual({
    set: {},
    unset: ["BCRYPT_ROUNDS", "SMTP_HOST"],
  });
});

test("of what does not run stay what they were, and what is not asked for any more is forgotten", () => {
  const before = { set: { SMTP_HOST: "old.example.com", FORGOTTEN: "1" }, unset: ["BCRYPT_ROUNDS"] };
  expect(learnVariables(wanting(before), [gateway]).variables).toEqual({
    auth: { set: { SMTP_HOST: "old.example.com" }, unset: ["BCRYPT_ROUNDS"] },
    gateway: { set: { LOG_LEVEL: "warn" }, unset: [] },
  });
});

test("that what runs cannot tell are named, every one, and no value of a credential", () => {
  const auth = running("auth", { name: "SMTP_HOST" });
  expect(() => learnVariables(wanting(), [auth])).toThrow(
    `What runs cannot tell what src/environments/test.ts takes from it (fromRunning):
  services.auth.environment.SMTP_HOST: in auth-task:7 it is a secret, or looks like one: name it in 'secrets', or write its value
  gateway.environment.LOG_LEVEL: nothing of 'gateway' runs: write its value

Nothing was written. Correct what is written there.`,
  );
});

test("are none where every value is written", () => {
  expect(learnVariables(exampleInExistingVpc(), [gateway])).toEqual({});
});
