import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "../command";
import { listOf, objectOf } from "./plan";
import { parseStack } from "./written-stack";

/** What the folder of a plan says of its stack. */
export interface Stack {
  /** Where its state lies: the key of an S3 backend, or the workspace of HCP Terraform. */
  readonly state: string;
  /** The bucket of an S3 backend. */
  readonly bucket?: string;
}

async function textIn(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch(() => undefined);
}

async function jsonIn(file: string): Promise<unknown> {
  const text = await textIn(file);
  return text === undefined ? undefined : parseStack(file, text);
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

/** The stack that a `cdk.tf.json` is, by where it keeps its state. */
export function stackIn(json: unknown): Stack | undefined {
  const { backend, cloud } = objectOf(objectOf(json).terraform);
  const [[type, config] = ["cloud", cloud]] = Object.entries(objectOf(backend));
  return stackOf(type, Array.isArray(config) ? config[0] : config);
}

/**
 * Whose plan it is, by what the plan was made of, and by what lies beside it: `cdk.tf.json`, and what `terraform init` has noted.
 *
 * @param made the stack that is in the plan's own file, if it has one.
 * @returns `undefined` where nothing says: the plan is JSON, and a copy.
 * @throws UsageError where these are not of one stack.
 */
export async function stackBeside(plan: string, made?: string): Promise<Stack | undefined> {
  const folder = dirname(resolve(plan));
  const file = join(folder, "cdk.tf.json");
  const beside = await textIn(file);
  if (made !== undefined && beside !== undefined && made !== beside) {
    throw new UsageError(`${file} is another than the one that the plan was made of: plan again, and apply that plan.`);
  }
  const text = made ?? beside;
  const written = text === undefined ? undefined : stackIn(parseStack(file, text));
  const noted = objectOf(objectOf(await jsonIn(join(folder, ".terraform/terraform.tfstate"))).backend);
  const initialized = stackOf(String(noted.type), noted.config);
  const isOther = (one: Stack, other: Stack) => one.state !== other.state || one.bucket !== other.bucket;
  if (written !== undefined && initialized !== undefined && isOther(written, initialized)) {
    const place = ({ bucket, state }: Stack) => (bucket === undefined ? state : `${bucket}/${state}`);
    throw new UsageError(
      `${folder} is the stack of ${place(written)}, and was initialized with the state of ${place(initialized)}: run terraform init -reconfigure, and plan again.`,
    );
  }
  return written ?? initialized;
}
