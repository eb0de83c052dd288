import { GetObjectCommand, HeadBucketCommand, type S3Client } from "@aws-sdk/client-s3";
import { readFile, rm } from "node:fs/promises";
import { OperatorError } from "../../model/problem";
import type { S3Backend } from "../stack";

/** What a state lists: for each managed resource its address and its id in AWS, as `aws_s3_bucket.state kelmah-…`. */
export type StateEntries = readonly string[];

interface RawState {
  readonly version?: number;
  readonly resources?: readonly {
    readonly mode: string;
    readonly module?: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly index_key?: string | number;
      readonly status?: string;
      readonly attributes?: { readonly id?: string };
    }[];
  }[];
}

/** Whether a bucket exists. @throws Error when it exists and may not be read. */
export async function bucketExists(s3: S3Client, bucket: string): Promise<boolean> {
  const answer = await ask(bucket, () => s3.send(new HeadBucketCommand({ Bucket: bucket })));
  return answer !== undefined;
}

/** The state that lies in a backend's bucket; undefined when there is none yet. */
export async function readBucketState(s3: S3Client, { bucket, key }: S3Backend): Promise<StateEntries | undefined> {
  if (!(await bucketExists(s3, bucket))) return undefined;
  const answer = await ask(`${bucket}/${key}`, () => s3.send(new GetObjectCommand({ Bucket: bucket, Key: key })));
  if (answer === undefined) return undefined;
  return parseState((await answer.Body?.transformToString()) ?? "", `s3://${bucket}/${key}`);
}

/** What S3 answers; undefined when it says that there is no such thing. */
async function ask<T>(what: string, request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await request();
  } catch (error) {
    const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    const status = $metadata?.httpStatusCode;
    if (status === 404) return undefined;
    // S3 gives no reason, and to a HEAD not even an error's name.
    const reason =
      status === 403
        ? "it belongs to another account, or the credentials lack s3:ListBucket and s3:GetObject on it"
        : `${name} (status ${status ?? "unknown"})`;
    throw new OperatorError(`s3://${what} cannot be read: ${reason}.`, { cause: error });
  }
}

/** The state in a file; undefined when there is no file or nothing in it. */
export async function readLocalState(path: string): Promise<StateEntries | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  return text === "" ? undefined : parseState(text, path);
}

/** Removes a state file and what Terraform leaves beside it. */
export async function removeLocalState(path: string): Promise<void> {
  await Promise.all(["", ".backup"].map((suffix) => rm(path + suffix, { force: true })));
}

/** What the first state lists and the second does not: what would be lost with the first. */
export function missingFrom(first: StateEntries, second: StateEntries): string[] {
  return first.filter((entry) => !second.includes(entry));
}

/** A resource that a state lists. */
export interface StateResource {
  readonly address: string;
  readonly id: string;
  /** Whether Terraform would replace it, because an interruption cut its creation off. */
  readonly tainted: boolean;
}

/** The managed resources in a state as Terraform stores it; none in an empty text. */
export function resourcesIn(state: string): StateResource[] {
  return state === "" ? [] : instancesOf(JSON.parse(state) as RawState);
}

function parseState(text: string, where: string): StateEntries {
  let state: RawState;
  try {
    state = JSON.parse(text) as RawState;
  } catch {
    state = {};
  }
  if (state.version === undefined) {
    throw new OperatorError(
      `${where} is not a Terraform state. If it is a local file, delete it and run this again: ` +
        "what it listed is found in AWS by its name.",
    );
  }
  return instancesOf(state).map(({ address, id }) => `${address} ${id}`);
}

function instancesOf({ resources = [] }: RawState): StateResource[] {
  return resources
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ module, type, name, instances }) =>
      instances.map(({ index_key: key, status, attributes }) => {
        const index = key === undefined ? "" : `[${JSON.stringify(key)}]`;
        const address = `${module === undefined ? "" : `${module}.`}${type}.${name}${index}`;
        return { address, id: attributes?.id ?? "", tainted: status === "tainted" };
      }),
    );
}
