import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Interrupted, withRunFolder } from "../../src/ops/command";
import { OperatorError } from "../../src/model/problem";
import { projectDirectory } from "../helpers/directories";
import { temporaryDirectory } from "../helpers/temporary";

const folder = temporaryDirectory();
const never = new AbortController().signal;

describe("a run's folder", () => {
  test("is new for each run and gone after it", async () => {
    const run = () => withRunFolder(folder.path("runs"), never, (path) => Promise.resolve(path));
    const [first, second] = await Promise.all([run(), run()]);
    expect(first).not.toBe(second);
    expect(readdirSync(folder.path("runs"))).toEqual([]);
  });

  test("stays after a failure when there are logs in it, and the message says where", async () => {
    const run = withRunFolder(folder.path("runs"), never, async (path) => {
      await mkdir(join(path, "logs"));
      throw new OperatorError("It broke.");
    });
    await expect(run).rejects.toThrow(/^It broke\.\nLogs: \S+\/logs$/);
    expect(readdirSync(folder.path("runs"))).toHaveLength(1);
  });

  test("is not named twice", async () => {
    const run = withRunFolder(folder.path("runs"), never, async (path) => {
      await mkdir(join(path, "logs"));
      throw new OperatorError(`It broke.\nLog: ${path}/logs/terraform.log`);
    });
    await expect(run).rejects.toThrow(/^It broke\.\nLog: \S+\/logs\/terraform\.log$/);
  });

  test("is gone after a failure that left no logs", async () => {
    const run = withRunFolder(folder.path("runs"), never, () => Promise.reject(new OperatorError("No credentials.")));
    await expect(run).rejects.toThrow(/^No credentials\.$/);
    expect(readdirSync(folder.path("runs"))).toEqual([]);
  });

  test("keeps where in the code an unforeseen error was thrown, which is not for the operator", async () => {
    const run = withRunFolder(folder.path("runs"), never, () => Promise.reject(new TypeError("x is undefined")));
    await expect(run).rejects.toThrow(/^x is undefined\nLogs: /);
    const [name = ""] = readdirSync(folder.path("runs"));
    expect(readFileSync(folder.path("runs", name, "logs/error.log"), "utf8")).toContain("command.test.ts");
  });

  test("is gone after an interruption", async () => {
    const controller = new AbortController();
    const reason = new Interrupted("SIGINT");
    const run = withRunFolder(folder.path("runs"), controller.signal, () => {
      controller.abort(reason);
      return Promise.reject(reason);
    });
    await expect(run).rejects.toBe(reason);
    expect(readdirSync(folder.path("runs"))).toEqual([]);
  });
});

describe("a command", () => {
  /** Runs a command in a process of its own; `during` is told when it is running. */
  async function run(body: string, during?: (pid: number) => void) {
    const script = await folder.write(
      "command.ts",
      `import { runCommand, UsageError, VerdictError } from ${JSON.stringify(join(projectDirectory, "src/ops/command"))};
       import { writeFileSync } from "node:fs";
       const sleep = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
       void runCommand(async (signal) => { ${body} });`,
    );
    const child = spawn(process.execPath, ["--import", "tsx", script], { cwd: projectDirectory });
    let output = "";
    let errors = "";
    child.stdout.on("data", (data) => {
      if (output === "") during?.(child.pid ?? 0);
      output += String(data);
    });
    child.stderr.on("data", (data) => (errors += String(data)));
    const [status] = (await once(child, "close")) as [number];
    return { status, output, errors };
  }

  const waiting = `console.log("running"); const timer = setInterval(() => {}, 1000);
    await new Promise((resolve) => signal.addEventListener("abort", resolve)); clearInterval(timer);`;

  test.each([
    ["succeeds", "await sleep(0);", 0, ""],
    ["is not able to", 'throw new Error("It broke.");', 2, "It broke.\n"],
    ["has no for an answer", 'throw new VerdictError("Refused.");', 1, "Refused.\n"],
    ["is called wrongly", 'throw new UsageError("Unknown option.");', 2, "Unknown option. See --help.\n"],
  ])("that %s says so in its status, and without a stack trace", async (_, body, status, errors) => {
    await expect(run(body)).resolves.toEqual({ status, output: "", errors });
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("that gets %s cleans up and ends with %d", async (signal, status) => {
    const result = await run(
      `${waiting} writeFileSync(${JSON.stringify(folder.path("cleaned"))}, ""); throw new Error("cut off");`,
      (pid) => process.kill(pid, signal),
    );
    expect(result).toMatchObject({ status, errors: `Interrupted (${signal}).\n` });
    expect(existsSync(folder.path("cleaned"))).toBe(true);
  });

  test("that does not end is ended by a second signal", async () => {
    const result = await run(
      `${waiting} console.log("stuck"); process.kill(process.pid, "SIGINT"); await sleep(60);`,
      (pid) => process.kill(pid, "SIGINT"),
    );
    expect(result.status).toBe(130);
  });
});
