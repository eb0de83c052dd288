import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { CannotStartError, signalGroup, start } from "../../process";
import { EmulatorError } from "../error";

/**
 * Starts the program and ends it when standard input ends, which is when whoever started this is gone, however that ended;
 * then nobody else removes the folder. The program itself does not listen to anything: it is made for a debugger.
 */
const WHILE_OPEN = '"$0" -debug </dev/null & exec >/dev/null 2>&1; cat; kill -9 $!; rm -rf "$PLUGIN_UNIX_SOCKET_DIR"';

/** Seconds that a provider may take to start: a busy machine needs some. */
const PATIENCE_SECONDS = 120;

/** A provider that has been started for longer than one Terraform run. */
export class ProviderProcess {
  private constructor(
    /** A folder of its own, for sockets, which is gone when it is. */
    readonly folder: string,
    /** The socket that it listens on. */
    readonly socket: string,
    /** Its process. */
    readonly pid: number,
    private readonly child: ChildProcess,
    private readonly closed: Promise<unknown>,
  ) {}

  /**
   * Starts a provider's program as a debugger does: it then says where it listens, and stays.
   *
   * @param env its whole environment: it reads from there which AWS it talks to.
   * @throws EmulatorError when it does not say where it listens.
   */
  static async start(binary: string, env: NodeJS.ProcessEnv): Promise<ProviderProcess> {
    // What it would log is as much work as all the rest.
    const quiet = { TF_LOG: "off", TF_LOG_SDK: "off", TF_LOG_PROVIDER: "off", TF_LOG_PROVIDER_AWS: "off" };
    const folder = await mkdtemp(join(tmpdir(), "kelmah-provider-"));
    // Source of the variable: hashicorp/go-plugin, constants.go.
    const own = { ...quiet, PLUGIN_UNIX_SOCKET_DIR: folder };
    const child = start("sh", ["-c", WHILE_OPEN, binary], { env: { ...env, ...own }, stdin: "pipe" });
    const closed = once(child, "close").catch((error: unknown) => {
      throw new CannotStartError("sh", error);
    });
    // Who waits for it hears of it.
    closed.catch(() => undefined);
    child.stderr?.resume();
    const timer = setTimeout(() => {
      signalGroup(child, "SIGKILL");
    }, PATIENCE_SECONDS * 1000);
    try {
      if (child.stdout === null) throw new Error("The provider's output is not piped");
      for await (const line of createInterface(child.stdout)) {
        const reattach = /TF_REATTACH_PROVIDERS='(.*)'/.exec(line)?.[1];
        if (reattach === undefined) continue;
        const [{ Pid, Addr }] = Object.values(JSON.parse(reattach) as Record<string, Reattach>) as [Reattach];
        child.stdout.resume();
        return new ProviderProcess(folder, Addr.String, Pid, child, closed);
      }
    } finally {
      clearTimeout(timer);
    }
    signalGroup(child, "SIGKILL");
    await rm(folder, { recursive: true, force: true });
    await closed;
    throw new EmulatorError(`${binary} -debug ended without saying where it listens.`);
  }

  /** Ends it; returns when it is gone. */
  async stop(): Promise<void> {
    signalGroup(this.child, "SIGKILL");
    await this.closed;
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** What Terraform wants to know of a provider that runs already. Source: go-plugin's ReattachConfig, as Terraform reads it. */
export interface Reattach {
  readonly Protocol: "grpc";
  readonly ProtocolVersion: 5;
  readonly Pid: number;
  readonly Test: true;
  readonly Addr: { readonly Network: "unix"; readonly String: string };
}
