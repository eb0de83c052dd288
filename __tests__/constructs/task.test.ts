import { Task, type TaskSettings } from "../../src/constructs/task";
import type { Container } from "../../src/model/environment";
import { example } from "../helpers/example";
import "../helpers/matchers";
import { names, servicePlatform } from "../helpers/service-platform";
import { blockAt, synthesize } from "../helpers/synth";

interface ContainerDefinition {
  readonly linuxParameters?: object;
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly secrets: readonly { readonly name: string; readonly valueFrom: string }[];
  readonly healthCheck: { readonly command: readonly string[] };
}

function task(
  changes: Partial<Container> = {},
  variables: Readonly<Record<string, string>> = { PORT: "5001" },
  settings: Partial<TaskSettings> = {},
) {
  return synthesize((stack) => {
    const container = { ...example().services.auth, ...changes };
    new Task(stack, "auth", { settings: servicePlatform(stack, settings), container, names, variables });
  });
}

function definitionOf(json: ReturnType<typeof task>): ContainerDefinition {
  const [definition] = blockAt(json, "aws_ecs_task_definition.auth").container_definitions as ContainerDefinition[];
  if (definition === undefined) throw new Error("There is no container definition");
  return definition;
}

const json = task();

test("defines a Fargate task whose old revisions stay registered", () => {
  expect(json).toHaveResourceAt("aws_ecs_task_definition.auth", {
    family: "auth-family",
    cpu: "256",
    memory: "512",
    network_mode: "awsvpc",
    requires_compatibilities: ["FARGATE"],
    execution_role_arn: "${aws_iam_role.auth_execution.arn}",
    task_role_arn: "${aws_iam_role.auth_task.arn}",
    skip_destroy: true,
    tags: { Name: "auth-family" },
  });
});

test("takes the size that is asked for", () => {
  expect(task({ cpu: 1024, memory: 4096 })).toHaveResourceAt("aws_ecs_task_definition.auth", {
    cpu: "1024",
    memory: "4096",
  });
});

test("runs one container, by its image's digest, with its secrets by ARN and its logs in its group", () => {
  const arn = "arn:aws:ssm:eu-north-1:111122223333:parameter/kelmah/test";
  expect(json).toHaveResourceAt("aws_ecs_task_definition.auth", {
    container_definitions: [
      {
        name: "auth-container",
        image:
          "111122223333.dkr.ecr.eu-north-1.amazonaws.com/kelmah-auth-service@${data.aws_ecr_image.auth.image_digest}",
        essential: true,
        portMappings: [{ containerPort: 5001, hostPort: 5001, protocol: "tcp" }],
        environment: [{ name: "PORT", value: "5001" }],
        secrets: [
          { name: "JWT_SECRET", valueFrom: `${arn}/JWT_SECRET` },
          { name: "MONGODB_URI", valueFrom: `${arn}/MONGODB_URI` },
        ],
        healthCheck: {
          command: ["CMD-SHELL", "curl --fail --silent --show-error http://localhost:5001/health || exit 1"],
          interval: 30,
          timeout: 5,
          retries: 3,
          startPeriod: 60,
        },
        logConfiguration: {
          logDriver: "awslogs",
          options: {
            "awslogs-group": "${aws_cloudwatch_log_group.auth.name}",
            "awslogs-region": "eu-north-1",
            "awslogs-stream-prefix": "ecs",
          },
        },
      },
    ],
  });
});

test("starts an init process where shells can be opened, and only there", () => {
  const sessionLog = { logGroup: "/ecs/exec/kelmah-test", keyArn: "arn:of:the:key" };
  expect(definitionOf(task({}, {}, { sessionLog })).linuxParameters).toEqual({ initProcessEnabled: true });
  expect(definitionOf(json).linuxParameters).toBeUndefined();
});

