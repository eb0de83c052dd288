import { serviceUrls } from "../../../src/model/variables";
import { variableDifferences } from "../../../src/ops/discover/variables";
import { movingExample } from "../../helpers/moving";
import { environment } from "./facts";

const DNS = "kelmah-internal-svcs-1.elb.eu-north-1.amazonaws.com";

/** Production with what was learnt of the variables of job. */
const prod = environment("prod", {
  learnt: {
    subnets: {},
    takenCidrs: [],
    logRetentionDays: {},
    legacyServices: {},
    variables: { job: { set: { USE_REDIS_RATE_LIMIT: "false" }, unset: [] } },
  },
});

const ofJob = [
  { name: "NODE_ENV", value: "production" },
  { name: "PORT", value: "5003" },
];

test("values that differ, variables that are new and those that would be dropped", () => {
  const variables = [
    ...ofJob,
    { name: "USE_REDIS_RATE_LIMIT", value: "true" },
    { name: "FORGOTTEN", value: "perhaps a secret" },
  ];
  const tasks = [{ service: "job", taskDefinition: "job-service-task:3", variables }];
  const at = { service: "job", taskDefinition: "job-service-task:3" };
  expect(variableDifferences(prod, tasks, DNS)).toEqual([
    { ...at, name: "FORGOTTEN", kind: "dropped" },
    { ...at, name: "JOB_SERVICE_PORT", kind: "added", wanted: "5003" },
    { ...at, name: "USE_REDIS_RATE_LIMIT", kind: "changed", is: "true", wanted: "false" },
  ]);
});

test("secrets are not compared, by whatever name, and a value that was left behind is not shown", () => {
  const variables = [...ofJob, { name: "USE_REDIS_RATE_LIMIT" }, { name: "JWT_SECRET" }];
  const messaging = { name: "DATABASE_URL", value: "mongodb://localhost/kelmah" };
  const tasks = [
    { service: "job", taskDefinition: "job-service-task:3", variables },
    { service: "messaging", taskDefinition: "messaging-service-task:3", variables: [messaging] },
  ];
  const found = variableDifferences(prod, tasks, DNS);
  expect(found.filter(({ service }) => service === "job")).toEqual([
    expect.objectContaining({ name: "JOB_SERVICE_PORT", kind: "added" }),
    {
      service: "job",
      taskDefinition: "job-service-task:3",
      name: "USE_REDIS_RATE_LIMIT",
      kind: "changed",
      wanted: "false",
    },
  ]);
  expect(found.map(({ name }) => name)).not.toContain("DATABASE_URL");
});

test("what was learnt to be left out is not wanted", () => {
  const unset = { job: { set: {}, unset: ["USE_REDIS_RATE_LIMIT"] } };
  const of = environment("prod", { learnt: { ...prod.inventory.learnt!, variables: unset } }); // eslint-disable-line @typescript-eslint/no-non-null-assertion -- it is given above
  const tasks = [{ service: "job", taskDefinition: "job-service-task:3", variables: ofJob }];
  expect(variableDifferences(of, tasks, DNS).map(({ name }) => name)).toEqual(["JOB_SERVICE_PORT"]);
});

describe("the gateway's service URLs", () => {
  const compared = (dns: string | undefined, values: Readonly<Record<string, string>> = {}) => {
    const variables = Object.entries(values).map(([name, value]) => ({ name, value }));
    const tasks = [{ service: "gateway", taskDefinition: "api-gateway-task:3", variables }];
    const found = variableDifferences(movingExample({ auth: "internal" }), tasks, dns);
    return found.flatMap(({ name, wanted }) => (name.endsWith("_URL") ? [`${name}=${wanted ?? ""}`] : []));
  };

  test("are those that its phase wants, and no others", () => {
    expect(compared(DNS)).toEqual([
      `AUTH_SERVICE_URL=http://${DNS}:5001`,
      "SEARCH_INDEX_SERVICE_URL=http://search-index.legacy.example:8080",
      `USER_SERVICE_URL=http://${DNS}:3002`,
    ]);
    expect(compared(DNS, serviceUrls(movingExample({ auth: "internal" }), DNS))).toEqual([]);
  });

  test("are compared with the load balancer's name when it is there", () => {
    expect(compared(undefined)).toEqual(["SEARCH_INDEX_SERVICE_URL=http://search-index.legacy.example:8080"]);
  });
});
