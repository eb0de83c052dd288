import { variableDifferences } from "../../../src/ops/discover/variables";
import { environment } from "./facts";

const DNS = "kelmah-internal-svcs-1.elb.eu-north-1.amazonaws.com";

test("values that differ, variables that are new and those that would be dropped", () => {
  const variables = [
    { name: "NODE_ENV", value: "production" },
    { name: "PORT", value: "5003" },
    { name: "USE_REDIS_RATE_LIMIT", value: "true" },
    { name: "FORGOTTEN", value: "perhaps a secret" },
  ];
  const tasks = [{ service: "job", taskDefinition: "job-service-task:3", variables }];
  const at = { service: "job", taskDefinition: "job-service-task:3" };
  expect(variableDifferences(environment("prod"), tasks, DNS)).toEqual([
    { ...at, name: "FORGOTTEN", kind: "dropped" },
    { ...at, name: "USE_REDIS_RATE_LIMIT", kind: "changed", is: "true", wanted: "false" },
  ]);
});

test("secrets are not compared, and a value that was left behind is not shown", () => {
  const variables = [
    { name: "NODE_ENV", value: "production" },
    { name: "PORT", value: "5003" },
    { name: "USE_REDIS_RATE_LIMIT" },
    { name: "JWT_SECRET" },
  ];
  const tasks = [{ service: "job", taskDefinition: "job-service-task:3", variables }];
  expect(variableDifferences(environment("prod"), tasks, DNS)).toEqual([
    {
      service: "job",
      taskDefinition: "job-service-task:3",
      name: "USE_REDIS_RATE_LIMIT",
      kind: "changed",
      wanted: "false",
    },
  ]);
});

test("the gateway's service URLs are compared when the load balancer is there", () => {
  const tasks = [{ service: "gateway", taskDefinition: "api-gateway-task:3", variables: [] }];
  const names = (dns: string | undefined) =>
    variableDifferences(environment("prod"), tasks, dns).map(({ name, wanted }) => `${name}=${wanted ?? ""}`);
  expect(names(DNS)).toContain(`AUTH_SERVICE_URL=http://${DNS}:5001`);
  expect(names(DNS)).toContain(`NOTIFICATION_SERVICE_URL=http://${DNS}:3003`);
  expect(names(undefined).filter((name) => name.includes("_URL"))).toEqual(["FRONTEND_URL=https://kelmah.com"]);
  expect(names(undefined)).toContain("API_GATEWAY_PORT=3000");
});
