import { createHash } from "node:crypto";
import { shellOf, workflowShell } from "../helpers/workflow-shell";

const { write, read, standIn, run } = workflowShell();

describe("the comment", () => {
  const variables = { REPOSITORY: "kelmah/infrastructure", PULL_REQUEST: "7", COMMIT: "0123abc", RUN: "https://run" };

  /** The ids are those of comments that are there. */
  async function comment(verdicts: string, ids: string) {
    await standIn("gh", `if [[ "$*" = *--paginate* ]]; then printf '${ids}'; else echo "$*" >> calls; fi`);
    await write("verdicts.md", verdicts);
    const { status } = run(shellOf("Write the comment, or write it anew"), variables);
    return { status, calls: read("calls"), text: read("comment.md") };
  }

  test("is written, and the next time in the place of the first", async () => {
    const { status, calls, text } = await comment("\n### kelmah-dev-network\n", "");
    expect(status).toBe(0);
    expect(calls).toContain("--method POST repos/kelmah/infrastructure/issues/7/comments -F body=@comment.md");
    expect(text).toBe(
      "<!-- kelmah-guard -->\n## Terraform plans\n\nOf 0123abc, by [this run](https://run), which has all of it.\n\n### kelmah-dev-network\n",
    );
    const again = await comment("\n### kelmah-dev-network\n", "11\\n12\\n");
    expect(again.calls).toContain("--method PATCH repos/kelmah/infrastructure/issues/comments/11 -F body=@comment.md");
  });

  test("is as long as GitHub takes it, and cut between lines", async () => {
    const { status, text } = await comment(`${"ä".repeat(99)}\n`.repeat(5000), "");
    expect(status).toBe(0);
    expect(text.length).toBeGreaterThan(20_000);
    expect(text.length).toBeLessThan(65_536);
    expect(text).toMatch(/ä{99}\n$/);
  });
});

describe("the approval", () => {
  const reviewers = { type: "required_reviewers", reviewers: [{ type: "User" }] };
  const policy = { protected_branches: false, custom_branch_policies: true };

  test.each([
    ["reviewers and branches", 0, [{ type: "branch_policy" }, reviewers], policy],
    ["nothing, as GitHub makes it", 1, [], null],
    ["reviewers alone", 1, [reviewers], null],
    ["branches alone", 1, [{ type: "branch_policy" }], policy],
    ["nobody among its reviewers", 1, [{ ...reviewers, reviewers: [] }], policy],
  ])("of an environment with %s: %d", async (_, status, rules, branches) => {
    const environment = JSON.stringify({ protection_rules: rules, deployment_branch_policy: branches });
    await standIn("gh", `[ "$*" = "api repos/kelmah/infrastructure/environments/prod" ]\necho '${environment}'`);
    const result = run(shellOf("See that somebody had to approve"), {
      REPOSITORY: "kelmah/infrastructure",
      ENVIRONMENT: "prod",
    });
    expect(result.status).toBe(status);
    if (status !== 0) {
      expect(result.output).toContain("::error::GitHub's environment 'prod' has no required reviewers");
    }
  });

  test("of an environment that cannot be read", async () => {
    await standIn("gh", "exit 1");
    const { status } = run(shellOf("See that somebody had to approve"), { REPOSITORY: "a/b", ENVIRONMENT: "prod" });
    expect(status).toBe(1);
  });
});

describe("the plans before an apply", () => {
  const compare = (sums: string, parts = "network") =>
    run(shellOf("See that these are the plans that were judged"), { SUMS: sums, PARTS: parts, ENVIRONMENT: "dev" });
  const line = (content: string, part = "network", file = "plan") =>
    `${createHash("sha256").update(content).digest("hex")}  plans/plan-dev-${part}/${file}`;

  test("must be those that were judged, and there, and nothing beside them", async () => {
    await write("plans/plan-dev-network/plan", "judged");
    await write("plans/plan-dev-services/plan", "judged too");
    const both = `${line("judged")}\n${line("judged too", "services")}`;
    expect(compare(line("judged")).status).toBe(0);
    expect(compare(both, "network services").status).toBe(0);
    for (const [wrong, parts] of [
      [line("another"), "network"],
      [both, "network"],
      [line("judged"), "network services"],
      [`${line("judged")}\n${line("x", "repositories")}`, "network repositories"],
      ["", "network"],
      ["", ""],
    ] as const) {
      const { status, output } = compare(wrong, parts);
      expect([wrong, parts, status]).toEqual([wrong, parts, 1]);
      expect(output).toContain("::error::A plan is gone");
    }
    await write("plans/plan-dev-network/.terraform/providers/x", "");
    expect(compare(line("judged")).status).toBe(1);
  });
});

describe("an apply", () => {
  async function apply(parts: string) {
    await standIn("terraform", 'echo "$*" >> calls');
    const { status, output } = run(shellOf("Apply"), { PARTS: parts, ENVIRONMENT: "dev" });
    return { status, output, calls: read("calls") };
  }
  const callsOf = (part: string) =>
    ["init -lockfile=readonly", "show -no-color plan", "apply -no-color -lock-timeout=5m plan"]
      .map((command) => `-chdir=plans/plan-dev-${part} ${command}\n`)
      .join("");

  test("shows each plan and applies it, in their order", async () => {
    expect(await apply("repositories services")).toMatchObject({
      status: 0,
      calls: callsOf("repositories") + callsOf("services"),
    });
  });

  test("does not apply services that were planned before the network changed", async () => {
    const { status, output, calls } = await apply("repositories network services");
    expect(status).toBe(1);
    expect(output).toContain(
      "::error::Services planned before the network changed are not applied: run all jobs again.",
    );
    expect(calls).toBe(callsOf("repositories") + callsOf("network"));
  });

  test("of nothing is an error", async () => {
    expect(await apply("")).toMatchObject({ status: 1, output: "::error::Nothing was applied.\n" });
  });

  test("ends where Terraform fails", async () => {
    await apply("network");
    await standIn("terraform", "exit 1");
    expect(run(shellOf("Apply"), { PARTS: "network", ENVIRONMENT: "dev" }).status).toBe(1);
  });
});
