import { parseEvent } from "../../../src/ops/terraform/events";

const resource = { addr: "aws_vpc.main" };

function event(content: object): string {
  return JSON.stringify({ "@level": "info", "@module": "terraform.ui", ...content });
}

test.each([
  ["create", "create"],
  ["replace", "replace"],
  ["delete", "delete"],
  ["remove", "forget"],
])("reads a planned %s", (action, expected) => {
  const line = event({ type: "planned_change", change: { resource, action } });
  expect(parseEvent(line)).toEqual({ type: "planned", change: { address: "aws_vpc.main", action: expected } });
});

test("keeps why something is replaced and what it is imported from", () => {
  const change = { resource, action: "replace", reason: "cannot_update", importing: { id: "vpc-1" } };
  expect(parseEvent(event({ type: "planned_change", change }))).toEqual({
    type: "planned",
    change: { address: "aws_vpc.main", action: "replace", reason: "cannot_update", importId: "vpc-1" },
  });
});

test("reads drift", () => {
  const line = event({ type: "resource_drift", change: { resource, action: "update" } });
  expect(parseEvent(line)).toEqual({ type: "drift", address: "aws_vpc.main" });
});

test.each([
  ["apply_start", "started"],
  ["apply_progress", "progress"],
  ["apply_complete", "done"],
  ["apply_errored", "failed"],
])("reads %s", (type, expected) => {
  const line = event({ type, hook: { resource, action: "create", elapsed_seconds: 10 } });
  expect(parseEvent(line)).toEqual({ type: expected, address: "aws_vpc.main", seconds: 10 });
});

test("reads the counts", () => {
  const changes = { add: 1, change: 2, remove: 3, import: 4, operation: "plan" };
  expect(parseEvent(event({ type: "change_summary", changes }))).toEqual({
    type: "summary",
    counts: { add: 1, change: 2, destroy: 3, import: 4 },
  });
});

test("reads a diagnostic with its place", () => {
  const diagnostic = {
    severity: "error",
    summary: "Bad",
    detail: "Very",
    address: "aws_vpc.main",
    range: { filename: "cdk.tf.json", start: { line: 12, column: 1, byte: 1 } },
  };
  expect(parseEvent(event({ type: "diagnostic", diagnostic }))).toEqual({
    type: "diagnostic",
    diagnostic: { severity: "error", summary: "Bad", detail: "Very", address: "aws_vpc.main", place: "cdk.tf.json:12" },
  });
});

test.each([
  ["text that init mixes in", "Successfully configured the backend"],
  ["a line that is cut off", '{"type": "planned_ch'],
  ["an event that says nothing here", event({ type: "refresh_start", hook: { resource } })],
])("passes over %s", (_, line) => {
  expect(parseEvent(line)).toBeUndefined();
});
