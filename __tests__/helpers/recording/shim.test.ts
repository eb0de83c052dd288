import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { parseCalls } from "../../../src/ops/terraform/calls";
import { temporaryDirectory } from "../temporary";
import { findProgram, shim } from "./shim";

const folder = temporaryDirectory();

/** Stands the shim before a program; both are shell scripts. */
async function standBefore(script: string, log = "calls"): Promise<string> {
  const program = await folder.write("it's real/terraform", `#!/bin/sh\n${script}\n`, 0o755);
  return await folder.write("shim/terraform", shim(program, folder.path(log)), 0o755);
}

const calls = () => parseCalls(readFileSync(folder.path("calls"), "utf8"));

describe("the shim", () => {
  test("passes arguments, input and output on, and the status back", async () => {
    const terraform = await standBefore('printf "<%s>" "$@"; cat; echo oh >&2; exit 2');
    const { status, stdout, stderr } = spawnSync(terraform, ["plan", "-var", "a=1 '2'\n$3", ""], {
      input: "typed",
      encoding: "utf8",
    });
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: "<plan><-var><a=1 '2'\n$3><>typed",
      stderr: "oh\n",
    });
  });

  test.each([
    ["plan", ["plan", "-json", "-out=plan"]],
    ["show -json", ["show", "-no-color", "-json", "plan"]],
    ["show", ["show", "plan"]],
    ["state", ["state", "pull"]],
    ["-version", ["-version"]],
  ])("calls it %s", async (command, args) => {
    spawnSync(await standBefore(""), args, { cwd: folder.path() });
    expect(calls()).toMatchObject([{ command, folder: folder.path() }]);
  });

  test("knows the folder that Terraform changes to", async () => {
    spawnSync(await standBefore(""), ["-chdir=stacks/a network", "init"]);
    expect(calls()).toMatchObject([{ command: "init", folder: "stacks/a network" }]);
  });

  test("counts the processor's seconds of the program and of what it started, and the clock's", async () => {
    const burn = "i=0; while [ $i -lt 50000 ]; do i=$((i + 1)); done";
    const terraform = await standBefore(`(${burn}); ${burn}; sleep 0.3`);
    spawnSync(terraform, ["apply"]);
    const [call] = calls();
    expect(call?.cpuSeconds).toBeGreaterThan(0.02);
    expect(call?.seconds).toBeGreaterThanOrEqual(0.3);
    expect(call?.seconds).toBeLessThan(20);
  });

  test("writes one line for each call, of those at the same time too", async () => {
    const terraform = await standBefore("sleep 0.2");
    await Promise.all(Array.from({ length: 8 }, () => once(spawn(terraform, ["plan"]), "close")));
    expect(calls()).toHaveLength(8);
  });

  test("is silent where the log has gone meanwhile", async () => {
    const terraform = await standBefore("exit 3", "gone/calls");
    expect(spawnSync(terraform, ["plan"], { encoding: "utf8" })).toMatchObject({ status: 3, stdout: "", stderr: "" });
  });
});

describe("a signal to the group of the shim", () => {
  /** Starts the shim as the leader of a group, and waits until the program runs. */
  async function started(script: string): Promise<ChildProcess> {
    const child = spawn(await standBefore(`${script}\n`), ["apply"], { detached: true });
    await once(child.stdout, "data");
    return child;
  }
  const endOf = async (child: ChildProcess, signal: NodeJS.Signals) => {
    process.kill(-(child.pid ?? 0), signal);
    return (await once(child, "close")) as [status: number | null, signal: string | null];
  };

  test.each(["SIGINT", "SIGTERM"] as const)("%s lets the program end as it will, once", async (signal) => {
    const name = signal.slice(3);
    const child = await started(
      `trap 'echo again >> ${folder.path("signals")}; stop=1' ${name}; echo up; while [ -z "$stop" ]; do sleep 0.1; done; sleep 0.2; exit 5`,
    );
    expect(await endOf(child, signal)).toEqual([5, null]);
    expect(readFileSync(folder.path("signals"), "utf8")).toBe("again\n");
    expect(calls()).toMatchObject([{ command: "apply" }]);
  });

  test.each(["SIGINT", "SIGTERM"] as const)("%s ends a program that does nothing about it, visibly", async (signal) => {
    const child = await started("echo up; exec sleep 60");
    expect(await endOf(child, signal)).toEqual([null, signal]);
    expect(calls()).toMatchObject([{ command: "apply" }]);
  });

  test("SIGKILL ends both at once", async () => {
    // The output that is waited for stays open for as long as the program lives.
    const child = await started("trap '' INT TERM; echo up; exec sleep 60");
    expect(await endOf(child, "SIGKILL")).toEqual([null, "SIGKILL"]);
  });

  test("that kills the program alone is seen", async () => {
    const child = await started("echo up; kill -s KILL $$");
    expect(await once(child, "close")).toEqual([null, "SIGKILL"]);
  });
});

test("a program is found by PATH, and a folder or a file that cannot be run is none", async () => {
  await folder.write("a/terraform/file", "");
  await folder.write("b/terraform", "");
  const real = await folder.write("c/terraform", "", 0o755);
  const path = ["a", "b", "c"].map((name) => folder.path(name)).join(":");
  expect(findProgram("terraform", path)).toBe(real);
  expect(findProgram("terraform", "/nowhere")).toBeUndefined();
  expect(findProgram("terraform", undefined)).toBeUndefined();
});
