import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { UsageError } from "../command";
import { HOW } from "./plan";

/** MB of a plan at most: this project's largest has 1 MB, and what is larger may take more than seconds and 1 GB to judge. */
const LARGEST_MB = 8;
const LARGEST = LARGEST_MB * 1024 * 1024;

/**
 * The bytes of a plan's file.
 *
 * @throws UsageError when there is no such file, it is no file that comes to an end, it is empty, or larger than 8 MB.
 */
export async function contentOf(file: string): Promise<Buffer> {
  let handle: FileHandle | undefined;
  try {
    // Opening a pipe would wait for whoever writes to it. Windows has no such flag, and takes none for it.
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    return await readWhole(file, handle);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { code = "" } = error as NodeJS.ErrnoException;
    throw new UsageError(`The plan ${file} cannot be read (${code === "ENOENT" ? "there is no such file" : code}).`);
  } finally {
    await handle?.close();
  }
}

async function readWhole(file: string, handle: FileHandle): Promise<Buffer> {
  const found = await handle.stat();
  // A pipe or a device may never come to an end.
  if (!found.isFile()) throw new UsageError(`The plan ${file} is no file: write it to one first. ${HOW}.`);
  if (found.size > LARGEST) throw tooLarge(file, `${Math.round(found.size / 1024 / 1024)} MB`);
  const content = await upTo(LARGEST + 1, handle);
  if (content.length > LARGEST) throw tooLarge(file, `more than ${LARGEST_MB} MB`);
  if (content.length === 0) throw new UsageError(`The plan ${file} is empty. ${HOW}.`);
  const { size, mtimeMs } = await handle.stat();
  if (size !== found.size || mtimeMs !== found.mtimeMs) {
    throw new UsageError(`The plan ${file} is being written to: wait for its end, and run the command again.`);
  }
  return content;
}

/** The bytes of a file, but no more than so many: it may grow faster than it is read. */
async function upTo(most: number, handle: FileHandle): Promise<Buffer> {
  const parts: Buffer[] = [];
  let total = 0;
  while (total < most) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(1024 * 1024));
    if (bytesRead === 0) break;
    parts.push(buffer.subarray(0, bytesRead));
    total += bytesRead;
  }
  return Buffer.concat(parts);
}

function tooLarge(file: string, size: string): UsageError {
  return new UsageError(`The plan ${file} has ${size}, and the guard reads ${LARGEST_MB} MB at most: it is no plan of this project. ${HOW}.`); // prettier-ignore
}

/** PowerShell's `>` writes UTF-16 with a byte order mark. */
function encodingOf(content: Buffer): "utf-16le" | "utf-8" {
  return content[0] === 0xff && content[1] === 0xfe ? "utf-16le" : "utf-8";
}

/** How a plan's file begins, as text. */
export function beginningOf(content: Buffer): string {
  return new TextDecoder(encodingOf(content)).decode(content.subarray(0, 100));
}

/**
 * A plan's file as text.
 *
 * @throws UsageError when its bytes are no text: whatever a reader made of them would not be what Terraform wrote.
 */
export function textOf(file: string, content: Buffer): string {
  const encoding = encodingOf(content);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(content).trim();
  } catch {
    throw new UsageError(`The plan ${file} is no ${encoding.toUpperCase()} text: the file is damaged or of another tool. ${HOW}.`); // prettier-ignore
  }
}
