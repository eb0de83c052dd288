import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { Construct } from "constructs";
import { jsonDocument } from "./json-document";

/** Where a load balancer's access logs are kept. */
export interface AccessLogsProps {
  readonly bucket: string;
  readonly account: string;
  readonly retentionDays: number;
  /** Refuse every plan that would destroy it; otherwise it can be destroyed with what is in it. */
  readonly preventDestroy: boolean;
}

/** A private, encrypted bucket in which Elastic Load Balancing alone may write, and whose files expire. */
export class AccessLogs extends Construct {
  readonly bucket: string;
  /** What must be there before the first file is written. */
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, { bucket: name, account, retentionDays, preventDestroy }: AccessLogsProps) {
    super(scope, id);
    const room = new Construct(this, "entrance_logs");
    const bucket = new S3Bucket(room, "Bucket", {
      bucket: name,
      forceDestroy: !preventDestroy,
      tags: { Name: name },
      ...(preventDestroy && { lifecycle: { preventDestroy } }),
    });
    // Elastic Load Balancing writes under S3's own keys and no others (its guide, "Enable access logs", step 1).
    new S3BucketServerSideEncryptionConfigurationA(room, "Encryption", {
      bucket: bucket.id,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
    const access = new S3BucketPublicAccessBlock(room, "PublicAccessBlock", {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    this.policy = new S3BucketPolicy(room, "Policy", {
      bucket: bucket.id,
      policy: jsonDocument({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "DenyInsecureTransport",
            Effect: "Deny",
            Principal: { AWS: "*" },
            Action: "s3:*",
            Resource: [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
          {
            // The service itself in every region; the regions' account ids (897822967062 in eu-north-1) are the older way.
            Sid: "WriteAccessLogs",
            Effect: "Allow",
            Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
            Action: "s3:PutObject",
            // The account in the path is the load balancer's own: nobody else's logs come here.
            Resource: `arn:aws:s3:::${name}/AWSLogs/${account}/*`,
          },
        ],
      }),
      // Two changes to one bucket's access at once are refused by S3 (OperationAborted).
      dependsOn: [access],
    });
    new S3BucketLifecycleConfiguration(room, "Lifecycle", {
      bucket: bucket.id,
      rule: [
        {
          id: "expire",
          status: "Enabled",
          filter: [{ prefix: "" }],
          expiration: [{ days: retentionDays }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
    });
    this.bucket = bucket.bucket;
  }
}
