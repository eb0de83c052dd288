import { type AdoptedAs, importDifferences } from "../../../../src/ops/discover/adoption/differences";
import { stack } from "../facts";
import type { Change, ResourceChange } from "../../../../src/ops/guard/plan";

function imported(type: string, before: object, after: object, more: Partial<Change> = {}): ResourceChange {
  const change: Change = { actions: ["update"], before, after, importing: { id: "id" }, ...more };
  return { address: `${type}.auth`, type, name: "auth", mode: "managed", change };
}

/** What the stack writes: of what is known after the apply, only that is a difference. */
const written = stack("kelmah-prod-services", { "aws_lb.auth": { subnets: ["${x}"] } });

const AS_FOUND: AdoptedAs = { asFound: true, legacyServices: [], finishing: () => false };

/** As `meaning path: is -> wanted`. */
function told(...resources: ResourceChange[]): string[] {
  const all = importDifferences(written, resources, AS_FOUND);
  return all.map(({ meaning, path, is, wanted }) => `${meaning} ${path}: ${is} -> ${wanted}`);
}

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
    'lost subnets: ["a"] -> (known after apply)',
    "configuration drop: [] -> null",
  ]);
}); // prettier-ignore

test("of what would be made anew, only what makes it so is told", () => {
  const change = { replace_paths: [["name"]], actions: ["delete", "create"] as const };
  const balancer = imported("aws_lb", { name: "a", idle_timeout: 60 }, { name: "b", idle_timeout: 30 }, change);
  expect(told(balancer)).toEqual(['replaced name: "a" -> "b"']);
});

test("what would be made anew is told in any case, also where nothing told makes it so", () => {
  const change = { replace_paths: [["origin"]], actions: ["delete", "create"] as const, after_unknown: { arn: true } };
  const [told] = importDifferences(written, [imported("aws_lb", { arn: "arn:1" }, {}, change)], AS_FOUND);
  expect(told).toMatchObject({ path: "it", is: "there", meaning: "replaced", fate: "asked" });
  const inside = { replace_paths: [["rule", 0, "port"]], actions: ["delete", "create"] as const };
  const rules = imported("aws_lb", { rule: [{ port: 1 }] }, { rule: [{ port: 2 }, { port: 3 }] }, inside);
  expect(importDifferences(written, [rules], AS_FOUND)[0]).toMatchObject({ path: "rule", meaning: "replaced" });
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
  const [lost] = importDifferences(written, [imported("aws_iam_role_policy", { policy: policy("a", "b") }, { policy: policy("a") })], AS_FOUND);
  expect(lost).toMatchObject({ meaning: "lost", argument: "policy", path: "policy.Statement.b", wanted: "null" });
}); // prettier-ignore

test("what looks like a credential is not shown", () => {
  const text = JSON.stringify(
    importDifferences(
      written,
      [imported("aws_lb", { tags: { note: "mongodb://app:hunter2hunter2@db.example.net/app" } }, { tags: null })],
      AS_FOUND,
    ),
  );
  expect(text).not.toContain("hunter2");
  expect(text).toContain("not shown");
});
