import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { addCall } from "../../../src/ops/terraform/calls";
import { projectDirectory } from "../directories";
import { temporaryDirectory } from "../temporary";
import { Recorder } from "./recorder";
import { type FileRecord, readRecords } from "./records";

const project = temporaryDirectory();

/** An environment with a Terraform that does nothing. */
async function environment(): Promise<NodeJS.ProcessEnv> {
  await project.write("bin/terraform", "#!/bin/sh\n", 0o755);
  return { PATH: `${project.path("bin")}${delimiter}${process.env.PATH ?? ""}` };
}

const record = (env: NodeJS.ProcessEnv) =>
  new Recorder({ project: project.path(), path: project.path("__tests__/a.test.ts"), env });

describe("a recorder", () => {
  test("tells what a test file and its calls of Terraform took, however they were started, and leaves nothing", async () => {
    const env = await environment();
    const before = { ...env };
    const recorder = record(env);
    const [shims = ""] = env.PATH?.split(delimiter) ?? [];
    spawnSync("terraform", ["plan"], { env, cwd: project.path() });
    spawnSync("sh", ["-c", "terraform -chdir=stacks/b apply plan"], { env: { PATH: env.PATH } });
    addCall(env, { command: "provider", folder: "stacks/b", seconds: 20, cpuSeconds: 2 });
    recorder.finish(true);
    const any = expect.any(Number) as number;
    expect(readRecords(project.path())).toEqual([
      {
        file: "__tests__/a.test.ts",
        ended: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
        seconds: any,
        ...(existsSync("/proc/self/stat") && { cpuSeconds: any }),
        calls: [
          { command: "plan", folder: project.path(), seconds: any, cpuSeconds: any },
          { command: "apply", folder: "stacks/b", seconds: any, cpuSeconds: any },
          { command: "provider", folder: "stacks/b", seconds: 20, cpuSeconds: 2 },
        ],
      },
    ]);
    expect(env).toEqual(before);
    expect(existsSync(shims)).toBe(false);
  });

  test("keeps nothing of half a run", async () => {
    record(await environment()).finish(false);
    expect(readRecords(project.path())).toEqual([]);
  });

  test("makes no Terraform where there is none", () => {
    const env: NodeJS.ProcessEnv = { PATH: "/nowhere" };
    const recorder = record(env);
    expect(env.PATH).toBe("/nowhere");
    recorder.finish(true);
    expect(env).toEqual({ PATH: "/nowhere" });
    expect(readRecords(project.path())).toMatchObject([{ calls: [] }]);
  });
});

describe("jest", () => {
  /** Runs jest as this project does in another one, and returns what it has recorded. */
  async function run(...args: string[]): Promise<FileRecord[]> {
    const helpers = join(projectDirectory, "__tests__/helpers");
    const config = {
      rootDir: project.path(),
      transform: { "\\.ts$": [require.resolve("@swc/jest"), { module: { type: "commonjs" } }] },
      testEnvironment: join(helpers, "recording/environment.ts"),
      testSequencer: join(helpers, "sequencer.js"),
    };
    const program = join(projectDirectory, "node_modules/jest/bin/jest.js");
    const given = ["--config", JSON.stringify(config), "--maxWorkers=2", ...args];
    const { stderr } = spawnSync(process.execPath, [program, ...given], { env: await environment(), encoding: "utf8" });
    expect(stderr).toContain("Ran all test suites");
    return readRecords(project.path());
  }

  test("records the files that pass whole, and others keep what they have", async () => {
    const call = 'require("node:child_process").execFileSync("terraform", ["init"])';
    await project.write("__tests__/whole.test.js", `test("a", () => { ${call}; });\ntest("b", () => {});\n`);
    await project.write(
      "__tests__/fails.test.js",
      `test("a", () => {});\ntest("b", () => { throw new Error("no"); });\n`,
    );
    await project.write(
      "__tests__/after.test.js",
      `test("a", () => {});\nafterAll(() => { throw new Error("no"); });\n`,
    );
    await project.write("__tests__/skips.test.js", `test("a", () => {});\ntest.skip("b", () => {});\n`);
    await project.write("__tests__/broken.test.js", `throw new Error("no");\n`);
    const [whole, ...others] = await run();
    expect(others).toEqual([]);
    expect(whole).toMatchObject({ file: "__tests__/whole.test.js", calls: [{ command: "init" }] });
    // Some of its tests are not all of it.
    expect(await run("whole", "-t", "b")).toEqual([whole]);
  }, 60_000);
});
