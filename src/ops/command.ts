import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileSentence } from "../files/file-error";
import { OperatorError } from "../model/problem";
import { exitStatus, Interrupted } from "./exit-status";

export { ExitError, Interrupted, UsageError, VerdictError } from "./exit-status";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs an operator command from its first line to its exit status. The first SIGINT, SIGTERM or SIGHUP aborts the
 * command, which then ends what it started; a second one ends the process at once.
 */
export async function runCommand(command: (signal: AbortSignal) => Promise<void>): Promise<never> {
  const controller = new AbortController();
  for (const name of SIGNALS) {
    process.on(name, () => {
      const interrupted = new Interrupted(name);
      if (controller.signal.aborted) process.exit(interrupted.status);
      controller.abort(interrupted);
    });
  }
  // Such as a log that can no longer be written, in the middle of what somebody else says.
  process.on("uncaughtException", (error) => {
    controller.abort(error);
  });
  let status = 0;
  try {
    await command(controller.signal);
  } catch (error) {
    // Whatever an interrupted command fails with, the interruption is why.
    const reason: unknown = controller.signal.aborted ? controller.signal.reason : error;
    const message = reason instanceof Error ? reason.message : String(reason);
    process.stderr.write(`${fileSentence(reason) ?? message}\n`);
    status = exitStatus(reason);
  }
  process.exit(status);
}

/**
 * Gives a command a new folder of its own, so that two runs do not meet, and removes it afterwards. After a failure it
 * stays if there is something in its `logs`, and the error says so.
 */
export async function withRunFolder<T>(
  parent: string,
  signal: AbortSignal,
  action: (folder: string) => Promise<T>,
): Promise<T> {
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, "run-"));
  const logs = join(folder, "logs");
  let keep = false;
  try {
    return await action(folder);
  } catch (error) {
    if (signal.aborted) throw error;
    const { message, stack = message } = error as Error;
    if (!(error instanceof OperatorError)) {
      // Nobody foresaw this one: where in the code it was thrown is kept for whoever mends it.
      await mkdir(logs, { recursive: true });
      await writeFile(join(logs, "error.log"), `${stack}\n`);
    }
    keep = existsSync(logs);
    if (!keep || message.includes(logs)) throw error;
    throw new OperatorError(`${message}\nLogs: ${logs}`, { cause: error });
  } finally {
    if (!keep) await rm(folder, { recursive: true, force: true });
  }
}
