import { renderDiagnostic, renderFailure, stripFrame } from "../../../src/ops/terraform/error";
import { renderApplied, renderChanges, renderPlanned } from "../../../src/ops/terraform/render";

describe("a failure", () => {
  const base = { command: "terraform apply", stack: "kelmah-dev-network", diagnostics: [], stderr: "" };

  test("shows each error with its resource and detail, no warnings, and where the log is", () => {
    const diagnostics = [
      { severity: "warning", summary: "Deprecated", detail: "" },
      { severity: "error", summary: "creating VPC", detail: "limit\nreached", address: "aws_vpc.main" },
      { severity: "error", summary: "Extraneous", detail: "", place: "cdk.tf.json:3" },
    ] as const;
    expect(renderFailure({ ...base, diagnostics, logFile: "/logs/x.log" })).toBe(
      [
        "terraform apply failed for kelmah-dev-network",
        "  aws_vpc.main: creating VPC",
        "    limit",
        "    reached",
        "  cdk.tf.json:3: Extraneous",
        "Log: /logs/x.log",
      ].join("\n"),
    );
  });

  test("shows what Terraform wrote outside of events, without its frame", () => {
    const stderr = "\u001b[31m╷\u001b[0m\n│ Error: no state\n│ \n│   Because.\n╵\n";
    expect(renderFailure({ ...base, stderr })).toBe(
      "terraform apply failed for kelmah-dev-network\n  Error: no state\n\n    Because.",
    );
  });

  test("does not stay silent when Terraform does", () => {
    expect(renderFailure(base)).toContain("(it said nothing)");
  });
});

test("a diagnostic without a resource or a place is its summary", () => {
  expect(renderDiagnostic({ severity: "error", summary: "State locked", detail: "" })).toBe("  State locked");
});

test("text without a frame stays as it is", () => {
  expect(stripFrame("plain\n  text\n")).toBe("plain\n  text");
});

test("changes are shown in Terraform's symbols with why and whence", () => {
  expect(
    renderChanges([
      { address: "a.new", action: "create" },
      { address: "a.other", action: "replace", reason: "cannot_update" },
      { address: "a.found", action: "import", importId: "id-1" },
    ]),
  ).toBe("    + a.new\n  -/+ a.other (cannot_update)\n   <- a.found (import id-1)");
});

test("a plan that changes no resource changes outputs", () => {
  expect(renderChanges([])).toBe("      outputs only");
});

test.each([
  [
    { add: 1, change: 2, destroy: 3, import: 0 },
    "1 to add, 2 to change, 3 to destroy",
    "1 added, 2 changed, 3 destroyed",
  ],
  [
    { add: 0, change: 0, destroy: 0, import: 7 },
    "7 to import, 0 to add, 0 to change, 0 to destroy",
    "7 imported, 0 added, 0 changed, 0 destroyed",
  ],
])("counts %j", (counts, planned, applied) => {
  expect(renderPlanned(counts)).toBe(planned);
  expect(renderApplied(counts)).toBe(applied);
});
