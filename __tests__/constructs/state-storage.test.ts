import { StateStorage, type StateStorageProps } from "../../src/constructs/state-storage";
import "../helpers/matchers";
import { synthesize } from "../helpers/synth";

function storage(props: Partial<StateStorageProps> = {}) {
  return synthesize((stack) => {
    new StateStorage(stack, "StateStorage", { state: { kind: "s3", bucket: "states", lockTable: "locks" }, ...props });
  });
}
const json = storage();
const bucket = "${aws_s3_bucket.state.id}";

test("the bucket cannot be destroyed", () => {
  expect(json).toHaveResourceAt("aws_s3_bucket.state", {
    bucket: "states",
    force_destroy: undefined,
    lifecycle: { prevent_destroy: true },
  });
});

test("every version of a state is kept, encrypted", () => {
  expect(json).toHaveResourceAt("aws_s3_bucket_versioning.state", {
    bucket,
    versioning_configuration: { status: "Enabled" },
  });
  expect(json).toHaveResourceAt("aws_s3_bucket_server_side_encryption_configuration.state", {
    bucket,
    rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }],
  });
});

test("nothing of it is public, and nobody reaches it without TLS", () => {
  expect(json).toHaveResourceAt("aws_s3_bucket_public_access_block.state", {
    bucket,
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  expect(json).toHaveResourceAt("aws_s3_bucket_policy.state", {
    bucket,
    depends_on: ["aws_s3_bucket_public_access_block.state"],
    policy: {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "DenyInsecureTransport",
          Effect: "Deny",
          Principal: { AWS: "*" },
          Action: "s3:*",
          Resource: ["arn:aws:s3:::states", "arn:aws:s3:::states/*"],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    },
  });
});

function lifecycleRule(noncurrentDays: number, newerNoncurrentVersions: number) {
  return [
    {
      id: "old-versions",
      status: "Enabled",
      filter: [{ prefix: "" }],
      noncurrent_version_expiration: [
        { noncurrent_days: noncurrentDays, newer_noncurrent_versions: newerNoncurrentVersions },
      ],
      abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
    },
  ];
}

test("old versions go after 90 days, but never the last ten", () => {
  expect(json).toHaveResourceAt("aws_s3_bucket_lifecycle_configuration.state", {
    bucket,
    rule: lifecycleRule(90, 10),
    depends_on: ["aws_s3_bucket_versioning.state"],
  });
});

test("how long old versions stay is a choice", () => {
  expect(storage({ oldVersionsRetentionDays: 30, oldVersionsKept: 3 })).toHaveResourceAt(
    "aws_s3_bucket_lifecycle_configuration.state",
    { rule: lifecycleRule(30, 3) },
  );
});

test("the lock table can be restored and not be deleted", () => {
  expect(json).toHaveResourceAt("aws_dynamodb_table.locks", {
    name: "locks",
    billing_mode: "PAY_PER_REQUEST",
    hash_key: "LockID",
    attribute: [{ name: "LockID", type: "S" }],
    point_in_time_recovery: { enabled: true },
    server_side_encryption: { enabled: true },
    deletion_protection_enabled: true,
    lifecycle: { prevent_destroy: true },
  });
});
