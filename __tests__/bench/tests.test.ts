import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderTests, writeTimes } from "../../bench/tests";
import { projectDirectory } from "../helpers/directories";
import { type FileRecord, writeRecord } from "../helpers/recording/records";
import { temporaryDirectory } from "../helpers/temporary";

const project = temporaryDirectory();

async function record(name: string, more: Partial<FileRecord>): Promise<void> {
  const file = await project.write(name, "").then(() => name);
  writeRecord(project.path(), { file, ended: "2026-01-01T10:00:00Z", seconds: 0, cpuSeconds: 0, calls: [], ...more });
}

const report = (all = false) =>
  renderTests(project.path(), { all })
    .split("\n")
    .map((line) => line.trim().replaceAll(/ {2,}/g, " | "));

describe("the report of the tests", () => {
  test("has every test file and every Terraform command, slowest first, with its stack and test file", async () => {
    const call = (command: string, folder: string, seconds: number, cpuSeconds: number) => ({
      command,
      folder,
      seconds,
      cpuSeconds,
    });
    const calls = [call("plan", "stacks/x/dev-network", 3, 4), call("plan", "stacks/y/dev-network", 5, 6)];
    await record("__tests__/a.test.ts", { seconds: 10.04, cpuSeconds: 2, calls });
    await record("__tests__/e2e/b.test.ts", {
      ended: "2026-01-01T11:00:00Z",
      seconds: 70,
      cpuSeconds: 33.33,
      calls: [call("apply", "stacks/x/dev-services", 61, 5), call("provider", "stacks/x/dev-services", 1, 0.5)],
    });
    expect(report()).toEqual([
      "The last whole and passing run of each of 2 test files, from 2026-01-01T10:00:00Z to 2026-01-01T11:00:00Z.",
      "",
      "CPU s | wall s | Test file",
      "33.3 | 70.0 | __tests__/e2e/b.test.ts",
      "2.0 | 10.0 | __tests__/a.test.ts",
      "35.3 | 80.0 | all",
      "",
      "",
      "calls | CPU s each | CPU s | wall s | Terraform command",
      "1 | 5.0 | 5.0 | 61.0 | apply",
      "2 | 5.0 | 10.0 | 8.0 | plan",
      "1 | 0.5 | 0.5 | 1.0 | provider",
      "4 | 3.9 | 15.5 | 70.0 | all",
      "",
      "",
      "calls | CPU s each | CPU s | wall s | Terraform command, stack and test file",
      "1 | 5.0 | 5.0 | 61.0 | apply | dev-services | __tests__/e2e/b.test.ts",
      "2 | 5.0 | 10.0 | 8.0 | plan | dev-network | __tests__/a.test.ts",
      "1 | 0.5 | 0.5 | 1.0 | provider | dev-services | __tests__/e2e/b.test.ts",
      "4 | 3.9 | 15.5 | 70.0 | all",
      "",
    ]);
  });

  test("sums up what is left out, and leaves nothing out if asked", async () => {
    for (let index = 0; index < 27; index++) await record(`__tests__/${index}.test.ts`, { seconds: index });
    expect(report()).toContain("0.0 | 1.0 | 2 more (--all)");
    expect(report()).not.toContain("0.0 | 1.0 | __tests__/1.test.ts");
    expect(report(true)).toContain("0.0 | 1.0 | __tests__/1.test.ts");
  });

  test("forgets test files that are gone", async () => {
    await record("__tests__/a.test.ts", {});
    writeRecord(project.path(), { file: "__tests__/gone.test.ts", ended: "", seconds: 9, calls: [] });
    expect(report().join("\n")).not.toContain("gone");
  });

  test("says where the platform could not tell", async () => {
    const file = "__tests__/a.test.ts";
    await project.write(file, "");
    writeRecord(project.path(), { file, ended: "", seconds: 9, calls: [] });
    expect(report()).toContain("CPU '?': this platform does not tell the CPU time of child processes (Linux does).");
    expect(report()).toContain(`? | 9.0 | ${file}`);
    expect(report()).toContain("? | 9.0 | all");
  });

  test("says so where there is nothing", () => {
    expect(report()).toEqual(["No run of the tests has been recorded: npm test", ""]);
  });
});

test("what is kept in the project is what matters to the order, in whole seconds", async () => {
  await record("__tests__/quick.test.ts", { seconds: 0.99 });
  await record("__tests__/z.test.ts", { seconds: 1.2 });
  await record("__tests__/e2e/a.test.ts", { seconds: 99.6 });
  writeTimes(project.path());
  expect(readFileSync(project.path("__tests__/times.json"), "utf8")).toBe(
    '{\n  "__tests__/e2e/a.test.ts": 100,\n  "__tests__/z.test.ts": 1\n}\n',
  );
});

describe("npm run bench", () => {
  const bench = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(projectDirectory, "bench/bench.js"), ...args],
      {
        encoding: "utf8",
      },
    );
    return { status, stdout, stderr };
  };

  test("says what there is", () => {
    const { status, stdout } = bench("--help");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^npm run bench \[-- <runs>\] .*\nnpm run bench -- tests /);
  });

  test("reports on the tests", () => {
    expect(bench("tests")).toMatchObject({ status: 0, stdout: expect.stringMatching(/^(The last|No) /) as string });
  });

  test.each([
    [["0"], "'0' is no number of runs: a whole number from 1"],
    [["test"], "'test' is no number of runs: a whole number from 1"],
    [["3", "4"], "unexpected argument '4'"],
    [["--al"], "Unknown option '--al'"],
    [["--all"], "--all and --write belong to 'tests'"],
  ])("refuses %j", (args, problem) => {
    expect(bench(...args)).toEqual({
      status: 2,
      stdout: "",
      stderr: `bench: ${problem}. See npm run bench -- --help.\n`,
    });
  });
});
