// What the workflow's own shell does, with stand-ins for the programs that it calls.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stackNamesOf } from "../../src/model/names";
import { githubExample } from "../helpers/cloud";
import { projectDirectory } from "../helpers/directories";
import { synthesizeStacks } from "../helpers/synth";
import { temporaryDirectory } from "../helpers/temporary";

const directory = temporaryDirectory();
const workflow = readFileSync(join(projectDirectory, ".github/workflows/terraform.yml"), "utf8");

/** The shell of a step. */
function shellOf(step: string): string {
  const [, text] = workflow.split(`- name: ${step}\n`);
  const [, lines = ""] = /^ {8}run: \|\n((?: {10}.*\n|\n)+)/m.exec(text ?? "") ?? [];
  if (lines === "") throw new Error(`There is no shell in ${step}`);
  return lines.replaceAll(/^ {10}/gm, "");
}

/** A stand-in: a script that is called in the place of a program. */
const standIn = (program: string, script: string) =>
  directory.write(`bin/${program}`, `#!/usr/bin/env bash\nset -eu\n${script}\n`, 0o755);

/** Runs what GitHub would run with `shell: bash`, in a folder of its own. */
function run(shell: string, variables: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", shell], {
    cwd: directory.path(),
    encoding: "utf8",
    env: {
      ...process.env,
      PATH: `${directory.path("bin")}:${process.env.PATH ?? ""}`,
      GITHUB_OUTPUT: directory.path("output"),
      GITHUB_STEP_SUMMARY: directory.path("summary"),
      ...variables,
    },
  });
  return { status, output: `${stdout}${stderr}` };
}

const read = (file: string) => (existsSync(directory.path(file)) ? readFileSync(directory.path(file), "utf8") : "");

describe("the list of plans", () => {
  const script = join(projectDirectory, ".github/scripts/list-plans");
  const withRepositories = {
    ...githubExample(),
    name: "other",
    inventory: { account: "222233334444", region: "eu-west-1" },
    repositories: { immutableTags: true },
  };

  beforeEach(async () => {
    const stacks = synthesizeStacks([withRepositories, githubExample()]);
    for (const [name, json] of Object.entries(stacks)) {
      await directory.write(`cdktf.out/stacks/${name}/cdk.tf.json`, JSON.stringify(json));
    }
  });

  test("has every stack that pipelines apply, in their order, with the account and region that it says itself", () => {
    const { status, output } = run(script, { ENVIRONMENTS: '["test", "other"]' });
    expect(status).toBe(0);
    const plans = JSON.parse(output) as { stack: string }[];
    expect(plans.map(({ stack }) => stack)).toEqual([githubExample(), withRepositories].flatMap(stackNamesOf));
    expect(plans[0]).toEqual({
      environment: "test",
      part: "network",
      stack: "kelmah-test-network",
      account: "111122223333",
      region: "eu-north-1",
    });
    expect(plans[2]).toEqual({
      environment: "other",
      part: "repositories",
      stack: "kelmah-other-repositories",
      account: "222233334444",
      region: "eu-west-1",
    });
  });

  test("fails for an environment that has no stacks", () => {
    const { status, output } = run(script, { ENVIRONMENTS: '["tset", "test"]' });
    expect(status).toBe(1);
    expect(output).toBe("::error::KELMAH_ENVIRONMENTS names what has no stacks: tset.\n");
  });
});

