import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { OperatorError } from "../model/problem";

/** An S3 backend block. */
export interface S3Backend {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
  readonly dynamodb_table?: string;
}

/** The parts of a synthesized stack that the commands read. */
export interface SynthesizedStack {
  readonly name: string;
  /** The folder in which Terraform runs. */
  readonly directory: string;
  /** Resources by type and name, as in `cdk.tf.json`. */
  readonly resources: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  /** Data sources by type and name. */
  readonly data: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  readonly provider: { readonly region: string; readonly accounts: readonly string[] };
  /** Undefined when the stack keeps its state elsewhere. */
  readonly s3Backend: S3Backend | undefined;
}

/** Attributes of one block of Terraform JSON. */
export type Attributes = Readonly<Record<string, unknown>>;

interface RawStack {
  readonly terraform?: { readonly backend?: { readonly s3?: S3Backend } };
  readonly provider?: { readonly aws?: readonly { region?: string; allowed_account_ids?: string[] }[] };
  readonly resource?: SynthesizedStack["resources"];
  readonly data?: SynthesizedStack["data"];
}

/**
 * Reads a stack, synthesized as JSON, from its folder.
 *
 * @throws OperatorError when the folder holds no synthesized stack.
 */
export async function readStack(directory: string): Promise<SynthesizedStack> {
  const path = join(directory, "cdk.tf.json");
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch {
    throw new OperatorError(`${path} cannot be read. Synthesize the stack first: npx cdktf synth`);
  }
  const { terraform, provider, resource = {}, data = {} } = JSON.parse(text) as RawStack;
  const aws = provider?.aws?.[0] ?? {};
  return {
    name: basename(directory),
    directory,
    resources: resource,
    data,
    provider: { region: aws.region ?? "", accounts: aws.allowed_account_ids ?? [] },
    s3Backend: terraform?.backend?.s3,
  };
}
