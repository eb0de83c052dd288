import { CannotStartError, run } from "../../src/ops/process";
import { temporaryDirectory } from "../helpers/temporary";

const directory = temporaryDirectory();
const { env } = process;

test("a program that is not there, or that may not be run, is said in a sentence", async () => {
  await expect(run("no-such-program", [], { env })).rejects.toThrow(
    new CannotStartError("no-such-program", Object.assign(new Error(), { code: "ENOENT" })).message,
  );
  await expect(run("no-such-program", [], { env })).rejects.toThrow(/^no-such-program cannot be started: there is none on PATH/);
  const file = await directory.write("program", "#!/bin/sh\n", 0o644);
  await expect(run(file, [], { env })).rejects.toThrow(/program cannot be started: this user may not run it\.$/);
  await expect(run("true", ["x".repeat(3_000_000)], { env })).rejects.toThrow(/^true cannot be started: its arguments and variables are too long\.$/);
}); // prettier-ignore

test("a line for the shell is run by the system's own, and a system without one is said", async () => {
  expect(await run("echo one && echo two", [], { env, shell: true })).toEqual({
    status: 0,
    stdout: "one\ntwo\n",
    stderr: "",
  });
  // The shell of a folder that is gone cannot be started either.
  await expect(run("echo", [], { env, shell: true, cwd: directory.path("gone") })).rejects.toThrow(
    /^the system's shell cannot be started: /,
  );
});
