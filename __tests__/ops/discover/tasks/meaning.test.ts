import { judgedDifferences } from "../../../../src/ops/discover/tasks/meaning";
import { UNKNOWN } from "../../../../src/ops/discover/resolve";

const REGISTRY = "992350137489.dkr.ecr.eu-north-1.amazonaws.com";
const CHECK = "wget --quiet --tries=1 --output-document=/dev/null http://localhost:3002/health || exit 1";

const container = {
  name: "user-service",
  image: `${REGISTRY}/kelmah-user-service:latest`,
  essential: true,
  portMappings: [{ containerPort: 3002, hostPort: 3002, protocol: "tcp" }],
  secrets: [{ name: "JWT_SECRET", valueFrom: "arn:jwt" }],
  healthCheck: { command: ["CMD-SHELL", CHECK], interval: 30, timeout: 5, retries: 3, startPeriod: 60 },
  logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/ecs/user-service" } },
};

/** What the stacks would register. */
const wanted = {
  family: "user-service-task",
  cpu: "256",
  memory: "512",
  networkMode: "awsvpc",
  requiresCompatibilities: ["FARGATE"],
  executionRoleArn: "arn:execution",
  containerDefinitions: [container],
};

/** The same as ECS describes it, with what it adds by itself. */
const described = {
  ...wanted,
  taskDefinitionArn: "arn:aws:ecs:eu-north-1:992350137489:task-definition/user-service-task:4",
  revision: 4,
  status: "ACTIVE",
  requiresAttributes: [{ name: "com.amazonaws.ecs.capability.docker-remote-api.1.18" }],
  compatibilities: ["EC2", "FARGATE"],
  registeredBy: "arn:aws:iam::992350137489:user/somebody",
  volumes: [],
  placementConstraints: [],
  containerDefinitions: [
    {
      ...container,
      cpu: 0,
      environment: [{ name: "PORT", value: "3002" }],
      mountPoints: [],
      volumesFrom: [],
      systemControls: [],
    },
  ],
};

const said = (value: unknown) => (value === undefined ? "nothing" : JSON.stringify(value));

/** What differs, as `meaning: field is -> wanted`. */
function judged(running: object, ofContainer: object = {}, others: readonly object[] = [], will: object = wanted) {
  const [own] = described.containerDefinitions;
  const is = { ...described, ...running, containerDefinitions: [{ ...own, ...ofContainer }, ...others] };
  return judgedDifferences(is, will as Readonly<Record<string, unknown>>).map(
    ({ meaning, field, is: before, wanted: after }) =>
      `${meaning}: ${field} ${said(before)} -> ${after === UNKNOWN ? "unknown" : said(after)}`,
  );
}

const C = "containerDefinitions.user-service";

test("what ECS adds to a task definition, and says where nothing was said, is no difference", () => {
  expect(judged({})).toEqual([]);
  expect(judged({ runtimePlatform: { cpuArchitecture: "X86_64", operatingSystemFamily: "LINUX" } })).toEqual([]);
});

