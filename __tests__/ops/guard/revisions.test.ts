import { createColors } from "picocolors";
import { renderVerdict } from "../../../src/ops/guard/render";
import { findings, judge, resource } from "./plans";

const task = (skipDestroy: unknown, image: string) => ({ skip_destroy: skipDestroy, family: "auth", cpu: image });
const revision = (before: unknown, after: unknown, reason = "replace_because_cannot_update") =>
  resource(
    "aws_ecs_task_definition.gateway",
    { actions: ["delete", "create"], before: task(before, "1"), after: task(after, "2"), replace_paths: [["cpu"]] },
    { action_reason: reason },
  );

test("a new revision of a task definition passes: the old one stays registered, the way back", () => {
  expect(findings([revision(true, true)])).toEqual([]);
  const verdict = judge({ resource_changes: [revision(true, true)] });
  expect(verdict.counts).toMatchObject({ add: 0, destroy: 0, revise: 1 });
  const text = renderVerdict(verdict, createColors(false));
  expect(text).toMatch(/new revision +aws_ecs_task_definition\.gateway/);
  expect(text).toContain("0 to import, 0 to add, 0 to change, 0 to destroy, 1 new revision\n");
});

test.each([
  ["one that would deregister the old", revision(false, true)],
  ["one that does not say", revision(undefined, undefined)],
  ["one whose next change would", revision(true, false)],
  ["one that was asked for with -replace", revision(true, true, "replace_by_request")],
  ["one that is tainted", revision(true, true, "replace_because_tainted")],
])("%s is a replacement", (_, change) => {
  expect(findings([change])).toEqual([expect.stringMatching(/^replace aws_ecs_task_definition\.gateway would be/)]);
  expect(judge({ resource_changes: [change] }).counts).toMatchObject({ add: 1, destroy: 1, revise: 0 });
});

test("a task definition that goes is destroyed, and nothing else has revisions", () => {
  const gone = resource("aws_ecs_task_definition.gateway", { actions: ["delete"], before: task(true, "1") });
  expect(findings([gone])).toEqual([expect.stringMatching(/^destroy /)]);
  const other = { ...revision(true, true), address: "aws_lb.internal", type: "aws_lb", name: "internal" };
  expect(findings([other])).toContainEqual(expect.stringMatching(/^replace aws_lb\.internal/));
});
