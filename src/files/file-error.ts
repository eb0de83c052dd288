import { OperatorError } from "../model/problem";

/** What a file system answers, in words (POSIX, "Error Numbers"). */
const WORDS: Readonly<Record<string, string>> = {
  ENOSPC: "no space is left on the disk",
  EDQUOT: "the disk quota is used up",
  EFBIG: "it would be larger than this shell lets files be (ulimit -f)",
  EROFS: "the file system can only be read",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  ENOENT: "a folder on the way to it is not there",
  ENOTDIR: "a file is where a folder has to be",
  EISDIR: "a folder is where the file has to be",
  EEXIST: "a file is where a folder has to be",
  EIO: "the disk fails",
  EMFILE: "too many files are open",
};

/** A file that cannot be written, in one sentence that names it. */
export class FileError extends OperatorError {
  override readonly name = "FileError";

  /** @param then what is so all the same, and what to do. */
  constructor(file: string, error: unknown, then: string) {
    super(`${file} cannot be written: ${reasonOf(error)}. ${then}`, { cause: error });
  }
}

/** Why something cannot be written, in a few words. */
function reasonOf(error: unknown): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  return WORDS[code] ?? message;
}

/** What was being done, by the call that failed; all others write. */
const DONE: Readonly<Record<string, string>> = {
  open: "opened",
  read: "read",
  scandir: "read",
  stat: "read",
  lstat: "read",
  readlink: "read",
};

/** What a file system has answered to a command, as a sentence; `undefined` for any other error. */
export function fileSentence(error: unknown): string | undefined {
  const { code = "", path, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  if (WORDS[code] === undefined || path === undefined || code === "ENOENT") return undefined;
  return `${path} cannot be ${DONE[syscall ?? ""] ?? "written"}: ${WORDS[code]}.`;
}
