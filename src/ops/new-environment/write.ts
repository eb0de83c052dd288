import { existsSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { FileError } from "../../files/file-error";
import { VerdictError } from "../command";

/** A file that is not there yet. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Writes new files, all of them or none: what is half-written has another name until everything is.
 *
 * @throws VerdictError saying why nothing was written.
 */
export async function writeTogether(files: readonly NewFile[]): Promise<void> {
  const present = files.filter(({ path }) => existsSync(path)).map(({ path }) => path);
  if (present.length > 0) {
    throw new VerdictError(`There already: ${present.join(" and ")}. Nothing was written. Choose another --name.`);
  }
  const temporary = (path: string) => `${path}.${process.pid}.tmp`;
  const written: string[] = [];
  try {
    for (const { path, text } of files) {
      written.push(temporary(path));
      await writeFile(temporary(path), text);
    }
    for (const { path } of files) {
      await rename(temporary(path), path);
      written.push(path);
    }
  } catch (error) {
    await Promise.all(written.map((path) => rm(path, { force: true }).catch(() => undefined)));
    const file = ((error as NodeJS.ErrnoException).path ?? "").replace(`.${process.pid}.tmp`, "");
    const { message } = new FileError(file, error, "Nothing was written.");
    throw new VerdictError(message, { cause: error });
  }
}
