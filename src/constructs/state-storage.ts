import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import type { S3State } from "../model/environment";
import { jsonDocument } from "./json-document";

/** What Terraform's state is kept in. */
export interface StateStorageProps {
  readonly state: S3State;
  /** Days that a version of a state is kept after a newer one has taken its place. @default 90 */
  readonly oldVersionsRetentionDays?: number;
  /** Versions of a state that are kept however old they are. @default 10 */
  readonly oldVersionsKept?: number;
}

/** The S3 bucket that holds every stack's state, and the DynamoDB table that locks it. Neither can be destroyed. */
export class StateStorage extends Construct {
  readonly bucketName: string;
  readonly lockTableName: string;

  constructor(scope: Construct, id: string, props: StateStorageProps) {
    super(scope, id);
    const { state, oldVersionsRetentionDays = 90, oldVersionsKept = 10 } = props;
    const storage = new Construct(this, "state");
    const bucket = new S3Bucket(storage, "Bucket", {
      bucket: state.bucket,
      tags: { Name: state.bucket },
      lifecycle: { preventDestroy: true },
    });
    const versioning = new S3BucketVersioningA(storage, "Versioning", {
      bucket: bucket.id,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketServerSideEncryptionConfigurationA(storage, "Encryption", {
      bucket: bucket.id,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
    const access = new S3BucketPublicAccessBlock(storage, "PublicAccessBlock", {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketPolicy(storage, "Policy", {
      bucket: bucket.id,
      policy: jsonDocument({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "DenyInsecureTransport",
            Effect: "Deny",
            Principal: { AWS: "*" },
            Action: "s3:*",
            Resource: [`arn:aws:s3:::${state.bucket}`, `arn:aws:s3:::${state.bucket}/*`],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      }),
      // Two changes to one bucket's access at once are refused by S3 (OperationAborted).
      dependsOn: [access],
    });
    new S3BucketLifecycleConfiguration(storage, "Lifecycle", {
      bucket: bucket.id,
      rule: [
        {
          id: "old-versions",
          status: "Enabled",
          filter: [{ prefix: "" }],
          noncurrentVersionExpiration: [
            { noncurrentDays: oldVersionsRetentionDays, newerNoncurrentVersions: oldVersionsKept },
          ],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
      dependsOn: [versioning],
    });
    const locks = new DynamodbTable(new Construct(this, "locks"), "Table", {
      name: state.lockTable,
      billingMode: "PAY_PER_REQUEST",
      hashKey: "LockID",
      attribute: [{ name: "LockID", type: "S" }],
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true },
      deletionProtectionEnabled: true,
      tags: { Name: state.lockTable },
      lifecycle: { preventDestroy: true },
    });
    this.bucketName = bucket.bucket;
    this.lockTableName = locks.name;
  }
}
