import { backendIn } from "../../../src/ops/guard/plan-backend";
import { planWithBackend } from "../../helpers/plan-backend";
import { synthesizeStacks } from "../../helpers/synth";
import { example } from "../../helpers/example";
import { judge } from "./plans";

const S3 = {
  bucket: "kelmah-terraform-state",
  key: "kelmah-test-network/terraform.tfstate",
  region: "eu-north-1",
  dynamodb_table: "kelmah-terraform-locks",
  encrypt: true,
  use_lockfile: true,
  endpoint: null,
};

test("is read from what terraform plan writes", () => {
  expect(backendIn(planWithBackend("s3", S3))).toEqual({
    type: "s3",
    config: { ...S3, endpoint: undefined },
    workspace: "default",
  });
  // Terraform 1.11.4's own, with the backend `local`.
  const local =
    "0a056c6f63616c12210a1f82a470617468a9782e74667374617465ad776f726b73706163655f646972c01a0764656661756c74";
  const plan = Buffer.concat([Buffer.from([13 * 8 + 2, local.length / 2]), Buffer.from(local, "hex")]);
  expect(backendIn(plan)).toEqual({
    type: "local",
    config: { path: "x.tfstate", workspace_dir: undefined },
    workspace: "default",
  });
  expect(backendIn(new Uint8Array())).toBeUndefined();
});

test("what cannot be read is an error, and nothing else", () => {
  const plan = planWithBackend("s3", S3);
  expect(() => backendIn(plan.subarray(0, plan.length - 30))).toThrow();
});

test.each<[string, Parameters<typeof planWithBackend>, RegExp | undefined]>([
  ["the stack's own", ["s3", S3], undefined],
  ["another bucket", ["s3", { ...S3, bucket: "other" }], /write the state with the bucket "other", and the stack says otherwise/],
  ["another key", ["s3", { ...S3, key: "x" }], /with the key "x"/],
  ["no locks", ["s3", { ...S3, use_lockfile: null }], /with the use_lockfile null/],
  ["another S3", ["s3", { ...S3, endpoint: "https://example.com" }], /with endpoint \(-backend-config\), and the stack says/],
  ["a key of somebody's", ["s3", { ...S3, access_key: "AKIAIOSFODNN7EXAMPLA" }], /write the state with access_key \(-backend-config\), and the stack says/],
  ["another way to ask the same S3", ["s3", { ...S3, use_path_style: true, skip_requesting_account_id: true }], undefined],
  ["a file", ["local", { path: "x" }], /in a backend 'local'/],
  ["another workspace", ["s3", S3, "mine"], /in the workspace 'mine'/],
])("an apply writes the state where the stack says: %s", (_, backend, message) => {
  const written = synthesizeStacks([example()])["kelmah-test-network"] ?? {};
  const { findings } = judge({}, { written, backend: backendIn(planWithBackend(...backend)) });
  const messages = findings.map((finding) => finding.message);
  expect(messages).toEqual(message === undefined ? [] : [expect.stringMatching(message)]);
}); // prettier-ignore
