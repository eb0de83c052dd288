import type { ECSClient, TaskDefinition } from "@aws-sdk/client-ecs";
import { DefinitionReader, NOT_SHOWN } from "../../../src/ops/discover/fetch/definitions";

const SECRET = "a-value-that-nobody-may-see";

/** Reads a task definition with something in its container as discovery keeps it. */
async function kept(container: object) {
  const taskDefinition: TaskDefinition = {
    containerDefinitions: [{ name: "auth-service", environment: [{ name: "JWT_SECRET", value: SECRET }], ...container }],
  };
  let asked = 0;
  const client = { send: () => Promise.resolve({ taskDefinition, asked: (asked += 1) }) };
  const reader = new DefinitionReader(client as unknown as ECSClient, ["JWT_SECRET"]);
  const definition = await reader.withoutCredentials("arn");
  await reader.read("arn");
  expect(asked).toBe(1);
  return (definition.containerDefinitions as Record<string, unknown>[])[0];
} // prettier-ignore

test("plain variables are left behind, names and ARNs of secrets are kept", async () => {
  const secrets = [{ name: "JWT_SECRET", valueFrom: "arn:aws:ssm:eu-north-1:992350137489:parameter/JWT_SECRET" }];
  expect(await kept({ secrets })).toEqual({ name: "auth-service", secrets });
});

test.each([
  ["a command that repeats a secret's value", { command: ["node", `--jwt=${SECRET}`] }, { command: ["node", NOT_SHOWN] }],
  ["a connection string", { entryPoint: ["mongodb://a:b@host/db"] }, { entryPoint: [NOT_SHOWN] }],
  ["a log driver's option", { logConfiguration: { options: { "splunk-token": "abc-def" } } }, { logConfiguration: { options: { "splunk-token": NOT_SHOWN } } }],
  ["a pair of a name and a value", { systemControls: [{ name: "API_KEY", value: "abc-def" }] }, { systemControls: [{ name: "API_KEY", value: NOT_SHOWN }] }],
])("%s is not shown", async (_, container, expected) => {
  expect(await kept(container)).toEqual({ name: "auth-service", ...expected });
}); // prettier-ignore
