import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createColors } from "picocolors";
import { parseArguments } from "../../../src/ops/guard/arguments";
import { renderVerdict } from "../../../src/ops/guard/render";
import { launcher, projectDirectory } from "../../helpers/directories";
import { synthesizeStacks } from "../../helpers/synth";
import { temporaryDirectory } from "../../helpers/temporary";
import { awsProvider, judge, planJson, resource } from "./plans";

const directory = temporaryDirectory();

/** A plan of development, as the project's own environment. */
function ofDevelopment(parts: Parameters<typeof planJson>[0] = {}): string {
  const aws = awsProvider({
    allowed_account_ids: { constant_value: ["992350137489"] },
    default_tags: [{ tags: { constant_value: { Env: "dev" } } }],
  });
  return JSON.stringify(planJson({ configuration: { provider_config: { aws } }, ...parts }));
}

beforeEach(async () => {
  // What tells whose plan it is, beside it.
  const s3 = { bucket: "kelmah-terraform-state-992350137489", key: "kelmah-dev-network/terraform.tfstate" };
  await directory.write("cdk.tf.json", JSON.stringify({ terraform: { backend: { s3 } } }));
});

function run(...args: string[]) {
  const options = {
    cwd: projectDirectory,
    encoding: "utf8",
    env: { ...process.env, KELMAH_INVENTORY_DIR: "", NO_COLOR: "1" },
  } as const;
  const entry = join(projectDirectory, "src/ops/guard/main.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, entry, ...args], options);
  return { status, stdout, stderr };
}

test("reads the command line", () => {
  const given = ["--accept", "x", "--because", "a", "--accept", "y", "--because", "b"];
  expect(parseArguments(["--plan", "a", "--env", "dev", ...given, "--json"])).toEqual({
    help: false,
    json: true,
    markdown: undefined,
    plan: "a",
    configuration: undefined,
    env: "dev",
    accept: [
      { address: "x", reason: "a" },
      { address: "y", reason: "b" },
    ],
    markdownCharacters: 60_000,
  });
  expect(
    parseArguments(["--plan", "a", "--env", "dev", "--accept", "x", "--accept", "y", "--because", "a"]).accept,
  ).toEqual([
    { address: "x", reason: "a" },
    { address: "y", reason: "a" },
  ]);
  expect(() => parseArguments([])).toThrow("Name the plan to judge: --plan <file>. See --help.");
  expect(() => parseArguments(["--plam", "a"])).toThrow("Unknown option '--plam'. See --help.");
  expect(() => parseArguments(["--plan", "a"])).toThrow(
    "Name the environment that it is of: --env <name>, or --env shared for the stack that holds the states. See --help.",
  );
  expect(() => parseArguments(["--plan", "a", "--configuration", "b", "--env", "dev"])).toThrow("give one of the two");
  expect(parseArguments(["--configuration", "b", "--env", "dev"])).toMatchObject({ plan: "", configuration: "b" });
  const refused =
    (...args: string[]) =>
    (message: string) => {
      expect(() => parseArguments(["--plan", "a", "--env", "dev", ...args])).toThrow(message);
    };
  refused("--accept", "x")(`--accept x: say why, with --because "<reason>". See --help.`);
  refused("--accept", "x", "--because", " ")("--accept x: say why");
  refused("--because", "a")("--because: say what it is a reason for");
  refused("--accept", "x", "--because", "a", "--because", "b")("1 times --accept and 2 times --because");
  refused("--markdown-characters", "0")("--markdown-characters 0: a whole number of 1000 or more is needed.");
});

test("shows what a plan would do, and every reason against it", () => {
  const verdict = judge({
    resource_changes: [
      resource("aws_subnet.private_a", {
        actions: ["update"],
        importing: { id: "subnet-1" },
        before: { tags: null },
        after: { tags: { Name: "a" } },
      }),
      resource("aws_lb.internal", { actions: ["delete", "create"], replace_paths: [["internal"]] }),
      resource("aws_iam_role.b", { actions: ["no-op"] }, { previous_address: "aws_iam_role.a" }),
    ],
  });
  const { change = "" } = verdict.findings.find(({ kind }) => kind === "acceptance") ?? {};
  expect(renderVerdict(verdict, createColors(false))).toBe(
    [
      "  replace            aws_lb.internal",
      "  move               aws_iam_role.b        was aws_iam_role.a",
      "  import and change  aws_subnet.private_a  from subnet-1",
      "                                           tags",
      "",
      "Plan of 'test': 1 to import, 1 to add, 1 to change, 1 to destroy",
      "",
      "  replace  aws_lb.internal would be replaced: what cannot be changed in place is internal",
      `  needs a word  aws_iam_role.b is moved from aws_iam_role.a [${change}]`,
      "",
      `What needs a word is accepted with --accept aws_iam_role.b --because "...", or in src/environments/test.ts: accepted: [{ address: "aws_iam_role.b", change: "${change}", reason: "..." }] (docs/runbook.md, "What the guard asks about").`,
      "",
      "Refused for 2 reasons.",
    ].join("\n"),
  );
});

test("says that a plan passes, and what it would take out of the state", () => {
  const nothing = judge({}, { environment: undefined });
  expect(renderVerdict(nothing, createColors(false))).toBe(
    "Plan of the state's stack: 0 to import, 0 to add, 0 to change, 0 to destroy\nPassed: nothing in it is refused.",
  );
  const forgets = judge({ resource_changes: [resource("aws_x.a", { actions: ["forget"] })], errored: true });
  expect(renderVerdict(forgets, createColors(false))).toContain("0 to destroy, 1 to forget\n");
  expect(renderVerdict(forgets, createColors(false))).toContain("\nRefused for 2 reasons.");
});

test("ends with 0 when a plan passes", async () => {
  const file = await directory.write("plan.json", ofDevelopment());
  expect(run("--env", "dev", "--plan", file)).toEqual({
    status: 0,
    stdout: "Plan of 'dev': 0 to import, 0 to add, 0 to change, 0 to destroy\nPassed: nothing in it is refused.\n",
    stderr: "",
  });
});

test("ends with 1 when it is refused, and says so in JSON too", async () => {
  const changes = [resource("aws_eip.nat_a", { actions: ["delete"] })];
  const file = await directory.write("plan.json", ofDevelopment({ resource_changes: changes }));
  const { status, stdout, stderr } = run("--plan", file, "--env", "dev", "--json");
  expect({ status, stderr }).toEqual({ status: 1, stderr: "The plan is refused: do not apply it.\n" });
  expect(JSON.parse(stdout)).toMatchObject({
    environment: "dev",
    counts: { destroy: 1 },
    findings: [{ kind: "destroy", address: "aws_eip.nat_a" }],
  });
});

test("ends with 2 when it cannot tell", async () => {
  const file = await directory.write("plan.json", "no plan");
  const zip = await directory.write("plan", "PK\u0003\u0004");
  const missing = directory.path("none");
  expect(run("--plan", file, "--env", "dev")).toMatchObject({ status: 2, stdout: "" });
  expect(run("--plan", missing, "--env", "dev")).toMatchObject({
    status: 2,
    stderr: `The plan ${missing} cannot be read (there is no such file). See --help.\n`,
  });
  expect(run("--plan", zip, "--env", "dev")).toMatchObject({
    status: 2,
    stderr: `The plan ${zip} is damaged: make it again, with terraform plan -out=plan. See --help.\n`,
  });
  expect(run()).toMatchObject({ status: 2 });
});

describe("the configuration of a stack, before anything runs in its folder", () => {
  const write = (name: string, change: (json: string) => string) => {
    const { "kelmah-dev-network": stack } = synthesizeStacks(undefined, { only: "dev" });
    return directory.write(`${name}/cdk.tf.json`, change(JSON.stringify(stack)));
  };

  test("passes when it is the environment's own", async () => {
    await write("own", (json) => json);
    expect(run("--configuration", directory.path("own"), "--env", "dev")).toEqual({
      status: 0,
      stdout: "Passed: the stack is this project's.\n",
      stderr: "",
    });
    expect(run("--configuration", directory.path("own"), "--env", "prod")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("--env prod: the plan's folder is of 'dev'") as string,
    });
  });

  test("is refused when it works elsewhere", async () => {
    await write("foreign", (json) => json.replace('"region":"eu-north-1"', '"region":"eu-north-1","profile":"x"'));
    expect(run("--configuration", directory.path("foreign"), "--env", "dev")).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("argument profile, which this project does not write") as string,
      stderr: "The stack is refused: do not run terraform in its folder.\n",
    });
  });
});

