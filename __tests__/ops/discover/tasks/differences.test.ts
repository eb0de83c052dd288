import type { RunningDefinition } from "../../../../src/ops/discover/facts";
import { startProblems, taskDifferences } from "../../../../src/ops/discover/tasks/differences";
import type { WantedTask } from "../../../../src/ops/discover/tasks/wanted";

const STACK = "kelmah-prod-services";
const address = "aws_ecs_task_definition.user";
const wanted: WantedTask = { service: "user", stack: STACK, address, definition: { cpu: "256", memory: "512" } };
const arm = { runtimePlatform: { cpuArchitecture: "ARM64" } };

const legacy = (definition: object, runs = true): RunningDefinition => ({
  service: "user", ecsService: "user-service", isLegacy: true, runs, taskDefinition: "user-service-task:4",
  definition: { ...wanted.definition, ...definition },
}); // prettier-ignore
const own = (definition: object, runs = true): RunningDefinition => ({
  ...legacy(definition, runs),
  ecsService: "user-service-nlb",
  isLegacy: false,
  taskDefinition: "user-service-task:7",
});

const short = (...running: readonly RunningDefinition[]) =>
  taskDifferences(running, [wanted]).map(({ ecsService, meaning, field }) => `${ecsService} ${meaning}: ${field}`);

test("the worst is named first, and a service that no stack has is not compared", () => {
  expect(short(legacy({ memory: "3072", executionRoleArn: "arn:shared", ...arm }))).toEqual([
    "user-service would not start: runtimePlatform.cpuArchitecture",
    "user-service less: memory",
    "user-service dropped: executionRoleArn",
  ]);
  expect(taskDifferences([{ ...legacy(arm), service: "tool" }], [wanted])).toEqual([]);
});

test("what the private service runs without is no reason not to start: only what there would be less of is said", () => {
  const stronger = { cpu: "1024", networkMode: "awsvpc", ...arm };
  expect(short(legacy(stronger), own({}))).toEqual([
    "user-service less: cpu",
    "user-service dropped: networkMode",
    "user-service changed: runtimePlatform.cpuArchitecture",
  ]);
  expect(short(legacy(stronger, false), own({}))).toEqual([]);
});

test("a private service that is at 0 shows nothing", () => {
  expect(short(legacy(arm), own({}, false))).toEqual(["user-service would not start: runtimePlatform.cpuArchitecture"]);
});

test("the same difference is told once, of the private service", () => {
  expect(short(legacy({ cpu: "1024" }), own({ cpu: "512" }))).toEqual(["user-service-nlb less: cpu"]);
});

test("what would not start is settled before it is adopted, and is on purpose after", () => {
  const differences = taskDifferences([own(arm)], [wanted]);
  expect(startProblems("prod", differences, new Map([[STACK, new Set<string>()]]))).toEqual([
    {
      stack: STACK,
      address,
      message:
        "would not start: runtimePlatform.cpuArchitecture 'ARM64' -> 'X86_64' (user-service-task:7): an image that is built " +
        "for one platform does not start on another. Correct user in src/environments/prod.ts or catalogue.ts, or show that " +
        "it starts: register a revision that is so (aws ecs register-task-definition), let user-service-nlb run it, and " +
        "discover again.",
    },
  ]);
  expect(startProblems("prod", differences, new Map([[STACK, new Set([address])]]))).toEqual([]);
});