describe("the judge", () => {
  const script = join(projectDirectory, ".github/scripts/judge");
  const plan = (environment: string, part: string) => ({
    environment,
    part,
    stack: `kelmah-${environment}-${part}`,
    account: "111122223333",
    region: "eu-north-1",
  });

  /** `passes` and `refused` are verdicts, `broken` is none; what is not there was not planned. */
  async function judge(
    plans: Readonly<Record<string, readonly [verdict: "passes" | "refused" | "broken" | "missing", changes: boolean]>>,
  ) {
    await standIn(
      "npm",
      `[ "$*" = "run --silent guard -- --env $6 --plan $8 --markdown \${10}" ]
verdict=$(jq --raw-output .verdict "$8")
if [ "$verdict" = broken ]; then exit 2; fi
echo "$verdict" > "\${10}"
[ "$verdict" = passes ]`,
    );
    for (const [name, [verdict, applyable]] of Object.entries(plans)) {
      if (verdict === "missing") continue;
      await directory.write(`plans/plan-${name}/plan`, `plan of ${name}`);
      await directory.write(`plans/plan-${name}/plan.json`, JSON.stringify({ verdict, applyable }));
    }
    const { status } = run(script, {
      ENVIRONMENTS: '["staging", "dev", "prod"]',
      PLANS: JSON.stringify(
        Object.keys(plans).map((name) => plan(...(name.split("-") as [environment: string, part: string]))),
      ),
    });
    const environments = JSON.parse(read("output").replace("environments=", "")) as object[];
    return { status, environments, verdicts: read("verdicts.md") };
  }

  const sum = (name: string) =>
    `${createHash("sha256").update(`plan of ${name}`).digest("hex")}  plans/plan-${name}/plan`;
  const applied = (environment: string, ...parts: string[]) => ({
    environment,
    account: "111122223333",
    region: "eu-north-1",
    parts: parts.join(" "),
    sums: parts.map((part) => sum(`${environment}-${part}`)).join("\n"),
  });

  test("offers what changes, in the environments' order, with the checksums of the plans", async () => {
    const { status, environments } = await judge({
      "dev-network": ["passes", false],
      "dev-services": ["passes", true],
      "staging-repositories": ["passes", true],
      "staging-network": ["passes", true],
      "staging-services": ["passes", true],
      "prod-network": ["passes", false],
    });
    expect(status).toBe(0);
    expect(environments).toEqual([
      applied("staging", "repositories", "network", "services"),
      applied("dev", "services"),
    ]);
  });

  test.each(["refused", "broken", "missing"] as const)(
    "offers nothing of an environment of which a plan is %s, and the others all the same",
    async (verdict) => {
      const { status, environments } = await judge({
        "dev-network": [verdict, true],
        "dev-services": ["passes", true],
        "prod-services": ["passes", true],
      });
      expect(status).toBe(1);
      expect(environments).toEqual([applied("prod", "services")]);
    },
  );

  test("offers nothing when nothing changes", async () => {
    expect(await judge({ "dev-network": ["passes", false] })).toMatchObject({ status: 0, environments: [] });
  });

  test("writes every verdict, for the comment and into the run's summary", async () => {
    const { verdicts } = await judge({
      "dev-network": ["passes", false],
      "dev-services": ["refused", true],
      "prod-network": ["broken", true],
      "prod-services": ["missing", true],
    });
    expect(verdicts).toBe(`
### kelmah-dev-network

passes

### kelmah-dev-services

refused

### kelmah-prod-network

**It could not be judged**; the log of the run says why.

### kelmah-prod-services

**It could not be planned**; the log of the run says why.
`);
    expect(read("summary")).toBe(verdicts);
  });
});

describe("the comment", () => {
  const variables = { REPOSITORY: "kelmah/infrastructure", PULL_REQUEST: "7", COMMIT: "0123abc", RUN: "https://run" };

  /** The ids are those of comments that are there. */
  async function comment(verdicts: string, ids: string) {
    await standIn("gh", `if [[ "$*" = *--paginate* ]]; then printf '${ids}'; else echo "$*" >> calls; fi`);
    await directory.write("verdicts.md", verdicts);
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
  const compare = (sums: string) => run(shellOf("See that these are the plans that were judged"), { SUMS: sums });
  const line = (content: string) =>
    `${createHash("sha256").update(content).digest("hex")}  plans/plan-dev-network/plan`;

  test("must be those that were judged, and there", async () => {
    await directory.write("plans/plan-dev-network/plan", "judged");
    expect(compare(line("judged")).status).toBe(0);
    for (const wrong of [line("another"), `${line("judged")}\n${line("x").replace("network", "services")}`, ""]) {
      const { status, output } = compare(wrong);
      expect(status).toBe(1);
      expect(output).toContain("::error::A plan is gone");
    }
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
