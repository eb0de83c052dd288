import type { ECSClient } from "@aws-sdk/client-ecs";
import { fetchContainers } from "../../../src/ops/discover/fetch/containers";

/** A cluster in which one service runs a task definition with these containers. */
function ecs(containerDefinitions: object): ECSClient {
  const answers: Readonly<Record<string, object>> = {
    DescribeClustersCommand: { clusters: [{ status: "ACTIVE" }] },
    DescribeServicesCommand: {
      services: [{ status: "ACTIVE", serviceName: "auth-service", taskDefinition: "arn:of/auth-task:7" }],
    },
    DescribeTaskDefinitionCommand: { taskDefinition: { containerDefinitions } },
  };
  const send = (command: object) => Promise.resolve(answers[command.constructor.name]);
  return { send } as unknown as ECSClient;
}

test("of a running task definition's variables, the values of those that hold secrets stay behind", async () => {
  const containers = [
    {
      environment: [
        { name: "LOG_LEVEL", value: "info" },
        { name: "SMTP_USER", value: "hunter2" },
        { name: "DATABASE", value: "mongodb+srv://kelmah:hunter2@kelmah.example" },
      ],
    },
    { secrets: [{ name: "SMTP_HOST", valueFrom: "arn:aws:ssm:eu-north-1:992350137489:parameter/SMTP_HOST" }] },
  ];
  const scope = {
    cluster: "Project-Kelmah",
    services: ["auth-service"],
    runs: new Map([["auth", ["auth-service"]]]),
    secrets: ["SMTP_USER"],
    legacy: [],
  };
  const { tasks } = await fetchContainers(ecs(containers), scope);
  expect(tasks).toEqual([
    {
      service: "auth",
      taskDefinition: "auth-task:7",
      variables: [
        { name: "LOG_LEVEL", value: "info" },
        { name: "SMTP_USER" },
        { name: "DATABASE" },
        { name: "SMTP_HOST" },
      ],
    },
  ]);
});
