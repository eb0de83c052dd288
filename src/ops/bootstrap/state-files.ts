import { GetObjectCommand, HeadBucketCommand, type S3Client } from "@aws-sdk/client-s3";
import { readFile, rm } from "node:fs/promises";
import type { S3Backend } from "../stack";

/** What tells two states apart: the same lineage is the same state, and the higher serial is the newer one. */
export interface StateVersion {
  readonly lineage: string;
  readonly serial: number;
}

/** Whether the bucket of a backend exists. @throws Error when it exists and belongs to somebody else. */
export async function bucketExists(s3: S3Client, bucket: string): Promise<boolean> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket: bucket }));
    return true;
  } catch (error) {
    const status = httpStatus(error);
    if (status === 404) return false;
    if (status === 403) {
      throw new Error(
        `The bucket ${bucket} exists and may not be read: it belongs to another account, or the credentials lack s3:ListBucket on it.`,
        { cause: error },
      );
    }
    throw error;
  }
}

/** The state that lies in a backend's bucket; undefined when there is none yet. */
export async function readBucketState(s3: S3Client, { bucket, key }: S3Backend): Promise<StateVersion | undefined> {
  if (!(await bucketExists(s3, bucket))) return undefined;
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return parseState((await Body?.transformToString()) ?? "", `s3://${bucket}/${key}`);
  } catch (error) {
    if (httpStatus(error) === 404) return undefined;
    throw error;
  }
}

/** The state in a file; undefined when there is no such file. */
export async function readLocalState(path: string): Promise<StateVersion | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  return parseState(text, path);
}

/** Removes a state file and what Terraform leaves beside it. */
export async function removeLocalState(path: string): Promise<void> {
  await Promise.all(["", ".backup"].map((suffix) => rm(path + suffix, { force: true })));
}

function parseState(text: string, where: string): StateVersion {
  try {
    const { lineage, serial } = JSON.parse(text) as Partial<StateVersion>;
    if (typeof lineage === "string" && typeof serial === "number") return { lineage, serial };
  } catch {
    // Said below.
  }
  throw new Error(
    `${where} is not a Terraform state. If it is a local file, delete it and run this again: ` +
      "what it listed is found in AWS by its name.",
  );
}

function httpStatus(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}
