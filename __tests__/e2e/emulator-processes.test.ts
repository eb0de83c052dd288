import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { control } from "../../src/ops/emulator/controls";
import { projectDirectory } from "../helpers/directories";
import { refusal, startOwnEmulator } from "../helpers/emulator";
import { eventually } from "../helpers/eventually";
import { describeWithEmulator } from "../helpers/prerequisites";

describeWithEmulator("The emulator's processes", () => {
  async function pidOf(endpoint: string): Promise<number> {
    return ((await control(endpoint, "GET", "health")) as { pid: number }).pid;
  }

  function expectGone(pid: number): Promise<void> {
    return eventually(async () => {
      const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
      await Promise.resolve();
      // A zombie has ended; nobody has asked for its status yet.
      expect(stdout.trim()).toMatch(/^(Z.*)?$/);
    });
  }

  test("none is left when the process that started them is killed", async () => {
    const script = join(projectDirectory, "__tests__/helpers/hold-emulator.ts");
    const holder = spawn(process.execPath, ["--import", "tsx", script], { stdio: ["ignore", "pipe", "ignore"] });
    const [line] = (await once(holder.stdout, "data")) as [Buffer];
    const pids = await Promise.all((JSON.parse(line.toString()) as string[]).map(pidOf));
    expect(pids).toHaveLength(2);
    holder.kill("SIGKILL");
    await Promise.all(pids.map(expectGone));
  });

  test("a fork ends with its emulator, even when that is killed", async () => {
    const emulator = await startOwnEmulator();
    const fork = await emulator.fork();
    const pid = await pidOf(fork.endpoint);
    process.kill(await pidOf(emulator.endpoint), "SIGKILL");
    await expectGone(pid);
  });

  test("stop returns when the emulator and its forks are gone", async () => {
    const emulator = await startOwnEmulator();
    const fork = await emulator.fork();
    const pids = [await pidOf(emulator.endpoint), await pidOf(fork.endpoint)];
    await emulator.stop();
    expect(await refusal(emulator.calls())).toContain("has been stopped or has died");
    await Promise.all(pids.map(expectGone));
  });

  test("an abort while it starts leaves nothing and says so", async () => {
    const abort = new AbortController();
    const starting = startOwnEmulator({ signal: abort.signal });
    setTimeout(() => {
      abort.abort();
    }, 500);
    expect(await refusal(starting)).toMatch(/^AbortError: /);
  });
});
