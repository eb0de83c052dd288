import { changeOf, importDifferences } from "../../../../src/ops/discover/adoption/differences";
import { stack } from "../facts";
import type { Change, ResourceChange } from "../../../../src/ops/guard/plan";

function imported(type: string, before: object, after: object, more: Partial<Change> = {}): ResourceChange {
  const change: Change = { actions: ["update"], before, after, importing: { id: "id" }, ...more };
  return { address: `${type}.auth`, type, name: "auth", mode: "managed", change };
}

/** What the stack writes: of what is known after the apply, only that is a difference. */
const written = stack("kelmah-prod-services", { "aws_lb.auth": { subnets: ["${x}"] } });

/** As `meaning path: is -> wanted`. */
function told(...resources: ResourceChange[]): string[] {
  const all = importDifferences(written, resources);
  return all.map(({ meaning, path, is, wanted }) => `${meaning} ${path}: ${is} -> ${wanted}`);
}

test.each<[string, unknown, unknown, string]>([
  ["a number that falls", 4, 1, "lost"],
  ["a number that falls, as text", "30", "15", "lost"],
  ["a number that rises", 1, 4, "changed"],
  ["a number from nought: what that means, nobody knows here", 0, 60, "changed"],
  ["an option that is turned off", true, false, "lost"],
  ["an option that is turned off by AWS's word for it", "SERVICE", "NONE", "lost"],
  ["an option that is turned on", false, true, "added"],
  ["an option that is turned on from AWS's word for it", "disabled", "enabled", "added"],
  ["text that becomes empty", "arn:key", "", "lost"],
  ["text that was not there", "", "arn:key", "added"],
  ["other text", "a", "b", "changed"],
  ["a list that gets shorter", ["a", "b"], ["a"], "lost"],
  ["a list with another instead", ["a", "b"], ["a", "c"], "lost"],
  ["a list that gets longer", ["a"], ["a", "b"], "added"],
  ["a block that goes", [{ bucket: "logs" }], [], "lost"],
  ["a block that comes", [], [{ bucket: "logs" }], "added"],
  ["what was never said", null, 0, "configuration"],
  ["what was never said, and is off", null, false, "configuration"],
  ["what was never said, and is something", null, 5, "added"],
])("%s", (_, before, after, meaning) => {
  expect(changeOf(before, after)).toBe(meaning);
});

test("every attribute of what is imported counts, the worst first, and nothing of what is made", () => {
  const balancer = imported(
    "aws_lb",
    { access_logs: [{ bucket: "logs", enabled: true }], idle_timeout: 60, arn: "arn:lb", subnets: ["a"], drop: [] },
    { access_logs: [{ bucket: "logs", enabled: false }], idle_timeout: 30, arn: null, subnets: null, drop: null },
    { after_unknown: { arn: true, subnets: true } },
  );
  const made: ResourceChange = { ...balancer, address: "aws_lb.new", change: { actions: ["create"], after: { name: "b" } } };
  expect(told(made, balancer)).toEqual([
    "lost access_logs[0].enabled: true -> false",
    "lost idle_timeout: 60 -> 30",
    'changed subnets: ["a"] -> (known after apply)',
    "configuration drop: [] -> null",
  ]);
}); // prettier-ignore

test("of what would be made anew, only what makes it so is told", () => {
  const change = { replace_paths: [["name"]], actions: ["delete", "create"] as const };
  const balancer = imported("aws_lb", { name: "a", idle_timeout: 60 }, { name: "b", idle_timeout: 30 }, change);
  expect(told(balancer)).toEqual(['replaced name: "a" -> "b"']);
});

test("each tag is told once, as AWS would have it", () => {
  const before = { tags: { Owner: "netops", BackupPlan: "daily" }, tags_all: { Owner: "netops", BackupPlan: "daily" } };
  const after = { tags: { Name: "a" }, tags_all: { Name: "a", Owner: "platform" } };
  expect(told(imported("aws_subnet", before, after))).toEqual([
    'lost tags.BackupPlan: "daily" -> null',
    'changed tags.Owner: "netops" -> "platform"',
    'added tags.Name: null -> "a"',
  ]);
  const none = { tags: null, tags_all: null };
  expect(told(imported("aws_subnet", none, { tags: null, tags_all: { Env: "prod", Owner: "platform" } }))).toEqual([
    'added tags.Env: null -> "prod"',
    'added tags.Owner: null -> "platform"',
  ]);
});

test("a document is compared part by part: a statement or a container that goes is lost", () => {
  const policy = (...names: string[]) =>
    JSON.stringify({ Statement: names.map((Sid) => ({ Sid, Effect: "Allow", Action: "s3:GetObject", Resource: "*" })) });
  const [lost] = importDifferences(written, [imported("aws_iam_role_policy", { policy: policy("a", "b") }, { policy: policy("a") })]);
  expect(lost).toMatchObject({ meaning: "lost", argument: "policy", path: "policy.Statement.b", wanted: "null" });
}); // prettier-ignore

test("what looks like a credential is not shown", () => {
  const text = JSON.stringify(
    importDifferences(written, [
      imported("aws_lb", { tags: { note: "mongodb://app:hunter2hunter2@db.example.net/app" } }, { tags: null }),
    ]),
  );
  expect(text).not.toContain("hunter2");
  expect(text).toContain("not shown");
});
