import * as s3 from "@aws-sdk/client-s3";
import { clientConfig } from "../../helpers/emulator";
import type { World } from "../../helpers/world";
import type { Scenario } from "./scenario";

const Bucket = "states";

/** A bucket, and how to talk to it. */
async function bucketIn({ emulator }: World): Promise<s3.S3Client> {
  const client = new s3.S3Client({ ...clientConfig(emulator), forcePathStyle: true });
  const CreateBucketConfiguration = { LocationConstraint: "eu-north-1" } as const;
  await client.send(new s3.CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  return client;
}

export const s3Scenarios: readonly Scenario[] = [
  {
    patch: "s3-policy-secure-transport",
    run: async (world) => {
      const client = await bucketIn(world);
      const Policy = JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Deny",
            Principal: { AWS: "*" },
            Action: "s3:*",
            Resource: ["arn:aws:s3:::states", "arn:aws:s3:::states/*"],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
          { Effect: "Deny", Principal: { AWS: "*" }, Action: "s3:*", Resource: "arn:aws:s3:::states/secret" },
        ],
      });
      await client.send(new s3.PutObjectCommand({ Bucket, Key: "state", Body: "{}" }));
      await client.send(new s3.PutBucketPolicyCommand({ Bucket, Policy }));
      const { Body } = await client.send(new s3.GetObjectCommand({ Bucket, Key: "state" }));
      const denied = client.send(new s3.GetObjectCommand({ Bucket, Key: "secret" }));
      return [
        await Body?.transformToString(),
        await denied.catch((error: unknown) => (error as s3.S3ServiceException).$metadata.httpStatusCode),
      ];
    },
    aws: ["{}", 403],
  },
  {
    patch: "s3-lifecycle-newer-versions",
    run: async (world) => {
      const client = await bucketIn(world);
      const read = async () => {
        const { Rules } = await client.send(new s3.GetBucketLifecycleConfigurationCommand({ Bucket }));
        return Rules?.map(({ NoncurrentVersionExpiration }) => NoncurrentVersionExpiration);
      };
      const before = await read().catch((error: unknown) => (error as Error).name);
      const rule = { ID: "old", Status: "Enabled", Filter: { Prefix: "" } } as const;
      const Rules = [
        { ...rule, NoncurrentVersionExpiration: { NoncurrentDays: 90, NewerNoncurrentVersions: 10 } },
        { ...rule, ID: "older", NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
      ];
      await client.send(new s3.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
      return [before, await read()];
    },
    aws: [
      "NoSuchLifecycleConfiguration",
      [{ NoncurrentDays: 90, NewerNoncurrentVersions: 10 }, { NoncurrentDays: 30 }],
    ],
  },
];
