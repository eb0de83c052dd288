import { readFile } from "node:fs/promises";
import { PENDING } from "../../model/secrets";
import { UsageError, VerdictError } from "../command";

/** A secret's value as it was given, and what its giver has to know of it. */
export interface Value {
  readonly text: string;
  /** What was done to it, or looks odd: sentences without any of it. */
  readonly notes: readonly string[];
}

/** Bytes that a parameter of the standard tier holds, and a secret of Secrets Manager (both services' quotas). */
const MOST_BYTES = { ssm: 4096, secretsmanager: 65_536 } as const;

const NOT_SET = "Nothing was set.";

/**
 * The text of what came from a file or through a pipe, without the line end behind it. PowerShell writes UTF-16 or UTF-8 with a
 * byte order mark.
 *
 * @throws VerdictError when it is no text.
 */
export function decode(content: Buffer): Value {
  const encoding = content[0] === 0xff && content[1] === 0xfe ? "utf-16le" : "utf-8";
  let text: string;
  try {
    // It leaves out the byte order mark.
    text = new TextDecoder(encoding, { fatal: true }).decode(content);
  } catch {
    throw new VerdictError(`The value is no text in UTF-8 or UTF-16. ${NOT_SET}`);
  }
  const value = text.replace(/\r?\n$/, "");
  return { text: value, notes: value === text ? [] : ["The line end behind the value was left out."] };
}

/**
 * Reads a value from a file.
 *
 * @throws UsageError when it cannot be read.
 */
export async function readValue(file: string): Promise<Value> {
  try {
    return decode(await readFile(file));
  } catch (error) {
    if (error instanceof VerdictError) throw error;
    throw new UsageError(
      `--from-file: ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown"}).`,
    );
  }
}

/** Reads a value to the end of a pipe. */
export async function readPipe(input: AsyncIterable<Buffer | string>): Promise<Value> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk));
  return decode(Buffer.concat(chunks));
}

/**
 * Makes sure that a value can be one, and notes what looks odd.
 *
 * @throws VerdictError saying why not, without the value.
 */
export function checkValue({ text, notes }: Value, stores: readonly (keyof typeof MOST_BYTES)[]): Value {
  const meaning = text.trim();
  if (meaning === "") throw new VerdictError(`The value is empty. ${NOT_SET}`);
  if (meaning.toLowerCase() === PENDING) {
    throw new VerdictError(`'${PENDING}' is what a parameter holds that nobody has set, and no value. ${NOT_SET}`);
  }
  if (text.includes("\0")) throw new VerdictError(`The value has a NUL character in it: it is no text. ${NOT_SET}`);
  const most = Math.min(...stores.map((store) => MOST_BYTES[store]));
  const bytes = Buffer.byteLength(text);
  if (bytes > most) throw new VerdictError(`The value has ${bytes} bytes, and ${most} are the most. ${NOT_SET}`);
  const padded = meaning === text ? [] : ["The value begins or ends with a space or a line end, which was kept."];
  return { text, notes: [...notes, ...padded] };
}
