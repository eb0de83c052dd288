import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "../command";
import { listOf, objectOf } from "./plan";

/** What the folder of a plan says of its stack. */
export interface Stack {
  /** Where its state lies: the key of an S3 backend, or the workspace of HCP Terraform. */
  readonly state: string;
  /** The bucket of an S3 backend. */
  readonly bucket?: string;
}

async function jsonIn(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${file} is no JSON: synthesize the stack anew, with npm run synth.`);
  }
}

/** The stack that a backend's arguments are of, in the stack itself or in what `terraform init` has noted. */
function stackOf(type: string, config: unknown): Stack | undefined {
  const { key, bucket, workspaces, name } = objectOf(config);
  if (type === "s3" && typeof key === "string") {
    return { state: key, ...(typeof bucket === "string" && { bucket }) };
  }
  const workspace = objectOf(listOf(workspaces)[0] ?? workspaces).name ?? name;
  return typeof workspace === "string" ? { state: workspace } : undefined;
}

/**
 * Reads what lies beside a plan: `cdk.tf.json`, which the plan was made of, and what `terraform init` has noted.
 *
 * @returns `undefined` where nothing lies there: the plan is a copy.
 * @throws UsageError where the two are of different stacks.
 */
export async function stackBeside(plan: string): Promise<Stack | undefined> {
  const folder = dirname(resolve(plan));
  const { backend, cloud } = objectOf(objectOf(await jsonIn(join(folder, "cdk.tf.json"))).terraform);
  const [[type, config] = ["cloud", cloud]] = Object.entries(objectOf(backend));
  const written = stackOf(type, Array.isArray(config) ? config[0] : config);
  const noted = objectOf(objectOf(await jsonIn(join(folder, ".terraform/terraform.tfstate"))).backend);
  const initialized = stackOf(String(noted.type), noted.config);
  if (written !== undefined && initialized !== undefined && written.state !== initialized.state) {
    throw new UsageError(
      `${folder} is the stack of ${written.state}, and was initialized with the state of ${initialized.state}: run terraform init -reconfigure, and plan again.`,
    );
  }
  return written ?? initialized;
}
