import { join } from "node:path";
import { HELP } from "../../../src/ops/discover/arguments";
import { run } from "../../../src/ops/process";
import { launcher, projectDirectory } from "../../helpers/directories";

/** Runs the command as npm does. */
async function discover(...args: string[]) {
  const entry = join(projectDirectory, "src/ops/discover/main.ts");
  return await run(process.execPath, [launcher, entry, ...args], { cwd: projectDirectory, env: process.env });
}

test("--help is the help, and what is not understood is one sentence", async () => {
  expect(await discover("--help")).toEqual({ status: 0, stdout: HELP, stderr: "" });
  const { status, stdout, stderr } = await discover("--env", "prod", "--wirte");
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/^Unknown option '--wirte'.*\n$/);
});
