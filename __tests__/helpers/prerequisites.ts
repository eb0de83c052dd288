import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { MissingPrerequisitesError, type Missing } from "../../src/ops/prerequisites";

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

/** Checks in a process of its own: jest must know at once which tests there are, and the checks take their time. */
function findMissing(requirements: readonly Requirement[]): readonly Missing[] {
  const script = join(__dirname, "missing-prerequisites.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", script, ...requirements], {
    cwd: join(__dirname, "../.."),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${script} failed:\n${stderr}`);
  return JSON.parse(stdout) as Missing[];
}
