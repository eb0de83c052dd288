import { desiredCounts } from "../../src/policies/desired-counts";
import type { Block, StackJson } from "../../src/policies/policy";
import { example } from "../helpers/example";
import { synthesizeStack } from "../helpers/synth";

const ignoring = { name: "auth", lifecycle: { ignore_changes: ["desired_count"] } };
const deciding = { name: "auth", lifecycle: { ignore_changes: ["task_definition"] } };
const SCALED = "has a scalable target, and must ignore desired_count, or each apply takes back what that decided";
const NOT_SCALED = "has no scalable target, and must not ignore desired_count, or nothing decides on it";

function messages(service: Block, resourceId?: string): string[] {
  const json: StackJson = {
    resource: {
      aws_ecs_service: { auth: service },
      ...(resourceId !== undefined && { aws_appautoscaling_target: { auth: { resource_id: resourceId } } }),
    },
  };
  return desiredCounts
    .check({ name: "kelmah-test-services", json })
    .map(({ address, message }) => `${address} ${message}`);
}

test.each(["service/kelmah-test/${aws_ecs_service.auth.name}", "service/kelmah-test/auth"])(
  "a service with the target %s ignores its desired count",
  (target) => {
    expect(messages(ignoring, target)).toEqual([]);
    expect(messages({ ...ignoring, lifecycle: { ignore_changes: "all" } }, target)).toEqual([]);
    expect(messages(deciding, target)).toEqual([`aws_ecs_service.auth ${SCALED}`]);
    expect(messages({ name: "auth" }, target)).toEqual([`aws_ecs_service.auth ${SCALED}`]);
  },
);

test.each([undefined, "service/kelmah-test/${aws_ecs_service.other_auth.name}", "service/kelmah-test/other-auth"])(
  "a service without one (%s) does not",
  (target) => {
    expect(messages(deciding, target)).toEqual([]);
    expect(messages({ name: "auth" }, target)).toEqual([]);
    expect(messages(ignoring, target)).toEqual([`aws_ecs_service.auth ${NOT_SCALED}`]);
  },
);

test("services that are scaled, stopped at night, parked and left alone keep it", () => {
  const environment = example();
  environment.services.auth.autoscaling = { min: 2, max: 4, cpuPercent: 60 };
  environment.services.user.desiredCount = 0;
  for (const nightStop of [undefined, { stop: "20:00", start: "07:00", timeZone: "Africa/Accra" }]) {
    const json = synthesizeStack({ ...environment, ...(nightStop && { nightStop }) }, "services") as StackJson;
    expect(Object.keys(json.resource?.aws_appautoscaling_target ?? {})).toHaveLength(nightStop ? 2 : 1);
    expect(desiredCounts.check({ name: "kelmah-test-services", json })).toEqual([]);
  }
});
