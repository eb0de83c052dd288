import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { OperatorError } from "../model/problem";

/** How a child process ended, with everything it wrote. */
export interface ProcessResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What to run and how. */
export interface ProcessOptions {
  readonly cwd?: string;
  /** The child's whole environment: nothing is inherited that is not passed. */
  readonly env: NodeJS.ProcessEnv;
  /** Called with each complete line of standard output, as it comes. */
  readonly onLine?: (line: string) => void;
  /** Standard input: closed, or a pipe that ends when this process does. @default "ignore" */
  readonly stdin?: "ignore" | "pipe";
  /** Whether the command is a line for the system's own shell: `sh`, or `cmd.exe` on Windows. @default false */
  readonly shell?: boolean;
  /** Whether it goes on when this process ends. @default false */
  readonly outlives?: boolean;
  /** Interrupts the child (SIGINT, then SIGKILL after `killAfterSeconds`) when aborted. */
  readonly signal?: AbortSignal;
  /** Seconds between SIGINT and SIGKILL. @default 30 */
  readonly killAfterSeconds?: number;
}

/** A command that could not be started or that ended with another status than 0. */
export class CommandError extends Error {
  constructor(
    readonly command: string,
    readonly result: ProcessResult,
  ) {
    const output = (result.stderr.trim() || result.stdout.trim()).split("\n").slice(-40).join("\n");
    super(`${command} ended with status ${result.status}\n${output}`);
    this.name = "CommandError";
  }
}

/** A command that could not even be started, in one sentence. */
export class CannotStartError extends OperatorError {
  override readonly name = "CannotStartError";

  constructor(
    readonly command: string,
    error: unknown,
  ) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    const words: Readonly<Record<string, string>> = {
      ENOENT: "there is none on PATH, or the folder to run it in is not there",
      EACCES: "this user may not run it",
      E2BIG: "its arguments and variables are too long",
      EAGAIN: "this user runs too many programs",
      ENOMEM: "no memory is left",
    };
    super(`${command} cannot be started: ${words[code] ?? message}.`, { cause: error });
  }
}

const running = new Set<ChildProcess>();

/** Signals a child and everything it started: terraform's provider plugins outlive a terraform that is killed alone. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

// The last line of defence: whatever way this process ends, no child of its own survives it.
process.on("exit", () => {
  for (const child of running) signalGroup(child, "SIGKILL");
});

/** Some of what keeps a command from being started is thrown at once, and the rest is an event. */
function spawned(command: string, args: readonly string[], { cwd, env, stdin, shell }: ProcessOptions): ChildProcess {
  try {
    return spawn(command, args, {
      cwd,
      env,
      detached: true,
      ...(shell === true && { shell }),
      stdio: [stdin ?? "ignore", "pipe", "pipe"],
    });
  } catch (error) {
    throw new CannotStartError(command, error);
  }
}

/**
 * Starts a command as the leader of its own process group, so that a Ctrl-C at the terminal reaches it only through us.
 *
 * @throws Error when the command cannot be started.
 */
export function start(command: string, args: readonly string[], options: ProcessOptions): ChildProcess {
  const child = spawned(command, args, options);
  if (options.outlives !== true) running.add(child);
  child.once("close", () => running.delete(child));
  child.once("error", () => running.delete(child));
  return child;
}

/**
 * Runs a command to its end and returns its status and output, whatever the status.
 *
 * @throws CannotStartError when the command cannot be started.
 */
export async function run(command: string, args: readonly string[], options: ProcessOptions): Promise<ProcessResult> {
  const child = start(command, args, options);
  let stdout = "";
  let stderr = "";
  let partial = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    stdout += chunk;
    if (options.onLine === undefined) return;
    const lines = (partial + chunk).split("\n");
    partial = lines.pop() ?? "";
    lines.forEach(options.onLine);
  });
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));

  let timer: NodeJS.Timeout | undefined;
  const interrupt = () => {
    signalGroup(child, "SIGINT");
    timer = setTimeout(
      () => {
        signalGroup(child, "SIGKILL");
      },
      (options.killAfterSeconds ?? 30) * 1000,
    );
  };
  if (options.signal?.aborted) interrupt();
  options.signal?.addEventListener("abort", interrupt, { once: true });
  try {
    const [status] = (await once(child, "close").catch((error: unknown) => {
      throw new CannotStartError(options.shell === true ? "the system's shell" : command, error);
    })) as [number | null];
    if (partial !== "") options.onLine?.(partial);
    return { status: status ?? 1, stdout, stderr };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", interrupt);
  }
}

/**
 * Runs a command that must succeed.
 *
 * @throws CommandError when it ends with another status than 0, with the last of what it wrote.
 */
export async function runOrThrow(
  command: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<ProcessResult> {
  const result = await run(command, args, options);
  if (result.status !== 0) throw new CommandError([command, ...args].join(" "), result);
  return result;
}