test("finds the image by its tag, so that the plan fails where there is none", () => {
  expect(json).toHaveResourceAt("data.aws_ecr_image.auth", {
    repository_name: "kelmah-auth-service",
    image_tag: "1.0.0",
  });
});

test("keeps its logs as long as is asked for", () => {
  expect(json).toHaveResourceAt("aws_cloudwatch_log_group.auth", {
    name: "/ecs/auth-logs",
    retention_in_days: 30,
    tags: { Name: "/ecs/auth-logs" },
  });
});

test("checks its health with what its image carries, where its target group does", () => {
  const healthCheck = { protocol: "HTTP", path: "/health/ready" } as const;
  expect(definitionOf(task({ healthCommand: "wget", healthCheck, port: 3004 })).healthCheck.command).toEqual([
    "CMD-SHELL",
    "wget --quiet --tries=1 --output-document=/dev/null http://localhost:3004/health/ready || exit 1",
  ]);
});

test("is given a secret under a second name too, and may read it once", () => {
  const aliased = task({ secrets: ["MONGODB_URI"], secretAliases: { DATABASE_URL: "MONGODB_URI" } });
  const valueFrom = "arn:aws:ssm:eu-north-1:111122223333:parameter/kelmah/test/MONGODB_URI";
  expect(definitionOf(aliased).secrets).toEqual([
    { name: "DATABASE_URL", valueFrom },
    { name: "MONGODB_URI", valueFrom },
  ]);
  expect(aliased).toHaveResourceAt("aws_iam_role_policy.auth_execution", {
    policy: expect.objectContaining({
      Statement: expect.arrayContaining([expect.objectContaining({ Resource: [valueFrom] })]) as unknown,
    }) as unknown,
  });
});

test("lists variables and secrets by name, in whatever order they are given", () => {
  const variables = { PORT: "5001", LOG_LEVEL: "info", A: "1" };
  const reversed = Object.fromEntries(Object.entries(variables).reverse());
  const secrets = ["MONGODB_URI", "JWT_SECRET"];
  expect(task({ secrets }, variables)).toEqual(task({ secrets: [...secrets].reverse() }, reversed));
  expect(definitionOf(task({}, variables)).environment.map(({ name }) => name)).toEqual(["A", "LOG_LEVEL", "PORT"]);
});

test.each([
  ["quotes", '{"origins": ["a", "b"]}'],
  ["a backslash", String.raw`^\d+\.example\\$`],
  ["a line break", "one\ntwo\r\n\tthree"],
  ["brackets and commas", "a, [b], {c}, (d)"],
  ["a percent sign with a brace", "%{if true}"],
  ["nothing", ""],
])("passes a variable with %s on as it is", (_, value) => {
  expect(definitionOf(task({}, { VALUE: value })).environment).toEqual([{ name: "VALUE", value }]);
});

test("passes a variable that looks like a reference on as text", () => {
  expect(definitionOf(task({}, { VALUE: "${HOME}/x" })).environment).toEqual([{ name: "VALUE", value: "$${HOME}/x" }]);
});

describe("an image", () => {
  const imageOf = (json: ReturnType<typeof task>) =>
    (definitionOf(json) as unknown as { readonly image: string }).image;

  test("by its tag is what ECR has there when Terraform plans", () => {
    const json = task();
    expect(json.data?.aws_ecr_image?.auth).toMatchObject({
      repository_name: "kelmah-auth-service",
      image_tag: "1.0.0",
    });
    expect(imageOf(json)).toMatch(/kelmah-auth-service@\$\{data\.aws_ecr_image\.auth\.image_digest\}$/);
  });

  test("that is pinned is asked of nobody", () => {
    const digest = `sha256:${"5".repeat(64)}`;
    const json = task({ image: { repository: "kelmah-auth-service", digest, reason: "a test" } });
    expect(json.data).toBeUndefined();
    expect(imageOf(json)).toMatch(new RegExp(`/kelmah-auth-service@${digest}$`));
  });
});
