import { readFileSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "../../src/model/problem";
import { EXIT_HELP, exitStatus, Interrupted, UsageError, VerdictError } from "../../src/ops/exit-status";
import { run } from "../../src/ops/process";
import { launcher, projectDirectory } from "../helpers/directories";

const { scripts } = JSON.parse(readFileSync(join(projectDirectory, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};

/** Every command of this project, by its npm script, with the file that is run. */
const COMMANDS = Object.entries(scripts).flatMap(([name, script]) => {
  const [file] = /src\/ops\/[\w-]+\/main\.ts/.exec(script) ?? [];
  return file === undefined ? [] : [[name, file] as const];
});

/** Nobody's: no key, no profile, and no machine of AWS's that would lend some. */
const NOBODY: NodeJS.ProcessEnv = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_"))),
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_CONFIG_FILE: "/nowhere",
  AWS_SHARED_CREDENTIALS_FILE: "/nowhere",
};

async function command(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const all = { cwd: projectDirectory, env: { ...NOBODY, ...env } };
  return await run(process.execPath, [launcher, file, ...args], all);
}

function fileOf(name: string): string {
  return COMMANDS.find(([script]) => script === name)?.[1] ?? "";
}

test.each<[unknown, number]>([
  [new VerdictError("no"), 1],
  [new OperatorError("Logs: there", { cause: new VerdictError("no") }), 1],
  [new OperatorError("no credentials"), 2],
  [new UsageError("what?"), 2],
  [new TypeError("x is undefined"), 2],
  ["no error at all", 2],
  [new Interrupted("SIGINT"), 130],
  [new Interrupted("SIGTERM"), 143],
])("%s ends a command with %i", (error, status) => {
  expect(exitStatus(error)).toBe(status);
});

test("there are commands to look at", () => {
  const run = Object.values(scripts).filter((script) => script.includes("src/ops/"));
  expect(COMMANDS.map(([name]) => scripts[name])).toEqual(run);
  expect(run.length).toBeGreaterThanOrEqual(8);
});

test.each(COMMANDS)("npm run %s says what its statuses mean", async (_, file) => {
  const help = await command(file, ["--help"]);
  expect(help).toMatchObject({ status: 0, stderr: "" });
  expect(help.stdout).toMatch(/\nExit status:\n {2}0 {2}\S.*\n(?: {5}.*\n)* {2}1 {2}\S/);
  expect(help.stdout).toContain(EXIT_HELP);
});

test.each([
  ["discover", ["--env", "prod"]],
  ["verify", ["--env", "prod"]],
])("without credentials npm run %s has status 2", async (name, args) => {
  const { status, stderr } = await command(fileOf(name), args);
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: expect.stringMatching(/^There are no AWS credentials\./) as string,
  });
});

test.each(["bootstrap", "discover", "guard", "local", "rehearse", "secret", "verify"])(
  "npm run %s does nothing without the options that PowerShell has kept from it",
  async (name) => {
    const env = { npm_config_env: "demo", npm_lifecycle_event: name };
    expect(await command(fileOf(name), [], env)).toEqual({
      status: 2,
      stdout: "",
      stderr: `--env did not arrive. In PowerShell write '--' in quotes: npm run ${name} '--' --env ... See --help.\n`,
    });
  },
);
