import { basename, dirname, resolve } from "node:path";
import { UsageError } from "../command";
import { Terraform } from "../terraform/terraform";
import { beginningOf, contentOf, textOf } from "./content";
import { parsePlan, type Plan } from "./plan";

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
  if (!isPlanFile(content)) return parsePlan(textOf(file, content));
  return parsePlan(JSON.stringify(await show(options)));
}

/** A plan file is a ZIP archive, or, of a run in HCP Terraform, a few words of JSON that say which run it is. */
function isPlanFile(content: Buffer): boolean {
  return (
    content.subarray(0, 4).toString("latin1") === "PK\u0003\u0004" ||
    /^\s*\{\s*"remote_plan_format"/.test(beginningOf(content))
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
