import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Documented } from "../helpers/documented";
import { describeEndToEnd } from "../helpers/prerequisites";
import { copyProject } from "../helpers/project-copy";

/** A run of `npm run local`, and everything it has said so far. */
interface Run {
  readonly child: ChildProcess;
  output(): string;
  /** Waits until it has said something that matches. */
  says(pattern: RegExp): Promise<void>;
  readonly ended: Promise<number | null>;
}

const LOCAL = "npm ci && npm run local";

describeEndToEnd("npm run local", ["terraform", "emulator"], () => {
  const readme = new Documented("README.md", LOCAL);
  let project: string;
  const runs: Run[] = [];

  beforeAll(async () => {
    project = await copyProject();
  });

  afterAll(async () => {
    for (const { child } of runs) child.kill("SIGKILL");
    await rm(project, { recursive: true });
  });

  /** Starts the command as `npm run local` does, without npm: a signal then goes to it alone, as from a service manager. */
  function start(args: string[] = [], env: NodeJS.ProcessEnv = {}): Run {
    const child = spawn(process.execPath, [...readme.typeToNode(LOCAL), ...args], {
      cwd: project,
      env: { ...process.env, CI: "true", AWS_PROFILE: "nobody", TF_WORKSPACE: "elsewhere", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    const ended = once(child, "close").then(([status]) => status as number | null);
    const says = async (pattern: RegExp) => {
      while (!pattern.test(output)) {
        if (child.exitCode !== null) throw new Error(`It ended before it said ${String(pattern)}:\n${output}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    const run = { child, output: () => output, says, ended };
    runs.push(run);
    return run;
  }

  /** Processes that work in our copy of the project or on its emulators, whoever is their parent now (Linux only). */
  function processes(): string[] {
    if (!existsSync("/proc/self")) return [];
    const isOurs = (id: string) => {
      try {
        const emulates = readFileSync(`/proc/${id}/environ`, "utf8").includes(`PYTHONPATH=${project}`);
        return emulates || readlinkSync(`/proc/${id}/cwd`).startsWith(project);
      } catch {
        return false; // It has ended, or is somebody else's.
      }
    };
    return readdirSync("/proc").filter((id) => /^\d+$/.test(id) && isOurs(id));
  }

  const leftFolders = () => readdir(join(project, ".cache/local"));

  test("names everything that is missing at once", async () => {
    const run = start([], { PATH: "/nowhere" });
    expect(await run.ended).toBe(2);
    expect(run.output()).toMatch(/Prerequisites: ✖ failed\n/);
    expect(run.output()).toMatch(/ {2}Terraform >= 1\.11 is needed: there is none on PATH\.\n.*\n {2}Python >= 3\.10/);
    expect(await leftFolders()).toEqual([]);
  }, 60_000);

  test("refuses what it does not understand", async () => {
    const run = start(["--kep"]);
    expect(await run.ended).toBe(2);
    expect(run.output()).toBe("Unknown option '--kep'. See --help.\n");
  }, 60_000);

  test("brings everything up, proves it and shows it; other runs that are cut off disturb nothing", async () => {
    const whole = start(["--keep"]);
    for (const [signal, moment, status] of [
      ["SIGTERM", /State bucket: applying/, 143],
      ["SIGINT", /kelmah-dev-network: applying/, 130],
    ] as const) {
      const cut = start();
      await cut.says(moment);
      cut.child.kill(signal);
      expect(await cut.ended).toBe(status);
      expect(cut.output()).toContain(`\nInterrupted (${signal}).\n`);
    }

    await whole.says(/Ctrl-C/);
    expect(await leftFolders()).toHaveLength(1);
    const shown = whole.output();
    for (const expected of [
      /Second plan: ✔ empty for 3 stacks\n/,
      /kelmah-state: ✔ 7 added, 0 changed, 0 destroyed; state moved to s3:\/\//,
      /NAT address +([\d.]+) +for Atlas's access list: \1\/32\n/,
      /NLB \S+ +\S+\.elb\.\S*amazonaws\.com\n/,
      /kelmah-auth-dev +1 of 1 +TCP 5001 +kelmah-auth-dev +TCP +1 of 1\n/,
      /kelmah-user-dev +1 of 1 +TCP 3002 +kelmah-user-dev +HTTP \/health +1 of 1\n/,
      /8 of 8 parameters in \/kelmah\/dev\/ are still pending:\n/,
    ]) {
      expect(shown).toMatch(expected);
    }
    // No control characters where there is no terminal.
    // oxlint-disable-next-line no-control-regex -- that is what is looked for
    expect(shown).not.toMatch(/\u001b/);

    // What it says about looking around works as it stands.
    const commands = shown.split("To look around, in another terminal:\n")[1]?.split("\n\n")[0] ?? "";
    const look = spawnSync("sh", ["-e", "-c", commands], {
      cwd: project,
      env: { PATH: process.env.PATH },
      encoding: "utf8",
    });
    expect(look.stderr).toBe("");
    expect(look.stdout).toContain("aws_ecs_service.auth\n");
    expect(look.stdout).toContain('"/kelmah/dev/JWT_SECRET"');

    expect(processes()).not.toEqual([]);
    whole.child.kill("SIGINT");
    expect(await whole.ended).toBe(0);
    expect(await leftFolders()).toEqual([]);
    expect(processes()).toEqual([]);
  }, 360_000);

  readme.testThatAllAreTyped();
});
