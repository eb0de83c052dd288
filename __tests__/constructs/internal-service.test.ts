import { InternalService, type ServicePlatform } from "../../src/constructs/internal-service";
import type { Service } from "../../src/model/environment";
import { example } from "../helpers/example";
import "../helpers/matchers";
import { names, servicePlatform } from "../helpers/service-platform";
import { blockAt, synthesize } from "../helpers/synth";

function internalService(changes: Partial<Service> = {}, platform: Partial<ServicePlatform> = {}, desiredCount = 1) {
  return synthesize((stack) => {
    const service = { ...example().services.auth, ...changes };
    new InternalService(stack, "auth", {
      platform: servicePlatform(stack, platform),
      service,
      names,
      variables: { PORT: "5001" },
      tasks: { desiredCount },
    });
  });
}
const json = internalService();

test("runs on Fargate in the private subnets, without a public IP", () => {
  expect(json).toHaveResourceAt("aws_ecs_service.auth", {
    name: "auth-ecs-service",
    cluster: "arn:of:the:cluster",
    task_definition: "${aws_ecs_task_definition.auth.arn}",
    launch_type: "FARGATE",
    network_configuration: {
      subnets: ["subnet-1", "subnet-2"],
      security_groups: ["sg-services"],
      assign_public_ip: false,
    },
    tags: { Name: "auth-ecs-service" },
    propagate_tags: "SERVICE",
    enable_ecs_managed_tags: true,
  });
});

test("registers its container in its target group", () => {
  expect(json).toHaveResourceAt("aws_ecs_service.auth", {
    load_balancer: [
      {
        target_group_arn: "${aws_lb_target_group.auth.arn}",
        container_name: "auth-container",
        container_port: 5001,
      },
    ],
    health_check_grace_period_seconds: 60,
  });
  expect(json).toHaveResourceAt("aws_lb_target_group.auth", { name: "auth-target-group" });
});

test("waits for its listener and who may call it, the right to start, and its parameters", () => {
  expect(json).toHaveResourceAt("aws_ecs_service.auth", {
    depends_on: [
      "aws_iam_role_policy.auth_execution",
      "aws_ssm_parameter.mongodb_uri",
      "aws_lb_listener.auth",
      "aws_vpc_security_group_ingress_rule.auth",
    ],
  });
});

test("rolls forward without a gap, and back by itself", () => {
  expect(json).toHaveResourceAt("aws_ecs_service.auth", {
    deployment_minimum_healthy_percent: 100,
    deployment_maximum_percent: 200,
    deployment_circuit_breaker: { enable: true, rollback: true },
    wait_for_steady_state: true,
  });
});

test("is not done when ECS has gone back to the revision before", () => {
  expect(json).toHaveResourceAt("aws_ecs_service.auth", {
    lifecycle: {
      postcondition: [
        {
          condition: "${(self.task_definition == aws_ecs_task_definition.auth.arn)}",
          error_message: expect.stringContaining("went back to the revision before") as unknown,
        },
      ],
    },
  });
});

test.each([0, 2])("runs as many tasks as it is told, and 0 means 0: %s", (desiredCount) => {
  expect(internalService({}, {}, desiredCount)).toHaveResourceAt("aws_ecs_service.auth", {
    desired_count: desiredCount,
  });
});

test("opens a shell only where ECS Exec is asked for", () => {
  expect(json).toHaveResourceAt("aws_ecs_service.auth", { enable_execute_command: false });
  expect(json).not.toHaveResourceAt("aws_iam_role_policy.auth_task");
  const open = internalService({}, { sessionLog: { logGroup: "/ecs/exec/kelmah-test", keyArn: "arn:of:the:key" } });
  expect(open).toHaveResourceAt("aws_ecs_service.auth", {
    enable_execute_command: true,
    depends_on: expect.arrayContaining(["aws_iam_role_policy.auth_task"]) as unknown,
  });
  expect(open).toHaveResourceAt("aws_iam_role_policy.auth_task");
});

test("is given its variables", () => {
  const [definition] = blockAt(json, "aws_ecs_task_definition.auth").container_definitions as {
    environment: unknown;
  }[];
  expect(definition?.environment).toEqual([{ name: "PORT", value: "5001" }]);
});
