import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { signalGroup, start } from "../process";
import {
  control,
  type ApiCall,
  type IdKind,
  type Rollout,
  type TargetHealth,
  type UnimplementedCall,
} from "./controls";
import { clientEnvironment, pythonEnvironment } from "./environment";
import { EmulatorError } from "./error";
import { StandingProviders } from "./provider/providers";
import { installEmulator, type PythonOptions } from "./python";

/** What the emulator plays, and where it comes from. */
export interface EmulatorOptions extends PythonOptions {
  /** The twelve digits of the AWS account. */
  readonly account: string;
  readonly region: string;
  /** Patches over moto to leave out, by name; `all` for plain moto. @default none */
  readonly without?: readonly string[];
  /** Called with each line that the emulator writes: what went wrong in it. */
  readonly log?: ((line: string) => void) | undefined;
  /** Until when it runs: the end of another process, or some minutes without a call. @default the end of this process */
  readonly until?: { readonly endOf: number } | { readonly idleMinutes: number } | undefined;
}

/** A running emulator, or a fork of one. Its state is in memory: it is gone when it stops. */
export class Emulator {
  readonly endpoint: string;
  /** The whole environment for a child that talks to it, such as Terraform. */
  readonly environment: NodeJS.ProcessEnv;
  /** AWS providers that talk to it, and end with it. */
  readonly providers: StandingProviders;
  private readonly forks: Emulator[] = [];

  constructor(
    readonly port: number,
    readonly account: string,
    readonly region: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly cacheDirectory: string,
    private readonly end: () => Promise<void>,
    before?: Emulator,
  ) {
    this.endpoint = `http://127.0.0.1:${port}`;
    this.environment = clientEnvironment(env, this);
    this.providers = new StandingProviders(this.environment, join(cacheDirectory, "terraform"), before?.providers);
  }

  /**
   * A copy of the whole state on a port of its own, made in milliseconds: a snapshot to test on. Its journal begins
   * empty. It ends when this emulator does.
   */
  async fork(): Promise<Emulator> {
    const { pid, port } = (await control(this.endpoint, "POST", "forks")) as { pid: number; port: number };
    const end = async () => {
      await control(this.endpoint, "DELETE", "forks", { pid });
    };
    const fork = new Emulator(port, this.account, this.region, this.env, this.cacheDirectory, end, this);
    this.forks.push(fork);
    return fork;
  }

  /** An emulator that somebody else has started, and ends. */
  static at(port: number, options: Pick<EmulatorOptions, "account" | "region" | "env" | "cacheDirectory">): Emulator {
    const { account, region, env, cacheDirectory } = options;
    return new Emulator(port, account, region, env, cacheDirectory, () => Promise.resolve());
  }

  /** Whether it answers. */
  async isAlive(): Promise<boolean> {
    return await control(this.endpoint, "GET", "health").then(
      () => true,
      () => false,
    );
  }

  /** Chooses the ids of the next resources of each kind, in order. */
  async chooseIds(ids: Partial<Record<IdKind, readonly string[]>>): Promise<void> {
    await control(this.endpoint, "POST", "ids", ids);
  }

  /** Sets the health of one target, or of all. */
  async setTargetHealth(health: TargetHealth): Promise<void> {
    await control(this.endpoint, "PUT", "target-health", health);
  }

  /** Sets how the roll-outs of a service end: the present one, if there is one, and those to come. */
  async setRollout(rollout: Rollout): Promise<void> {
    await control(this.endpoint, "PUT", "rollouts", rollout);
  }

  /** The API calls since the start or `clearCalls`. */
  async calls(): Promise<readonly ApiCall[]> {
    return (await control(this.endpoint, "GET", "journal")) as ApiCall[];
  }

  /** Forgets all calls so far, the unimplemented ones too. */
  async clearCalls(): Promise<void> {
    await control(this.endpoint, "DELETE", "journal");
  }

  /** The API calls that it could not answer as AWS would. A test fails on any. */
  async unimplemented(): Promise<readonly UnimplementedCall[]> {
    return (await control(this.endpoint, "GET", "unimplemented")) as UnimplementedCall[];
  }

  /** Ends it, its providers and its forks; returns when they are gone. */
  async stop(): Promise<void> {
    await this.endProviders();
    await this.end();
  }

  private async endProviders(): Promise<void> {
    await Promise.all([this.providers.stop(), ...this.forks.map((fork) => fork.endProviders())]);
  }
}

/**
 * Starts an emulator on a free loopback port, installing it first where it is missing. It ends with this process,
 * however that ends.
 *
 * @throws EmulatorError when it cannot be installed or does not start, with what to do.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { account, region, env, without = [], signal, until } = options;
  const python = await installEmulator(options);
  signal?.throwIfAborted();
  const args = ["-m", "kelmah_emulator", "--account", account, "--region", region, "--without", without.join(",")];
  const child = start(python, [...args, ...lifetime(until)], {
    env: { ...pythonEnvironment(env), PYTHONPATH: __dirname, PYTHONUNBUFFERED: "1" },
    // Its end is what tells the emulator that this process is gone.
    stdin: until === undefined ? "pipe" : "ignore",
    outlives: until !== undefined,
  });
  const closed = new Promise((resolve) => child.once("close", resolve));
  const stop = async () => {
    signalGroup(child, "SIGKILL");
    await closed;
  };
  // Only while it starts: later an interrupted Terraform still has to write its state here and release its lock.
  const interrupt = () => void stop();
  signal?.addEventListener("abort", interrupt, { once: true });
  let port: number;
  try {
    port = await readPort(child, options.log);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", interrupt);
  }
  if (until !== undefined) letGo(child);
  return new Emulator(port, account, region, env, options.cacheDirectory, stop);
}

/** Goes on without a child: it is not waited for, and what it says is not read. */
function letGo(child: ChildProcess): void {
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.unref();
}

function lifetime(until: EmulatorOptions["until"]): string[] {
  if (until === undefined) return [];
  return "endOf" in until ? ["--until-end-of", String(until.endOf)] : ["--idle-minutes", String(until.idleMinutes)];
}

/** Waits for the line with the port, which the emulator writes when it is ready. */
async function readPort(child: ChildProcess, log: ((line: string) => void) | undefined): Promise<number> {
  if (child.stdout === null || child.stderr === null) throw new Error("The emulator's output is not piped");
  const said: string[] = [];
  createInterface(child.stderr).on("line", (line) => {
    said.push(line);
    if (said.length > 10) said.shift();
    log?.(line);
  });
  return await new Promise<number>((resolve, reject) => {
    if (child.stdout !== null) {
      createInterface(child.stdout).once("line", (line) => {
        resolve((JSON.parse(line) as { port: number }).port);
      });
    }
    child.once("error", reject);
    child.once("close", () => {
      reject(new EmulatorError(["The AWS emulator did not start:", ...said].join("\n  ")));
    });
  });
}
