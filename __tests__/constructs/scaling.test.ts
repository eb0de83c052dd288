import { InternalService } from "../../src/constructs/internal-service";
import { tasksOf } from "../../src/model/scaling";
import { example } from "../helpers/example";
import "../helpers/matchers";
import { names, servicePlatform } from "../helpers/service-platform";
import { addressesOf, synthesize, synthesizeStack } from "../helpers/synth";

const night = { stop: "20:00", start: "07:00", timeZone: "Africa/Accra" };
const scaled = { min: 2, max: 4, cpuPercent: 60, memoryPercent: 70 };

function service(tasks: ReturnType<typeof tasksOf>) {
  return synthesize((stack) => {
    new InternalService(stack, "auth", {
      platform: servicePlatform(stack),
      service: example().services.auth,
      names,
      variables: {},
      tasks,
    });
  });
}
const scalingOf = (tasks: ReturnType<typeof tasksOf>) =>
  addressesOf(service(tasks)).filter((address) => address.includes("appautoscaling"));

test("follows CPU and memory between two numbers, and leaves the desired count alone", () => {
  const json = service(tasksOf(1, scaled));
  expect(json).toHaveResourceAt("aws_ecs_service.auth", {
    desired_count: 2,
    lifecycle: expect.objectContaining({ ignore_changes: ["desired_count"] }) as unknown,
  });
  expect(json).toHaveResourceAt("aws_appautoscaling_target.auth", {
    resource_id: "service/the-cluster/${aws_ecs_service.auth.name}",
    min_capacity: 2,
    max_capacity: 4,
    lifecycle: undefined,
  });
  for (const [metric, aim, type] of [
    ["cpu", 60, "CPU"],
    ["memory", 70, "Memory"],
  ] as const) {
    expect(json).toHaveResourceAt(`aws_appautoscaling_policy.auth_${metric}`, {
      policy_type: "TargetTrackingScaling",
      target_tracking_scaling_policy_configuration: expect.objectContaining({
        target_value: aim,
        predefined_metric_specification: { predefined_metric_type: `ECSServiceAverage${type}Utilization` },
      }) as unknown,
    });
  }
});

test("stops at night, and lets the scheduled actions set the limits", () => {
  const json = service(tasksOf(3, undefined, night));
  expect(json).toHaveResourceAt("aws_appautoscaling_target.auth", {
    min_capacity: 3,
    lifecycle: { ignore_changes: ["min_capacity", "max_capacity"] },
  });
  expect(json).toHaveResourceAt("aws_appautoscaling_scheduled_action.auth_night", {
    schedule: "cron(0 20 ? * MON-FRI *)",
    timezone: "Africa/Accra",
    scalable_target_action: { min_capacity: "0", max_capacity: "0" },
  });
  expect(json).toHaveResourceAt("aws_appautoscaling_scheduled_action.auth_day", {
    scalable_target_action: { min_capacity: "3", max_capacity: "3" },
  });
});

test("a target is changed by one thing at a time", () => {
  const json = service(tasksOf(2, scaled, night));
  const chain = [
    "aws_appautoscaling_target.auth",
    "aws_appautoscaling_policy.auth_cpu",
    "aws_appautoscaling_policy.auth_memory",
    "aws_appautoscaling_scheduled_action.auth_night",
    "aws_appautoscaling_scheduled_action.auth_day",
  ];
  for (const [index, address] of chain.slice(1).entries()) {
    expect(json).toHaveResourceAt(address, { depends_on: [chain[index]] });
  }
});

test("scales nothing that is parked, and nothing that nobody asked to scale", () => {
  expect(scalingOf(tasksOf(0, scaled, night))).toEqual([]);
  expect(scalingOf(tasksOf(2))).toEqual([]);
});

test("Spot takes the launch type's place, and waits for the cluster", () => {
  const json = synthesizeStack({ ...example(), fargateSpotPercent: 50 }, "services");
  expect(json).toHaveResourceAt("aws_ecs_service.gateway", {
    launch_type: undefined,
    force_new_deployment: true,
    capacity_provider_strategy: [
      { capacity_provider: "FARGATE", base: 1, weight: 50 },
      { capacity_provider: "FARGATE_SPOT", weight: 50 },
    ],
    depends_on: expect.arrayContaining(["aws_ecs_cluster_capacity_providers.main"]) as unknown,
  });
});

test("ECS Exec that is off again opens and logs nothing, and keeps the record of what was done", () => {
  const json = synthesizeStack({ ...example(), ecsExec: { enabled: false, sessionLogsRetentionDays: 30 } }, "services");
  expect(json).toHaveResourceAt("aws_ecs_cluster.main", {
    configuration: { execute_command_configuration: { logging: "NONE" } },
  });
  expect(json).toHaveResourceAt("aws_ecs_service.auth", { enable_execute_command: false });
  expect(json).not.toHaveResourceAt("aws_iam_role_policy.auth_task");
  expect(json).toHaveResourceAt("aws_cloudwatch_log_group.exec_sessions", {
    retention_in_days: 30,
    kms_key_id: "${aws_kms_key.exec_sessions.arn}",
  });
  expect(json).toHaveResourceAt("aws_kms_key.exec_sessions", { enable_key_rotation: true });
});

test("without ECS Exec there is no record, and the cluster keeps what it says of shells", () => {
  const json = synthesizeStack(example(), "services");
  expect(addressesOf(json).filter((address) => address.includes("exec_sessions"))).toEqual([]);
  expect(json).toHaveResourceAt("aws_ecs_cluster.main", {
    configuration: undefined,
    lifecycle: { ignore_changes: ["configuration"] },
  });
});
