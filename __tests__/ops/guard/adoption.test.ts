import { configurationOnly } from "../../../src/ops/guard/configuration-only";
import { findings, judge, resource } from "./plans";

const imported = (address: string, before: object, after: object, more: object = {}) =>
  resource(address, { actions: ["update"], before, after, importing: { id: "id" }, ...more });

test("what is imported may change in its tags, and services in place", () => {
  expect(
    findings([
      imported(
        "aws_lb_target_group.auth",
        { tags: null, tags_all: {} },
        { tags: { Name: "a" }, tags_all: { Name: "a" } },
      ),
      imported(
        "aws_ecs_service.auth",
        { task_definition: "auth:1" },
        { task_definition: null },
        { after_unknown: { task_definition: true } },
      ),
      resource("aws_lb_listener.auth", { actions: ["no-op"], importing: { id: "arn" } }),
    ]),
  ).toEqual([]);
});

test("any other change to what is imported is named, with what to do", () => {
  expect(
    findings([imported("aws_lb_target_group.auth", { deregistration_delay: "300" }, { deregistration_delay: "5" })]),
  ).toEqual([
    'change aws_lb_target_group.auth is imported and would change: deregistration_delay: "300" → "5". ' +
      "Describe it as it is, or accept deregistration_delay with --accept aws_lb_target_group.auth",
  ]);
});

test("a legacy service stays as it is", () => {
  expect(findings([imported("aws_ecs_service.auth_legacy", { desired_count: 1 }, { desired_count: 0 })])).toEqual([
    "change aws_ecs_service.auth_legacy is imported and would change: desired_count: 1 → 0. " +
      "Describe it as it is, or accept desired_count with --accept aws_ecs_service.auth_legacy",
  ]);
});

test("what was in the state before may change in place", () => {
  const update = { actions: ["update"], before: { retention: 1 }, after: { retention: 2 } };
  expect(
    findings([resource("aws_cloudwatch_log_group.auth", update), imported("aws_iam_role.a", {}, { tags: {} })]),
  ).toEqual([]);
});

test("a change that the engineer has named passes, and a name that is not needed does not", () => {
  const accepted = ["aws_lb_target_group.auth"];
  const group = imported("aws_lb_target_group.auth", { deregistration_delay: "300" }, { deregistration_delay: "5" });
  expect(findings([group], { accepted })).toEqual([]);
  expect(findings([], { accepted })).toEqual([
    "accepted aws_lb_target_group.auth is accepted with --accept, and the plan changes nothing there that needs it: leave it out",
  ]);
});

test("a name excuses neither a replacement nor a protected address", () => {
  const accepted = ["aws_lb.internal"];
  const changed = imported("aws_lb.internal", { internal: false }, { internal: true });
  expect(findings([changed], { accepted }).map((line) => line.split(" ")[0])).toEqual(["protected", "accepted"]);
});

test("values that only the configuration has are told exactly", () => {
  const entries = [{ type: "aws_a", attribute: "force", before: null, after: true }];
  const difference = { path: ["force"], before: undefined, after: true, unknown: false, sensitive: false };
  expect(configurationOnly("aws_a", difference, entries)).toBe(entries[0]);
  expect(configurationOnly("aws_b", difference, entries)).toBeUndefined();
  expect(configurationOnly("aws_a", { ...difference, before: false }, entries)).toBeUndefined();
  expect(configurationOnly("aws_a", { ...difference, after: false }, entries)).toBeUndefined();
  expect(configurationOnly("aws_a", { ...difference, unknown: true }, entries)).toBeUndefined();
  expect(configurationOnly("aws_a", { ...difference, path: ["force", 0] }, entries)).toBeUndefined();
});

test("says of a value that only the configuration has that it is one", () => {
  const group = imported("aws_lb_target_group.auth", { slow_start: null }, { slow_start: 0 });
  const { rows, findings: found } = judge({ resource_changes: [group] });
  expect(found).toEqual([]);
  expect(rows[0]?.changes).toEqual(["slow_start: null → 0 (only in the configuration)"]);
});

test("lists everything that it would do, with the values that change", () => {
  const { rows, adoption, counts } = judge({
    resource_changes: [
      imported("aws_a.a", { tags: null, list: [{ a: 1, b: 1 }] }, { tags: { Name: "a" }, list: [{ a: 1, b: 2 }] }),
      resource("aws_b.b", { actions: ["create"] }),
      resource("aws_c.c", { actions: ["no-op"] }, { previous_address: "aws_c.old" }),
      resource("aws_d.d", { actions: ["no-op"] }),
    ],
  });
  expect(adoption).toBe(true);
  expect(counts).toEqual({ import: 1, add: 1, change: 1, destroy: 0, revise: 0, forget: 0 });
  expect(rows).toEqual([
    {
      address: "aws_a.a",
      action: "import and change",
      importId: "id",
      changes: ["list[0].b: 1 → 2", "tags"],
    },
    { address: "aws_b.b", action: "add", changes: [] },
    { address: "aws_c.c", action: "move", previousAddress: "aws_c.old", changes: [] },
  ]);
});