test("reads what PowerShell writes", async () => {
  const file = await directory.write("plan.json", "");
  const { writeFile } = await import("node:fs/promises");
  await writeFile(file, Buffer.from(`\uFEFF${ofDevelopment()}\r\n`, "utf16le"));
  expect(run("--env", "dev", "--plan", file)).toMatchObject({ status: 0 });
});

test("helps", () => {
  expect(run("--help")).toMatchObject({ status: 0, stderr: "" });
});

test("writes the verdict as Markdown too, also of a plan that is refused", async () => {
  const changes = { resource_changes: [resource("aws_lb.internal", { actions: ["delete"] })] };
  const file = await directory.write("plan.json", ofDevelopment(changes));
  const markdown = directory.path("plan.md");
  const { status, stdout } = run("--env", "dev", "--plan", file, "--markdown", markdown);
  expect(status).toBe(1);
  expect(stdout).toContain("Refused for 1 reason.");
  expect(readFileSync(markdown, "utf8")).toContain(
    "**Refused for 1 reason.**\n\n- **destroy** <code>aws&#95;lb.internal</code>",
  );
  expect(run("--env", "dev", "--plan", file, "--markdown", directory.path("nowhere", "plan.md"))).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(
      /^--markdown .*nowhere.plan\.md: it cannot be written \(ENOENT\)\. See --help\.\n$/,
    ) as string,
  });
});

test("asks Terraform what is in the plan of a run in HCP Terraform", async () => {
  const bookmark = JSON.stringify({ remote_plan_format: 1, run_id: "run-1", hostname: "app.terraform.io" });
  const file = await directory.write("plan", bookmark);
  const { status, stderr } = run("--plan", file, "--env", "dev");
  expect(status).toBe(2);
  expect(stderr).toContain(
    `Terraform cannot show the plan ${file}; it must lie in the initialized folder of its stack.`,
  );
});
