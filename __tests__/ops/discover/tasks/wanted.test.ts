import { UNKNOWN } from "../../../../src/ops/discover/resolve";
import { wantedTasks } from "../../../../src/ops/discover/tasks/wanted";
import { Matching } from "../../../../src/ops/discover/match";
import { existingResources } from "../../../../src/ops/discover/existing";
import { environment, facts, stack } from "../facts";

const REGISTRY = "992350137489.dkr.ecr.eu-north-1.amazonaws.com";

const document =
  `\${jsonencode([{"name" = "auth-service", "image" = "${REGISTRY}/kelmah-auth-service@\${data.aws_ecr_image.auth.image_digest}", ` +
  '"environment" = [{"name" = "URL", "value" = "http://${aws_lb.internal.dns_name}:5001"}, {"name" = "PLAIN", "value" = "$${HOME} = \\"a\\""}], ' +
  '"logConfiguration" = {"options" = {"awslogs-group" = aws_cloudwatch_log_group.auth.name}}}])}';

const wanted = stack(
  "kelmah-prod-services",
  {
    "aws_lb.internal": { name: "kelmah-internal-svcs" },
    "aws_cloudwatch_log_group.auth": { name: "/ecs/auth-service" },
    "aws_iam_role.auth_task": { name: "kelmah-auth-prod-task" },
    "aws_ecs_task_definition.auth": {
      "//": { metadata: {} },
      family: "kelmah-auth-service",
      container_definitions: document,
      task_role_arn: "${aws_iam_role.auth_task.arn}",
      runtime_platform: { cpu_architecture: "ARM64" },
      ephemeral_storage: { size_in_gib: 30 },
      volume: [{ name: "uploads", efs_volume_configuration: { file_system_id: "fs-1" } }],
      skip_destroy: true,
      tags: { Name: "kelmah-auth-service" },
    },
    "aws_ecs_task_definition.gateway_canary": { family: "api-gateway-task-canary", container_definitions: "${jsonencode([])}" },
  },
  { data: [{ stack: "kelmah-prod-services", type: "aws_ecr_image", name: "auth", attributes: { image_tag: "project-fix" } }] },
); // prettier-ignore

const definitions = (loadBalancers: Parameters<typeof existingResources>[0]["balancing"]["loadBalancers"] = []) => {
  const existing = existingResources(facts({ balancing: { ...facts().balancing, loadBalancers } }));
  const prod = environment("prod");
  return wantedTasks(prod, [wanted], new Matching({ stacks: [wanted], existing, environment: prod }));
};

test("a task definition is read from the stack in the words of ECS, with what references stand for", () => {
  const balancer = { LoadBalancerArn: "arn:lb", LoadBalancerName: "kelmah-internal-svcs", DNSName: "lb.example" };
  expect(definitions([balancer])).toEqual([
    {
      service: "auth",
      stack: "kelmah-prod-services",
      address: "aws_ecs_task_definition.auth",
      definition: {
        family: "kelmah-auth-service",
        taskRoleArn: UNKNOWN,
        runtimePlatform: { cpuArchitecture: "ARM64" },
        ephemeralStorage: { sizeInGiB: 30 },
        volumes: [{ name: "uploads", efsVolumeConfiguration: { fileSystemId: "fs-1" } }],
        containerDefinitions: [
          {
            name: "auth-service",
            image: `${REGISTRY}/kelmah-auth-service:project-fix`,
            environment: [
              { name: "URL", value: "http://lb.example:5001" },
              { name: "PLAIN", value: '${HOME} = "a"' },
            ],
            logConfiguration: { options: { "awslogs-group": "/ecs/auth-service" } },
          },
        ],
      },
    },
  ]);
});

test("what depends on what is still to be made is unknown", () => {
  const url = { name: "URL", value: UNKNOWN };
  expect(definitions()[0]?.definition).toMatchObject({ containerDefinitions: [{ environment: [url, {}] }] });
});
