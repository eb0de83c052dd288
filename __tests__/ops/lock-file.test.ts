import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { LockedError, withLock } from "../../src/ops/lock-file";
import { temporaryDirectory } from "../helpers/temporary";

const folder = temporaryDirectory();
const path = () => folder.path("below", "a.lock");

/** The id of a process that has ended. */
function deadProcess(): string {
  return String(spawnSync("true").pid);
}

test("lets one in at a time", async () => {
  let inside = 0;
  let most = 0;
  const enter = async () => {
    most = Math.max(most, ++inside);
    await sleep(20);
    inside--;
  };
  await Promise.all([1, 2, 3].map(() => withLock(path(), {}, enter)));
  expect(most).toBe(1);
});

test("names its process while it is held and leaves nothing behind", async () => {
  await withLock(path(), {}, () => {
    expect(readFileSync(path(), "utf8")).toBe(String(process.pid));
    return Promise.resolve();
  });
  expect(readdirSync(folder.path("below"))).toEqual([]);
});

test("is released when the action fails", async () => {
  await expect(withLock(path(), {}, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(existsSync(path())).toBe(false);
});

test("is taken over from a dead process", async () => {
  await folder.write("below/a.lock", deadProcess());
  await expect(withLock(path(), { waitSeconds: 0 }, () => Promise.resolve("in"))).resolves.toBe("in");
});

test("gives up on a process that is alive, and says which and what to do", async () => {
  await folder.write("below/a.lock", String(process.ppid));
  const locked = withLock(path(), { waitSeconds: 0 }, () => Promise.resolve());
  await expect(locked).rejects.toThrow(LockedError);
  await expect(locked).rejects.toThrow(
    `is held by process ${process.ppid}. Wait for it to end; if there is no such process, delete the file.`,
  );
  expect(existsSync(path())).toBe(true);
});

test("stops waiting when told to", async () => {
  await folder.write("below/a.lock", String(process.ppid));
  const wait = withLock(path(), { signal: AbortSignal.timeout(50) }, () => Promise.resolve());
  await expect(wait).rejects.toThrow(/aborted/);
});
