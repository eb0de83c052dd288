import { existsSync } from "node:fs";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "../command";
import { Terraform } from "../terraform/terraform";
import { beginningOf, contentOf, textOf } from "./content";
import { parsePlan, type Plan } from "./plan";
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
  const plan = isRemote(content) ? JSON.stringify(await show(options, undefined)) : textOf(file, content);
  return { plan: parsePlan(plan), made: undefined };
}

/** A plan of a run in HCP Terraform is a few words of JSON that say which run it is. */
function isRemote(content: Buffer): boolean {
  return /^\s*\{\s*"remote_plan_format"/.test(beginningOf(content));
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
