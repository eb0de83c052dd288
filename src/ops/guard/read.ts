import { existsSync } from "node:fs";
import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "../command";
import { Terraform } from "../terraform/terraform";
import { HOW, parsePlan, type Plan } from "./plan";
import { isArchive, type PlanFile, readPlanFile } from "./plan-file";
import { parseStack, writtenFindings } from "./written-stack";

/** Where a plan is, and what Terraform needs to read one of its own files. */
export interface ReadOptions {
  readonly file: string;
  readonly env: NodeJS.ProcessEnv;
  /** The project's folder for what Terraform may keep from run to run. */
  readonly cacheDirectory: string;
  readonly signal?: AbortSignal | undefined;
}

/** A plan, and what it was made of. */
export interface ReadPlan {
  readonly plan: Plan;
  /** What the plan's own file says of that; nothing in a plan as JSON, nor in one of a run in HCP Terraform. */
  readonly made: PlanFile | undefined;
}

/**
 * Reads a plan from a file: what `terraform plan -out` writes, which Terraform itself is asked to show, or JSON.
 *
 * @throws UsageError when there is no such file, it holds no plan, or Terraform cannot show it.
 */
export async function readPlan(options: ReadOptions): Promise<ReadPlan> {
  const { file } = options;
  const content = await contentOf(file);
  if (isArchive(content)) {
    const made = readPlanFile(file, content);
    return { plan: parsePlan(JSON.stringify(await show(options, made))), made };
  }
  const plan = isRemote(content) ? JSON.stringify(await show(options, undefined)) : decode(content);
  return { plan: parsePlan(plan), made: undefined };
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

/** A plan of a run in HCP Terraform is a few words of JSON that say which run it is. */
function isRemote(content: Buffer): boolean {
  return /^\s*\{\s*"remote_plan_format"/.test(decode(content.subarray(0, 100)));
}

async function show(options: ReadOptions, made: PlanFile | undefined): Promise<unknown> {
  const { file, signal } = options;
  const path = resolve(file);
  try {
    const isInitialized = existsSync(join(dirname(path), ".terraform"));
    if (made !== undefined && !isInitialized) return await showElsewhere(options, made);
    const terraform = await open(options, dirname(path));
    return await terraform.show(basename(path));
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof UsageError) throw error;
    const where = made === undefined ? "; it must lie in the initialized folder of its stack" : "";
    throw new UsageError(`Terraform cannot show the plan ${file}${where}.\n${(error as Error).message}\n`);
  }
}

/**
 * Shows a plan in a folder of its own, with the provider that its lock file names, as where it lies nobody has run `terraform init`.
 * The backend is not asked: whoever judges a plan needs no credentials.
 */
async function showElsewhere(options: ReadOptions, { configuration, others, lock }: PlanFile): Promise<unknown> {
  if (configuration === undefined || others.length > 0) {
    throw new UsageError(
      `The plan ${options.file} was made of ${others.join(", ")}, and the guard reads plans of a synthesized cdk.tf.json alone.`,
    );
  }
  // Whoever installs a provider runs it.
  const foreign = writtenFindings(parseStack(options.file, configuration), { environment: undefined });
  if (foreign.length > 0) {
    const lines = foreign.map(({ address = "", message }) => `${address} ${message}`.trim()).join("\n");
    throw new UsageError(
      `The plan ${options.file} is not of this project, and nothing of it is installed.\n${lines}\n`,
    );
  }
  const folder = await mkdtemp(join(tmpdir(), "kelmah-guard-"));
  try {
    await writeFile(join(folder, "cdk.tf.json"), configuration);
    await writeFile(join(folder, ".terraform.lock.hcl"), lock);
    await copyFile(options.file, join(folder, "plan"));
    const terraform = await open(options, folder);
    await terraform.installProviders();
    return await terraform.show("plan");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function open({ env, cacheDirectory, signal }: ReadOptions, directory: string): Promise<Terraform> {
  return Terraform.open({ directory, env, cacheDirectory, signal });
}

/** PowerShell's `>` writes UTF-16 with a byte order mark. */
function decode(content: Buffer): string {
  const encoding = content[0] === 0xff && content[1] === 0xfe ? "utf16le" : "utf8";
  return content
    .toString(encoding)
    .replace(/^\uFEFF/, "")
    .trim();
}
