import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  PutBucketVersioningCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { Emulator } from "../../emulator";
import { clientConfig } from "../../emulator/client-config";

/** The bucket and lock table, at once: the state stack has a test of its own, and its lifecycle rule takes a minute. */
export async function makeStateStorage(emulator: Emulator): Promise<void> {
  const Bucket = `kelmah-terraform-state-${emulator.account}`;
  const config = clientConfig(emulator);
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const location = { LocationConstraint: emulator.region as BucketLocationConstraint };
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: location }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
  await new DynamoDBClient(config).send(
    new CreateTableCommand({
      TableName: "kelmah-terraform-locks",
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "LockID", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "LockID", AttributeType: "S" }],
    }),
  );
}
