import type { S3Client } from "@aws-sdk/client-s3";
import { existsSync } from "node:fs";
import {
  bucketExists,
  missingFrom,
  readBucketState,
  readLocalState,
  removeLocalState,
  resourcesIn,
} from "../../../src/ops/bootstrap/state-files";
import { temporaryDirectory } from "../../helpers/temporary";

const folder = temporaryDirectory();
const backend = { bucket: "states", key: "kelmah-state/terraform.tfstate", region: "eu-north-1" };
const state = {
  version: 4,
  resources: [
    { mode: "managed", type: "aws_s3_bucket", name: "state", instances: [{ attributes: { id: "states" } }] },
    { mode: "data", type: "aws_region", name: "current", instances: [{ attributes: { id: "eu-north-1" } }] },
    {
      mode: "managed",
      module: "module.m",
      type: "aws_eip",
      name: "nat",
      instances: [{ index_key: "a", attributes: { id: "eipalloc-1" } }, { index_key: 0 }],
    },
  ],
};
const entries = ["aws_s3_bucket.state states", 'module.m.aws_eip.nat["a"] eipalloc-1', "module.m.aws_eip.nat[0] "];

/** S3 that answers each request by its command: with content, or with the status of an error. */
function s3(answers: Record<string, string | number>): S3Client {
  const send = (command: object) => {
    const answer = answers[command.constructor.name];
    if (typeof answer === "string")
      return Promise.resolve({ Body: { transformToString: () => Promise.resolve(answer) } });
    return Promise.reject(
      Object.assign(new Error("UnknownError"), { name: "Odd", $metadata: { httpStatusCode: answer } }),
    );
  };
  return { send } as unknown as S3Client;
}

describe("the state in the bucket", () => {
  test("is what it lists: managed resources with their ids", async () => {
    const client = s3({ HeadBucketCommand: "", GetObjectCommand: JSON.stringify(state) });
    await expect(readBucketState(client, backend)).resolves.toEqual(entries);
  });

  test("is not there without the bucket", async () => {
    await expect(readBucketState(s3({ HeadBucketCommand: 404 }), backend)).resolves.toBeUndefined();
  });

  test("is not there in an empty bucket", async () => {
    await expect(
      readBucketState(s3({ HeadBucketCommand: "", GetObjectCommand: 404 }), backend),
    ).resolves.toBeUndefined();
  });

  test("is not guessed when it may not be read", async () => {
    await expect(readBucketState(s3({ HeadBucketCommand: "", GetObjectCommand: 403 }), backend)).rejects.toThrow(
      "s3://states/kelmah-state/terraform.tfstate cannot be read: it belongs to another account, or the credentials lack " +
        "s3:ListBucket and s3:GetObject on it.",
    );
  });

  test("is not guessed when S3 answers something else", async () => {
    await expect(bucketExists(s3({ HeadBucketCommand: 301 }), "states")).rejects.toThrow(
      "s3://states cannot be read: Odd (status 301).",
    );
  });
});

describe("the local state", () => {
  test("is what it lists", async () => {
    const path = await folder.write("a.tfstate", JSON.stringify(state));
    await expect(readLocalState(path)).resolves.toEqual(entries);
  });

  test("may not be there", async () => {
    await expect(readLocalState(folder.path("a.tfstate"))).resolves.toBeUndefined();
  });

  test("may be an empty file, which Terraform leaves behind when nothing was applied", async () => {
    await expect(readLocalState(await folder.write("a.tfstate", ""))).resolves.toBeUndefined();
  });

  test.each(["{}", "half of a"])("that is %j is no state, and what to do is said", async (content) => {
    const path = await folder.write("a.tfstate", content);
    await expect(readLocalState(path)).rejects.toThrow(
      `${path} is not a Terraform state. If it is a local file, delete it and run this again: ` +
        "what it listed is found in AWS by its name.",
    );
  });

  test("is removed with its backup, and twice without harm", async () => {
    const paths = [await folder.write("a.tfstate", ""), await folder.write("a.tfstate.backup", "")];
    await removeLocalState(folder.path("a.tfstate"));
    await removeLocalState(folder.path("a.tfstate"));
    expect(paths.filter(existsSync)).toEqual([]);
  });
});

test("what is missing is what would be lost", () => {
  expect(missingFrom(["a 1", "b 2"], ["b 2", "c 3"])).toEqual(["a 1"]);
  expect(missingFrom(["a 1"], ["a 2"])).toEqual(["a 1"]);
});

test("tells what is tainted", () => {
  const instances = [{ status: "tainted", attributes: { id: "states" } }];
  const tainted = { version: 4, resources: [{ mode: "managed", type: "aws_s3_bucket", name: "state", instances }] };
  expect(resourcesIn(JSON.stringify(tainted))).toEqual([
    { address: "aws_s3_bucket.state", id: "states", tainted: true },
  ]);
  expect(resourcesIn(JSON.stringify(state)).map((resource) => resource.tainted)).toEqual([false, false, false]);
  expect(resourcesIn("")).toEqual([]);
});
