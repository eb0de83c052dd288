import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MissingPrerequisitesError, type Missing } from "../../src/ops/prerequisites";
import { cacheDirectory, projectDirectory } from "./directories";

/** Milliseconds that an end-to-end test may take: what is slow on a busy machine is not wrong. */
const PATIENCE = 1_200_000;

/** What an end-to-end test may need on the machine. */
export type Requirement = "emulator" | "terraform";

/**
 * A `describe` for tests that need more than Node.js. On a machine that lacks it they are skipped, and the reason is
 * written out; with `CI=true` that is a failure.
 */
export function describeEndToEnd(name: string, requirements: readonly Requirement[], define: () => void): void {
  jest.setTimeout(PATIENCE);
  const missing = findMissing(requirements);
  if (missing.length === 0) {
    describe(name, define);
    return;
  }
  const reason = new MissingPrerequisitesError(missing);
  if (process.env.CI === "true") {
    describe(name, () => {
      test("finds its prerequisites", () => {
        throw reason;
      });
    });
    return;
  }
  process.stderr.write(`\n*** SKIPPED: ${name} ***\n${reason.message}\n\n`);
  describe.skip(name, define);
}

/** A `describe` for tests that need the emulator and nothing else. */
export function describeWithEmulator(name: string, define: () => void): void {
  describeEndToEnd(name, ["emulator"], define);
}

/** What the machine lacks, found out once a run of jest. */
function findMissing(requirements: readonly Requirement[]): readonly Missing[] {
  const folder = join(cacheDirectory, "worlds", `run-${process.env.KELMAH_TEST_RUN ?? ""}`);
  const file = join(folder, `lacks-of-${[...requirements].sort().join("-")}.json`);
  if (!existsSync(file)) {
    const found = check(requirements);
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, found);
    renameSync(`${file}.${process.pid}`, file);
  }
  return JSON.parse(readFileSync(file, "utf8")) as Missing[];
}

/** Checks in a process of its own: jest must know at once which tests there are, and the checks take their time. */
function check(requirements: readonly Requirement[]): string {
  const script = join(__dirname, "missing-prerequisites.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", script, ...requirements], {
    cwd: projectDirectory,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${script} failed:\n${stderr}`);
  return stdout;
}
