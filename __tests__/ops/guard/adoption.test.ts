import { configurationOnly } from "../../../src/ops/guard/configuration-only";
import { createColors } from "picocolors";
import { renderVerdict } from "../../../src/ops/guard/render";
import { awsProvider, findings, judge, protectedEnvironment, questions, resource } from "./plans";

/** The way on: what is adopted as it was found changes nothing. */
const STAYS =
  'Let npm run discover -- --write record it as it was found (docs/runbook.md, "Adopting takes nothing away")';

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
    questions([imported("aws_lb_target_group.auth", { deregistration_delay: "300" }, { deregistration_delay: "5" })]),
  ).toEqual([
    'aws_lb_target_group.auth is imported and would change: deregistration_delay: "300" → "5". ' +
      `${STAYS}, or accept it`,
  ]);
});

test("what an apply had made when it was cut off gets what AWS gave it none of, and only where discovery has recorded that", () => {
  const address = "aws_cloudwatch_log_group.auth";
  const of = protectedEnvironment();
  const asked = (before: object, after: object, unfinished = true) => {
    const found = { id: "id", evidence: "name", ...(unfinished && ({ unfinished: true } as const)) };
    const inventory = { ...of.inventory, imports: { "kelmah-test-services": { [address]: found } } };
    return questions([imported(address, before, after)], { environment: { ...of, inventory } });
  };
  expect(asked({ retention_in_days: 0 }, { retention_in_days: 90 })).toEqual([]);
  expect(asked({ kms_key_id: "" }, { kms_key_id: "arn:aws:kms:eu-north-1:111122223333:key/1" })).toEqual([]);
  expect(asked({ retention_in_days: 400 }, { retention_in_days: 90 })).toHaveLength(1);
  expect(asked({ retention_in_days: 0 }, { retention_in_days: null })).toHaveLength(1);
  expect(asked({ retention_in_days: 0 }, { retention_in_days: 90 }, false)).toHaveLength(1);
});

test("a legacy service stays as it is", () => {
  expect(questions([imported("aws_ecs_service.auth_legacy", { desired_count: 1 }, { desired_count: 0 })])).toEqual([
    `aws_ecs_service.auth_legacy is imported and would change: desired_count: 1 → 0. ${STAYS}, or accept it`,
  ]);
});

test("an adoption takes no tasks away, nor anything else that is turned down", () => {
  const asked = (before: object, after: object) => questions([imported("aws_ecs_service.auth", before, after)]);
  expect(asked({ desired_count: 1 }, { desired_count: 2 })).toEqual([]);
  expect(asked({ desired_count: 4 }, { desired_count: 2 })).toHaveLength(1);
  expect(asked({ enable_execute_command: true }, { enable_execute_command: false })).toHaveLength(1);
  expect(asked({ deployment_minimum_healthy_percent: 100 }, { deployment_minimum_healthy_percent: 50 })).toHaveLength(
    1,
  );
  expect(asked({ tags: { BackupPlan: "daily" } }, { tags: { Name: "auth" } })).toHaveLength(1);
  expect(asked({ tags: { Owner: "netops" } }, { tags: { Owner: "platform" } })).toHaveLength(1);
  expect(asked({ tags: { a: "b" } }, { tags: { a: "b", Name: "auth" } })).toEqual([]);
});

describe("a change that the engineer has named", () => {
  const address = "aws_lb_target_group.auth";
  const changed = (after: string) =>
    imported(address, { deregistration_delay: "300" }, { deregistration_delay: after });
  const all = (resources: ReturnType<typeof imported>[], context = {}) => [...findings(resources, context), ...questions(resources, context)]; // prettier-ignore
  const accepted = [{ address, reason: "nobody waits so long" }];

  test("passes, and a name that is not needed does not", () => {
    expect(all([changed("5")], { accepted })).toEqual([]);
    expect(all([], { accepted })).toEqual([
      "accepted aws_lb_target_group.auth is accepted with --accept, and the plan changes nothing there that needs it: leave it out",
    ]);
  });

  test("is listed with its reason", () => {
    const verdict = judge({ resource_changes: [changed("5")] }, { accepted });
    expect(verdict.accepted).toEqual([{ address, change: expect.stringMatching(/^[0-9a-f]{12}$/) as string, reason: "nobody waits so long" }]); // prettier-ignore
    expect(verdict.rows).toMatchObject([{ address, standing: "accepted" }]);
    const text = renderVerdict(verdict, createColors(false));
    expect(text).toContain("): nobody waits so long\nPassed: 1 accepted, 0 routine.");
  });

  test("is accepted in the environment too, and there as this change and no other", () => {
    const [{ change = "" } = {}] = judge({ resource_changes: [changed("5")] }).findings;
    const environment = { ...protectedEnvironment(), accepted: [{ address, change, reason: "a test" }] };
    expect(all([changed("5")], { environment })).toEqual([]);
    expect(all([changed("6")], { environment })).toHaveLength(1);
    expect(judge({ resource_changes: [changed("6")] }, { environment }).stale).toEqual(environment.accepted);
    const moved = { ...environment, accepted: [{ address: "aws_lb_target_group.user", change, reason: "a test" }] };
    expect(all([changed("5")], { environment: moved })).toHaveLength(1);
    expect(all([], { environment })).toEqual([]);
  });

  test("is bound to what it refers to where its value is not known yet", () => {
    const written = (text: string) => ({
      provider_config: { aws: awsProvider() },
      root_module: {
        resources: [
          { address, mode: "managed", type: "aws_lb_target_group", expressions: { port: { constant_value: text } } },
        ],
      },
    });
    const judged = (text: string) =>
      judge({
        resource_changes: [imported(address, { port: 1 }, {}, { after_unknown: { port: true } })],
        configuration: written(text),
      }).findings[0]?.change;
    expect(judged("${a.b}")).toBe(judged("${a.b}"));
    expect(judged("${a.b}")).not.toBe(judged("${a.c}"));
  });
});

test("a name excuses neither a replacement nor a protected address", () => {
  const accepted = [{ address: "aws_lb.internal", reason: "a test" }];
  const changed = imported("aws_lb.internal", { internal: true }, { internal: false });
  expect(findings([changed], { accepted }).map((line) => line.split(" ")[0])).toContain("protected");
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
  const standing = "needs a word";
  expect(rows).toEqual([
    {
      address: "aws_a.a",
      action: "import and change",
      standing,
      importId: "id",
      changes: ["list[0].b: 1 → 2", "tags"],
    },
    { address: "aws_b.b", action: "add", standing, changes: [] },
    { address: "aws_c.c", action: "move", standing, previousAddress: "aws_c.old", changes: [] },
  ]);
});
