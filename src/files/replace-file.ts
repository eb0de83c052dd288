import { rename, rm, writeFile } from "node:fs/promises";
import { FileError } from "./file-error";

/**
 * Replaces a file in one step: whoever reads it meanwhile reads the old text or the new.
 *
 * @throws FileError when it cannot be written. Then it is as it was, and nothing is left beside it.
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    // To the disk, before it takes the place of what is there.
    await writeFile(temporary, text, { flush: true });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new FileError(file, error, "It is as it was: make room or give access, and run the command again.");
  }
}
