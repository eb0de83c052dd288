import { UNKNOWN } from "../../../src/ops/discover/resolve";
import type { WantedTask } from "../../../src/ops/discover/tasks/wanted";
import { variableDifferences } from "../../../src/ops/discover/variables";

type Value = string | typeof UNKNOWN;

/** The task definition that would be registered for a service, with these variables. */
function wanted(service: string, environment: Readonly<Record<string, Value>>, secrets: string[] = []): WantedTask {
  const container = {
    environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
    secrets: secrets.map((name) => ({ name, valueFrom: `arn:aws:ssm:eu-north-1:992350137489:parameter/${name}` })),
  };
  const address = `aws_ecs_task_definition.${service}`;
  return { service, stack: "kelmah-prod-services", address, definition: { containerDefinitions: [container] } };
}

const at = { service: "job", taskDefinition: "job-service-task:3" };
const job = wanted("job", { NODE_ENV: "production", PORT: "5003", USE_REDIS_RATE_LIMIT: "false" }, ["JWT_SECRET"]);
const running = [
  { name: "NODE_ENV", value: "production" },
  { name: "PORT", value: "5003" },
];

test("values that differ, variables that are new and those that would be dropped", () => {
  const variables = [
    { name: "NODE_ENV", value: "development" },
    { name: "FORGOTTEN", value: "perhaps a secret" },
  ];
  expect(variableDifferences([{ ...at, variables }], [job])).toEqual([
    { ...at, name: "FORGOTTEN", kind: "dropped" },
    { ...at, name: "NODE_ENV", kind: "changed", is: "development", wanted: "production" },
    { ...at, name: "PORT", kind: "added", wanted: "5003" },
    { ...at, name: "USE_REDIS_RATE_LIMIT", kind: "added", wanted: "false" },
  ]);
});

test("secrets are not compared, and a value that was left behind is not shown", () => {
  const variables = [...running, { name: "USE_REDIS_RATE_LIMIT" }, { name: "JWT_SECRET" }];
  expect(variableDifferences([{ ...at, variables }], [job])).toEqual([
    { ...at, name: "USE_REDIS_RATE_LIMIT", kind: "changed", wanted: "false" },
  ]);
});

test("what depends on what is still to be made is not compared, and a service that no stack has is left out", () => {
  const gateway = wanted("gateway", { AUTH_SERVICE_URL: UNKNOWN, API_GATEWAY_PORT: "3000" });
  const variables = [{ name: "API_GATEWAY_PORT", value: "3000" }];
  const tasks = [
    { service: "gateway", taskDefinition: "api-gateway-task:3", variables },
    { ...at, variables },
  ];
  expect(variableDifferences(tasks, [gateway])).toEqual([]);
});
