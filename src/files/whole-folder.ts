import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { FileError } from "./file-error";

/** What undoes the steps that were done, the last first. */
class Steps {
  private readonly undo: (() => void)[] = [];

  do(step: () => void, undo: () => void): void {
    step();
    this.undo.unshift(undo);
  }

  /** Takes back what was done. What cannot be taken back, and what was before it, stays where it is: nothing is lost. */
  takeBack(): void {
    this.undo.every(tryTo);
  }
}

/** Does something, and says whether that was possible. */
function tryTo(action: () => void): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}

/** Removes what runs have left that were killed. */
function removeLeft(folder: string): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const [, id] = /^\.(\d+)\.new$/.exec(name) ?? [];
    const isAlive = Number(id) !== process.pid && tryTo(() => process.kill(Number(id), 0));
    if (id !== undefined && !isAlive) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    .sort();
}

/** The file that was begun last: within one tick of the clock, that of the highest number. */
function lastIn(folder: string): string | undefined {
  const files = existsSync(folder) ? filesIn(folder).map((file) => join(folder, file)) : [];
  const begun = files.map((file) => ({ file, stats: statSync(file) }));
  return begun.sort((one, two) => two.stats.mtimeMs - one.stats.mtimeMs || two.stats.ino - one.stats.ino)[0]?.file;
}

/**
 * Whether a file or a folder is there.
 *
 * @throws an error as the file system makes it when the other of the two is there.
 */
function isThere(path: string, what: "file" | "folder"): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.isDirectory() === (what === "folder")) return found !== undefined;
  const code = what === "file" ? "EISDIR" : "ENOTDIR";
  throw Object.assign(new Error(`${code}: ${path}`), { code, path, syscall: "stat" });
}

/** Makes a folder and those above it, as far as they are not there. */
function makeFolder(folder: string, steps: Steps): void {
  if (isThere(folder, "folder") || folder === dirname(folder)) return;
  makeFolder(dirname(folder), steps);
  steps.do(
    () => {
      mkdirSync(folder);
    },
    () => {
      rmSync(folder, { recursive: true, force: true });
    },
  );
}

/**
 * Writes files into a folder that may hold others: all of them, or none. They are written beside it first, and only then take
 * the places of those that are there, which costs no room on the disk any more.
 *
 * @param write writes the files into the folder that it is given.
 * @throws FileError when a file or folder cannot be written, and whatever `write` throws beside. Then everything is as it was.
 */
export function writeWhole(folder: string, write: (folder: string) => void): void {
  const steps = new Steps();
  const place = join(folder, `.${process.pid}.new`);
  const [fresh, former] = [join(place, "new"), join(place, "old")];
  try {
    removeLeft(folder);
    makeFolder(folder, steps);
    for (const part of [place, fresh, former]) makeFolder(part, steps);
    write(fresh);
    const files = filesIn(fresh);
    for (const file of files) {
      for (const above of [folder, former]) makeFolder(dirname(join(above, file)), steps);
    }
    for (const file of files) swap(join(folder, file), { by: join(fresh, file), to: join(former, file) }, steps);
    tryTo(() => {
      rmSync(place, { recursive: true, force: true });
    });
  } catch (error) {
    // A write that fails says nothing of where: the last file that was begun is the one.
    const unfinished = lastIn(fresh);
    steps.takeBack();
    if (!isOfFiles(error)) throw error;
    const file = (error.path ?? unfinished ?? folder).replace(fresh, folder);
    const then = `Nothing was written: what ${folder} holds is as it was. Make room or give access, and run the command again.`;
    throw new FileError(file, error, then);
  }
}

/** Puts one file in the place of another, and that one aside. */
function swap(file: string, { by, to }: { readonly by: string; readonly to: string }, steps: Steps): void {
  if (isThere(file, "file")) {
    steps.do(
      () => {
        renameSync(file, to);
      },
      () => {
        renameSync(to, file);
      },
    );
  }
  steps.do(
    () => {
      renameSync(by, file);
    },
    () => {
      renameSync(file, by);
    },
  );
}

function isOfFiles(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === "object" && error !== null && "syscall" in error;
}
