import { tasksOf } from "../../../src/model/scaling";
import { findings, protectedEnvironment, resource } from "./plans";

const scaled = { min: 2, max: 4, cpuPercent: 60, memoryPercent: 70 };
const scaling = [
  "aws_appautoscaling_target.auth",
  "aws_appautoscaling_policy.auth_cpu",
  "aws_appautoscaling_policy.auth_memory",
];
const service = (before: number, after: number) =>
  resource("aws_ecs_service.auth", {
    actions: before === after ? ["no-op"] : ["update"],
    before: { desired_count: before },
    after: { desired_count: after },
  });
const gone = (address: string) =>
  resource(address, { actions: ["delete"], before: {} }, { action_reason: "delete_because_no_resource_config" });

test("autoscaling is turned on and off again where addresses are protected", () => {
  const environment = protectedEnvironment();
  const on = scaling.map((address) => resource(address, { actions: ["create"], after: { min_capacity: 2 } }));
  expect(findings([service(1, 1), ...on], { environment })).toEqual([]);
  // What autoscaling has made of it in the meantime goes back to what the environment says.
  expect(findings([service(4, tasksOf(1).desiredCount), ...scaling.map(gone)], { environment })).toEqual([]);
});

test("what is parked loses its target, and has it again when it runs", () => {
  const { desiredCount } = tasksOf(0, scaled);
  expect(findings([service(2, desiredCount), ...scaling.map(gone)])).toEqual([]);
});

test("a target that an apply replaces would be gone for a while, and is refused", () => {
  const [target = ""] = scaling;
  const replaced = resource(target, { actions: ["delete", "create"], replace_paths: [["resource_id"]] });
  expect(findings([replaced])).toEqual([
    `replace ${target} would be replaced: what cannot be changed in place is resource_id`,
  ]);
});
