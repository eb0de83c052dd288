import { PassThrough } from "node:stream";
import { approver, renderProposal } from "../../../src/ops/bootstrap/approve";
import type { Proposal } from "../../../src/ops/bootstrap/bootstrap";

const plan = {
  changed: true,
  counts: { add: 1, change: 0, destroy: 0, import: 0 },
  changes: [{ address: "aws_s3_bucket.state", action: "create" }],
  drift: [],
  warnings: [],
} as const;
const proposal: Proposal = { stack: "kelmah-state", plan, movesTo: "s3://states/key" };
const destructive: Proposal = { ...proposal, plan: { ...plan, counts: { ...plan.counts, destroy: 1 } } };

/** An operator at a terminal, or at none, who answers. */
function operator(answer: string, { autoApprove = false, isTTY = true } = {}) {
  const input = Object.assign(new PassThrough(), { isTTY });
  const output = new PassThrough();
  input.end(`${answer}\n`);
  const approve = approver({ autoApprove, input, output, signal: new AbortController().signal });
  return { approve, shown: () => String(output.read() ?? "") };
}

test("shows the plan and where the state goes", () => {
  expect(renderProposal(proposal)).toBe(
    "Plan for kelmah-state: 1 to add, 0 to change, 0 to destroy\n    + aws_s3_bucket.state\n" +
      "Then its state moves to s3://states/key",
  );
});

test("shows a move alone when there is nothing to apply", () => {
  expect(renderProposal({ ...proposal, plan: { ...plan, changed: false } })).toBe(
    "Then its state moves to s3://states/key",
  );
});

test.each([
  ["yes", true],
  ["y", false],
  ["no", false],
  ["", false],
])("takes %j at the terminal as %s", async (answer, expected) => {
  const { approve, shown } = operator(answer);
  await expect(approve(proposal)).resolves.toBe(expected);
  expect(shown()).toContain("aws_s3_bucket.state\n");
});

test("refuses where there is no terminal, and says what to do", async () => {
  await expect(operator("yes", { isTTY: false }).approve(proposal)).rejects.toThrow(
    "There is no terminal to ask for approval at. Read the plan above, then add --auto-approve.",
  );
});

test("does not ask when approved beforehand, and shows the plan all the same", async () => {
  const { approve, shown } = operator("no", { autoApprove: true, isTTY: false });
  await expect(approve(proposal)).resolves.toBe(true);
  expect(shown()).toContain("aws_s3_bucket.state");
});

test("approves no destruction beforehand", async () => {
  await expect(operator("", { autoApprove: true }).approve(destructive)).rejects.toThrow(
    "The plan for kelmah-state destroys 1: --auto-approve does not agree to that. " +
      "Run it at a terminal without the flag, and read the plan.",
  );
});

test("lets the operator agree to a destruction that was read", async () => {
  await expect(operator("yes").approve(destructive)).resolves.toBe(true);
});
