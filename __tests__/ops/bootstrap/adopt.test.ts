import { findUnlisted, renderImports, type AdoptClients } from "../../../src/ops/bootstrap/adopt";
import { readStack, type SynthesizedStack } from "../../../src/ops/stack";
import { stackFolder, synthesize } from "../../../src/ops/synthesize";
import { projectDirectory } from "../../helpers/directories";
import { temporaryDirectory } from "../../helpers/temporary";

const folder = temporaryDirectory();

/** AWS that has everything it is asked for, but for the calls named: those it answers with an error of a status or name. */
function aws(missing: Record<string, { name?: string; status?: number }> = {}): AdoptClients & { asked: string[] } {
  const asked: string[] = [];
  const send = (command: { input: { Bucket?: string; TableName?: string } }) => {
    const call = command.constructor.name.replace("Command", "");
    asked.push(`${call} ${command.input.Bucket ?? command.input.TableName ?? ""}`);
    const error = missing[call];
    if (error === undefined) return Promise.resolve({ Status: "Enabled" });
    const { name = "NotFound", status = 404 } = error;
    return Promise.reject(Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } }));
  };
  return { s3: { send }, dynamodb: { send }, asked } as unknown as AdoptClients & { asked: string[] };
}

const stack = {
  resources: {
    aws_s3_bucket: { state: { bucket: "states" } },
    aws_s3_bucket_versioning: { state: { bucket: "${aws_s3_bucket.state.id}" } },
    aws_dynamodb_table: { locks: { name: "locks" } },
    aws_iam_role: { other: { name: "role" } },
  },
} as unknown as SynthesizedStack;

test("finds by name what no state lists, also through a reference", async () => {
  const clients = aws();
  await expect(findUnlisted(stack, [], clients)).resolves.toEqual([
    { address: "aws_s3_bucket.state", id: "states" },
    { address: "aws_s3_bucket_versioning.state", id: "states" },
    { address: "aws_dynamodb_table.locks", id: "locks" },
  ]);
  expect(clients.asked).toEqual(["HeadBucket states", "GetBucketVersioning states", "DescribeTable locks"]);
});

test("asks only about what is not in the state", async () => {
  const clients = aws();
  await findUnlisted(stack, ["aws_s3_bucket.state", "aws_dynamodb_table.locks"], clients);
  expect(clients.asked).toEqual(["GetBucketVersioning states"]);
});

test("passes over what does not exist", async () => {
  const clients = aws({
    HeadBucket: {},
    GetBucketVersioning: {},
    DescribeTable: { name: "ResourceNotFoundException", status: 400 },
  });
  await expect(findUnlisted(stack, [], clients)).resolves.toEqual([]);
});

test("takes no other error for an absence", async () => {
  const clients = aws({ DescribeTable: { name: "AccessDeniedException", status: 400 } });
  await expect(findUnlisted(stack, [], clients)).rejects.toThrow("AccessDeniedException");
});

test("knows how to find every resource of the state stack", async () => {
  const stacks = await synthesize({ project: projectDirectory, outdir: folder.path("out"), env: process.env });
  const real = await readStack(stackFolder(stacks, "kelmah-state"));
  const addresses = Object.entries(real.resources).flatMap(([type, named]) =>
    Object.keys(named).map((name) => `${type}.${name}`),
  );
  const found = await findUnlisted(real, [], aws());
  expect(found.map(({ address }) => address).sort()).toEqual(addresses.sort());
  expect(found.map(({ id }) => id)).not.toContainEqual(expect.stringContaining("${"));
});

test("renders import blocks", () => {
  expect(JSON.parse(renderImports([{ address: "aws_s3_bucket.state", id: "states" }]))).toEqual({
    import: [{ to: "aws_s3_bucket.state", id: "states" }],
  });
});
