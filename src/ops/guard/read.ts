import { readFile, stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { UsageError } from "../command";
import { Terraform } from "../terraform/terraform";
import { HOW, parsePlan, type Plan } from "./plan";

/** Where a plan is, and what Terraform needs to read one of its own files. */
export interface ReadOptions {
  readonly file: string;
  readonly env: NodeJS.ProcessEnv;
  /** The project's folder for what Terraform may keep from run to run. */
  readonly cacheDirectory: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a plan from a file: JSON, or what `terraform plan -out` writes, which Terraform itself is asked to show.
 *
 * @throws UsageError when there is no such file or it holds no plan.
 */
export async function readPlan(options: ReadOptions): Promise<Plan> {
  const { file } = options;
  const content = await contentOf(file);
  if (!isPlanFile(content)) return parsePlan(decode(content));
  return parsePlan(JSON.stringify(await show(options)));
}

/** Bytes of a plan at most: this project's largest has 1 MB, and more than this cannot be judged in seconds. */
const LARGEST = 64 * 1024 * 1024;

async function contentOf(file: string): Promise<Buffer> {
  try {
    // A pipe or a device may never come to an end.
    const { size, isFile } = await stat(file).then((found) => ({ size: found.size, isFile: found.isFile() }));
    if (!isFile) throw new UsageError(`The plan ${file} is no file: write it to one first. ${HOW}.`);
    if (size > LARGEST) {
      throw new UsageError(
        `The plan ${file} has ${Math.round(size / 1024 / 1024)} MB, and the guard reads ${LARGEST / 1024 / 1024} MB at most: it is no plan of this project. ${HOW}.`,
      );
    }
    return await readFile(file);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { code = "" } = error as NodeJS.ErrnoException;
    throw new UsageError(`The plan ${file} cannot be read (${code === "ENOENT" ? "there is no such file" : code}).`);
  }
}

/** A plan file is a ZIP archive, or, of a run in HCP Terraform, a few words of JSON that say which run it is. */
function isPlanFile(content: Buffer): boolean {
  return (
    content.subarray(0, 4).toString("latin1") === "PK\u0003\u0004" ||
    /^\s*\{\s*"remote_plan_format"/.test(decode(content.subarray(0, 100)))
  );
}

async function show({ file, env, cacheDirectory, signal }: ReadOptions): Promise<unknown> {
  const path = resolve(file);
  try {
    const terraform = await Terraform.open({ directory: dirname(path), env, cacheDirectory, signal });
    return await terraform.show(basename(path));
  } catch (error) {
    signal?.throwIfAborted();
    throw new UsageError(
      `Terraform cannot show the plan ${file}; it must lie in the initialized folder of its stack.\n${(error as Error).message}\n`,
    );
  }
}

/** PowerShell's `>` writes UTF-16 with a byte order mark. */
function decode(content: Buffer): string {
  const encoding = content[0] === 0xff && content[1] === 0xfe ? "utf16le" : "utf8";
  return content
    .toString(encoding)
    .replace(/^\uFEFF/, "")
    .trim();
}
