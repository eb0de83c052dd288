import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { unlinkSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { OperatorError } from "../model/problem";

/** How to wait for a lock that somebody else holds. */
export interface LockOptions {
  /** Seconds to wait before giving up; 0 gives up at once. @default 300 */
  readonly waitSeconds?: number;
  /** Ends the wait. */
  readonly signal?: AbortSignal | undefined;
}

/** A lock that another process kept longer than we were ready to wait. */
export class LockedError extends OperatorError {
  override readonly name = "LockedError";

  constructor(
    readonly path: string,
    readonly holder: string,
  ) {
    super(`${path} is held by process ${holder}. Wait for it to end; if there is no such process, delete the file.`);
  }
}

const held = new Set<string>();
process.on("exit", () => {
  for (const path of held) {
    try {
      unlinkSync(path);
    } catch {
      // Gone already: nothing is left to release.
    }
  }
});

/**
 * Runs a function while holding a lock that other processes respect: a file that holds the id of its process.
 * A lock whose process is dead is taken over.
 *
 * @throws LockedError when another process holds it for longer than `waitSeconds`.
 */
export async function withLock<T>(path: string, options: LockOptions, action: () => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  const deadline = Date.now() + (options.waitSeconds ?? 300) * 1000;
  for (;;) {
    options.signal?.throwIfAborted();
    const holder = await tryToLock(path);
    if (holder === undefined) break;
    if (holder === "") continue;
    if (isDead(holder)) await removeStale(path, holder);
    else if (Date.now() >= deadline) throw new LockedError(path, holder);
    else await sleep(100, undefined, { signal: options.signal });
  }
  held.add(path);
  try {
    return await action();
  } finally {
    held.delete(path);
    await rm(path, { force: true });
  }
}

/** Takes the lock and returns undefined, or returns who holds it ("" when it was released meanwhile). */
async function tryToLock(path: string): Promise<string | undefined> {
  // Linked into place with its content, so that nobody ever reads a lock that does not yet name its holder.
  const candidate = `${path}.${randomUUID()}`;
  await writeFile(candidate, String(process.pid));
  try {
    await link(candidate, path);
    return undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return await readFile(path, "utf8").catch(() => "");
  } finally {
    await rm(candidate, { force: true });
  }
}

function isDead(holder: string): boolean {
  try {
    process.kill(Number(holder), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

/** Removes the lock of a dead process, but not the one that somebody else took over in the meantime. */
async function removeStale(path: string, holder: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  if ((await readFile(aside, "utf8")) !== holder) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}
