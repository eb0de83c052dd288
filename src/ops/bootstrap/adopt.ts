import { DescribeTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { Attributes, SynthesizedStack } from "../stack";
import { bucketExists } from "./state-files";

/** The AWS APIs that tell what exists. */
export interface AdoptClients {
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
}

/** A resource of the stack that exists in AWS although no state lists it. */
export interface Adoption {
  readonly address: string;
  readonly id: string;
}

/** How to find a resource by its name: the attribute that holds it, and whether AWS has it. */
interface Finder {
  readonly attribute: "bucket" | "name";
  readonly exists: (clients: AdoptClients, name: string) => Promise<boolean>;
}

const FINDERS: Readonly<Record<string, Finder>> = {
  aws_s3_bucket: { attribute: "bucket", exists: ({ s3 }, name) => bucketExists(s3, name) },
  aws_s3_bucket_versioning: bucketSetting(async (s3, Bucket) => {
    const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
    return Status !== undefined;
  }),
  aws_s3_bucket_server_side_encryption_configuration: bucketSetting((s3, Bucket) =>
    s3.send(new GetBucketEncryptionCommand({ Bucket })),
  ),
  aws_s3_bucket_public_access_block: bucketSetting((s3, Bucket) =>
    s3.send(new GetPublicAccessBlockCommand({ Bucket })),
  ),
  aws_s3_bucket_policy: bucketSetting((s3, Bucket) => s3.send(new GetBucketPolicyCommand({ Bucket }))),
  aws_s3_bucket_lifecycle_configuration: bucketSetting((s3, Bucket) =>
    s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })),
  ),
  aws_dynamodb_table: {
    attribute: "name",
    exists: ({ dynamodb }, TableName) => found(() => dynamodb.send(new DescribeTableCommand({ TableName }))),
  },
};

/**
 * Finds, by name, what of a stack exists in AWS and is not in its state: what was being made when Terraform was killed,
 * or all of it when the state was lost. Creating it again would fail, or make it twice.
 *
 * @param listed addresses that are in the state.
 */
export async function findUnlisted(
  stack: SynthesizedStack,
  listed: readonly string[],
  clients: AdoptClients,
): Promise<Adoption[]> {
  const candidates = Object.entries(stack.resources).flatMap(([type, resources]) => {
    const finder = FINDERS[type];
    if (finder === undefined) return [];
    return Object.entries(resources).map(([name, attributes]) => ({
      address: `${type}.${name}`,
      finder,
      id: literal(stack, attributes[finder.attribute]),
    }));
  });
  const unlisted = candidates.filter(({ address }) => !listed.includes(address));
  const existing = await Promise.all(unlisted.map(({ finder, id }) => finder.exists(clients, id)));
  return unlisted.filter((_, index) => existing[index]).map(({ address, id }) => ({ address, id }));
}

/** The import blocks for adoptions, in Terraform JSON. */
export function renderImports(adoptions: readonly Adoption[]): string {
  return JSON.stringify({ import: adoptions.map(({ address, id }) => ({ to: address, id })) }, null, 2);
}

function bucketSetting(read: (s3: S3Client, bucket: string) => Promise<unknown>): Finder {
  return { attribute: "bucket", exists: ({ s3 }, name) => found(() => read(s3, name)) };
}

/** Whether a read finds something: AWS answers 404, or DynamoDB a name of its own, when it does not. */
async function found(read: () => Promise<unknown>): Promise<boolean> {
  try {
    return (await read()) !== false;
  } catch (error) {
    const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    if ($metadata?.httpStatusCode === 404 || name === "ResourceNotFoundException") return false;
    throw error;
  }
}

/** The value of an attribute, followed through a reference such as `${aws_s3_bucket.state.bucket}`. */
function literal(stack: SynthesizedStack, value: unknown): string {
  const text = String(value);
  const [, type, name] = /^\$\{(\w+)\.(\w+)\.\w+\}$/.exec(text) ?? [];
  const target: Attributes | undefined = stack.resources[type ?? ""]?.[name ?? ""];
  return target === undefined ? text : String(target.bucket);
}