describe("what could keep a task from starting", () => {
  test.each<[string, string, object, object]>([
    ["the architecture", 'runtimePlatform.cpuArchitecture "ARM64" -> "X86_64"', { runtimePlatform: { cpuArchitecture: "ARM64" } }, {}],
    ["a volume", 'volumes.uploads {"name":"uploads"} -> nothing', { volumes: [{ name: "uploads" }] }, {}],
    ["a mount", `${C}.mountPoints./data {"containerPath":"/data","sourceVolume":"uploads"} -> nothing`, {}, { mountPoints: [{ containerPath: "/data", sourceVolume: "uploads" }] }],
    ["the user", `${C}.user "root" -> nothing`, {}, { user: "root" }],
    ["the program of the health check", `${C}.healthCheck.command ["CMD-SHELL","curl -f http://localhost:3002/health || exit 1"] -> ${JSON.stringify(["CMD-SHELL", CHECK])}`, {}, { healthCheck: { ...container.healthCheck, command: ["CMD-SHELL", "curl -f http://localhost:3002/health || exit 1"] } }],
    ["the path of the health check", `${C}.healthCheck.command ["CMD","wget","-q","http://localhost:3002/live"] -> ${JSON.stringify(["CMD-SHELL", CHECK])}`, {}, { healthCheck: { ...container.healthCheck, command: ["CMD", "wget", "-q", "http://localhost:3002/live"] } }],
    ["a registry of somebody else's", `${C}.image "111122223333.dkr.ecr.eu-north-1.amazonaws.com/user:1" -> "${container.image}"`, {}, { image: "111122223333.dkr.ecr.eu-north-1.amazonaws.com/user:1" }],
    ["what it is for", 'requiresCompatibilities ["EC2"] -> ["FARGATE"]', { requiresCompatibilities: ["EC2"] }, {}],
    ["the network mode", 'networkMode "host" -> "awsvpc"', { networkMode: "host" }, {}],
  ])("%s", (_, difference, running, ofContainer) => {
    expect(judged(running, ofContainer)).toEqual([`would not start: ${difference}`]);
  }); // prettier-ignore

  test("a port on which nothing is known to answer; the one that is no longer opened is dropped", () => {
    expect(judged({}, { portMappings: [{ containerPort: 8080 }] })).toEqual([
      `dropped: ${C}.portMappings.8080 {"containerPort":8080} -> nothing`,
      `would not start: ${C}.portMappings.3002 nothing -> {"containerPort":3002,"hostPort":3002,"protocol":"tcp"}`,
    ]);
  });
});

test("less of something: whatever number falls", () => {
  expect(judged({ cpu: "1024", memory: "3072", ephemeralStorage: { sizeInGiB: 60 } }, { stopTimeout: 120 })).toEqual([
    'less: cpu "1024" -> "256"',
    'less: memory "3072" -> "512"',
    `less: ${C}.stopTimeout 120 -> 30`,
    "less: ephemeralStorage.sizeInGiB 60 -> 20",
  ]);
  expect(judged({ cpu: "128" })).toEqual(['changed: cpu "128" -> "256"']);
});

test("what is dropped: a side container, a command, a log option, a field that nobody here has heard of", () => {
  const others = [{ name: "datadog", image: "datadog/agent" }];
  expect(judged({ fieldToCome: "on" }, {}, others)).toEqual([
    'dropped: containerDefinitions.datadog {"name":"datadog","image":"datadog/agent"} -> nothing',
    'dropped: fieldToCome "on" -> nothing',
  ]);
  const logConfiguration = { logDriver: "awslogs", options: { "awslogs-group": "/ecs/user-service", mode: "non-blocking" } };
  expect(judged({}, { command: ["node", "other.js"], logConfiguration })).toEqual([
    `dropped: ${C}.logConfiguration.options.mode "non-blocking" -> nothing`,
    `dropped: ${C}.command ["node","other.js"] -> nothing`,
  ]);
}); // prettier-ignore

test("what changes: roles, the tag, the name of the only container", () => {
  expect(judged({ executionRoleArn: "arn:shared" })).toEqual(['changed: executionRoleArn "arn:shared" -> "arn:execution"']);
  expect(judged({}, { name: "user", image: `${REGISTRY}/kelmah-user-service:20250901` })).toEqual([
    'changed: containerDefinitions.name "user" -> "user-service"',
    `changed: ${C}.image "${REGISTRY}/kelmah-user-service:20250901" -> "${container.image}"`,
  ]);
  expect(judged({}, {}, [], { ...wanted, executionRoleArn: UNKNOWN })).toEqual(['changed: executionRoleArn "arn:execution" -> unknown']);
}); // prettier-ignore

test("what is harmless: other options of the same health check, secrets that are new; an image by its digest is the same", () => {
  const healthCheck = { ...container.healthCheck, command: ["CMD-SHELL", "wget -q -O /dev/null 'http://localhost:3002/health' || exit 1"] };
  expect(judged({}, { healthCheck, secrets: [], image: `${REGISTRY}/kelmah-user-service@sha256:abc` })).toEqual([
    `harmless: ${C}.secrets.JWT_SECRET nothing -> {"name":"JWT_SECRET","valueFrom":"arn:jwt"}`,
    `harmless: ${C}.healthCheck.command ${JSON.stringify(healthCheck.command)} -> ${JSON.stringify(["CMD-SHELL", CHECK])}`,
  ]);
}); // prettier-ignore
