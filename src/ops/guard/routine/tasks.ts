import { isEmpty, rises, type DifferentCase, type Routine } from "./row";

const TYPE = "aws_ecs_task_definition";

/**
 * What a new revision may say otherwise. What its containers run, read and answer is weighed whole (src/ops/guard/weigh/containers.ts): the
 * image's registry and repository, variables, secrets, commands, ports, logs, roles.
 */
export const TASKS: readonly Routine[] = [
  {
    type: TYPE,
    does: "revise",
    at: ["container_definitions.*.image", "container_definitions.*.environment.*", "container_definitions.*.secrets.*"],
    because:
      "an image of the same repository, variables and secrets of the service's own: the old revision is the way back",
  },
  {
    type: TYPE,
    does: "revise",
    at: ["container_definitions.*.environment", "container_definitions.*.secrets"],
    because: "the first or the last of the variables or secrets, each of which has been weighed",
  },
  {
    type: TYPE,
    does: "revise",
    at: [
      "container_definitions.*.healthCheck.**",
      "container_definitions.*.portMappings.**",
      "container_definitions.*.linuxParameters.**",
    ],
    if: (one) => typeof one.difference.after !== "number" || isTiming(one) || !isHealthCheck(one),
    because: "the health check, the port and the init process that the environment says",
  },
  {
    type: TYPE,
    does: "revise",
    at: [
      "cpu",
      "memory",
      "container_definitions.*.cpu",
      "container_definitions.*.memory",
      "container_definitions.*.memoryReservation",
    ],
    if: rises,
    because: "tasks get more room",
  },
  {
    type: TYPE,
    does: "revise",
    at: "container_definitions.*.**",
    if: ({ difference: { before, after } }) => isEmpty(before) && isEmpty(after),
    because: "ECS writes down what is empty",
  },
  {
    type: TYPE,
    does: "revise",
    at: ["arn", "arn_without_revision", "id", "revision"],
    if: ({ difference }) => difference.unknown,
    because: "ECS counts the revisions",
  },
  {
    type: TYPE,
    does: "revise",
    at: [
      "enable_fault_injection",
      "ipc_mode",
      "pid_mode",
      "track_latest",
      "ephemeral_storage",
      "inference_accelerator",
      "placement_constraints",
      "proxy_configuration",
      "runtime_platform",
      "volume",
    ],
    if: ({ difference: { before, after, unknown } }) =>
      isEmpty(before) && isEmpty(after) && (unknown || isEmpty(after)),
    because: "it is empty before and after",
  },
];

function isHealthCheck({ difference: { path } }: DifferentCase): boolean {
  return path[2] === "healthCheck";
}

/** Seconds and numbers of a health check within what ECS takes and what lets a task start (API reference, HealthCheck). */
function isTiming({ difference: { path, after } }: DifferentCase): boolean {
  const [least, most] = { interval: [10, 120], timeout: [2, 60], retries: [2, 10], startPeriod: [30, 300] }[String(path[3])] ?? [1, 0]; // prettier-ignore
  return typeof after === "number" && least !== undefined && most !== undefined && least <= after && after <= most;
}
