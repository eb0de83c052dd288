import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { addCall, CALLS_VARIABLE, cpuSecondsOf, parseCalls, type Call } from "../../../src/ops/terraform/calls";
import { temporaryDirectory } from "../../helpers/temporary";

const folder = temporaryDirectory();

test("calls that are added are read again", () => {
  const env = { [CALLS_VARIABLE]: folder.path("calls") };
  const calls: Call[] = [
    { command: "provider", folder: "/stacks/a\tb", seconds: 12.5, cpuSeconds: 3.25 },
    { command: "show -json", folder: "", seconds: 0, cpuSeconds: 0 },
  ];
  for (const call of calls) addCall(env, call);
  expect(parseCalls(readFileSync(folder.path("calls"), "utf8"))).toEqual(calls);
});

test("nothing is written where the environment names no log", () => {
  addCall({}, { command: "provider", folder: "", seconds: 1, cpuSeconds: 1 });
  expect(existsSync(folder.path("calls"))).toBe(false);
});

test("what shells write for times is read, with a point or a comma", () => {
  expect(parseCalls("10.5\t12\t1m0.50s\t0m0,25s\tplan\t/stacks/a\n")).toEqual([
    { command: "plan", folder: "/stacks/a", seconds: 1.5, cpuSeconds: 60.75 },
  ]);
});

test.each(["plan", "1\t2\t\t\tplan\t/a", "1\tx\t0m1s\t0m1s\tplan\t/a"])("%j is no line of a log", (line) => {
  expect(() => parseCalls(`${line}\n`)).toThrow("This is no line of a log of calls");
});

const onLinux = existsSync("/proc/self/stat");

test("a process's own seconds of the processor and those of its children that have ended are told, on Linux", async () => {
  const burn = "const end = process.cpuUsage().user + 300000; while (process.cpuUsage().user < end);";
  const before = cpuSecondsOf("self") ?? 0;
  const child = spawn(process.execPath, ["-e", `${burn} console.log("done"); setInterval(() => {}, 1000);`]);
  await once(child.stdout, "data");
  const alive = cpuSecondsOf(child.pid ?? 0);
  child.kill();
  await once(child, "close");
  if (!onLinux) {
    expect([alive, cpuSecondsOf("self")]).toEqual([undefined, undefined]);
    return;
  }
  expect(alive).toBeGreaterThanOrEqual(0.29);
  expect(cpuSecondsOf("self")).toBeGreaterThanOrEqual(before + 0.29);
  expect(cpuSecondsOf(child.pid ?? 0)).toBeUndefined();
});
