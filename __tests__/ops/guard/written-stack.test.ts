import type { Environment } from "../../../src/model/environment";
import { DATA } from "../../../src/ops/guard/rules/configuration";
import { parseStack, readWrittenStack, writtenFindings } from "../../../src/ops/guard/written-stack";
import { cloudExample } from "../../helpers/cloud";
import { everything } from "../../helpers/everything";
import { example } from "../../helpers/example";
import { synthesizeStacks } from "../../helpers/synth";
import { adopted } from "../../helpers/wrong-values";
import { temporaryDirectory } from "../../helpers/temporary";

const directory = temporaryDirectory();

type Json = Readonly<Record<string, unknown>>;
type Sections = Readonly<Record<"provider" | "terraform" | "data" | "resource", Json>>;

/** The example's services, with other parts in the place of its own. */
function services(change: (stack: Sections) => object): Json {
  const stack = synthesizeStacks([example()])["kelmah-test-services"] as unknown as Sections;
  return { ...stack, ...change(stack) };
}

const against = (json: Json, environment: Environment = example()) =>
  writtenFindings(parseStack("cdk.tf.json", JSON.stringify(json)), { environment }).map(
    ({ address, message }) => `${address ?? "-"} ${message}`,
  );

test.each([example(), cloudExample(), everything()])("finds nothing in what this project writes ($state.kind)", (environment) => {
  const { "kelmah-state": states, ...stacks } = synthesizeStacks([environment]);
  for (const [name, json] of Object.entries(stacks)) expect([name, against(json, environment)]).toEqual([name, []]);
  if (states === undefined) return;
  const storage = { environment: undefined, storage: environment };
  expect(writtenFindings(states, storage)).toEqual([]);
}); // prettier-ignore

const aws = (more: Json) => services(({ provider }) => ({ provider: { aws: [{ ...(provider.aws as Json[])[0], ...more }] } })); // prettier-ignore
const terraform = (more: Json) => services((stack) => ({ terraform: { ...stack.terraform, ...more } }));
const backend = (more: Json) => services(({ terraform: own }) => ({ terraform: { ...own, backend: { s3: { ...(own.backend as { s3: Json }).s3, ...more } } } })); // prettier-ignore
const data = (more: Json) => services((stack) => ({ data: { ...stack.data, ...more } }));
const resource = (more: Json) => services((stack) => ({ resource: { ...stack.resource, ...more } }));
const remote = (more: Json) => data({ terraform_remote_state: { network: { backend: "s3", config: { bucket: "kelmah-terraform-state", key: "kelmah-test-network/terraform.tfstate", region: "eu-north-1", ...more } } } }); // prettier-ignore

test.each<[string, () => Json, RegExp]>([
  ["another AWS", () => aws({ endpoints: [{ s3: "https://example.com" }] }), /^provider aws has the argument endpoints/],
  ["another role", () => aws({ assume_role: [{ role_arn: "arn:aws:iam::111122223333:role/x" }] }), /has the argument assume_role/],
  ["another account", () => aws({ allowed_account_ids: ["444455556666"] }), /works in the account 444455556666/],
  ["an account that is worked out", () => aws({ allowed_account_ids: ["${var.a}"] }), /works in the account \(not said\)/],
  ["another region", () => aws({ region: "us-east-1" }), /works in us-east-1/],
  ["another tag", () => aws({ default_tags: [{ tags: { Env: "dev" } }] }), /tags what it makes Env=dev/],
  ["a second provider", () => services(({ provider }) => ({ provider: { aws: [...(provider.aws as Json[]), { alias: "b" }] } })), /^provider aws.b is a second provider/],
  ["another provider", () => services(({ provider }) => ({ provider: { ...provider, http: [{}] } })), /^provider http is http, which/],
  ["AWS's provider of somebody else", () => terraform({ required_providers: { aws: { source: "other/aws", version: "5.100.0" } } }), /is registry.terraform.io\/other\/aws, which/],
  ["one more required provider", () => terraform({ required_providers: { aws: { source: "hashicorp/aws" }, external: { source: "hashicorp/external" } } }), /requires the provider external/],
  ["a provider that nothing writes", () => services(() => ({ provider: {} })), /^provider aws is not written/],
  ["another endpoint of its state", () => backend({ endpoints: { s3: "https://example.com" } }), /has the backend's argument endpoints/],
  ["another bucket of its state", () => backend({ bucket: "x" }), /keeps its state with the bucket "x", and test with "kelmah-terraform-state"/],
  ["another table of its locks", () => backend({ dynamodb_table: undefined }), /keeps its state with the dynamodb_table \(not said\)/],
  ["another region of its state", () => backend({ region: "us-east-1" }), /keeps its state with the region "us-east-1"/],
  ["another backend", () => terraform({ backend: { http: { address: "https://example.com" } } }), /keeps its state in a backend 'http'/],
  ["no backend", () => terraform({ backend: undefined }), /does not say where its state is/],
  ["a module", () => services(() => ({ module: { x: { source: "./x" } } })), /^module.x is a module from \.\/x/],
  ["a program's output", () => data({ external: { x: { program: ["sh"] } } }), /^data.external.x is a data source that this project does not have/],
  ["a secret", () => data({ aws_ssm_parameter: { x: { name: "/kelmah/prod/JWT_SECRET" } } }), /may run a program, or read a secret/],
  ["another state", () => remote({ key: "kelmah-prod-network/terraform.tfstate" }), /^data.terraform_remote_state.network reads the state/],
  ["a state at another place", () => remote({ endpoint: "https://example.com" }), /reads the state/],
  ["a command", () => resource({ terraform_data: { x: { provisioner: [{ "local-exec": { command: "id" } }] } } }), /^terraform_data.x is nothing in AWS/],
  ["a provisioner", () => resource({ aws_sns_topic: { x: { provisioner: [{ "local-exec": { command: "id" } }] } } }), /^aws_sns_topic.x has a provisioner/],
  ["what a later Terraform has", () => services(() => ({ ephemeral: { aws_lambda_invocation: { x: {} } } })), /has 'ephemeral', which no stack/],
  ["a check that reads on its own", () => services(() => ({ check: { x: { data: { http: { x: {} } } } } })), /has 'check', which no stack/],
  ["a file of the machine", () => services(() => ({ output: { x: { value: '${file("/proc/self/environ")}' } } })), /reads a file of the machine/],
  ["a file of the machine, in a key", () => services(() => ({ output: { x: { value: { '${file("/proc/self/environ")}': 1 } } } })), /reads a file of the machine/],
  ["a file of the machine, behind a comment", () => services(() => ({ output: { x: { value: '${file/* */("/proc/self/environ")}' } } })), /reads a file of the machine/],
  ["a provider of somebody else's that nothing uses yet", () => ({ terraform: { required_providers: { aws: { source: "evil/aws" } }, backend: { s3: {} } } }), /requires the provider aws from "evil\/aws"/],
  ["a token", () => data({ aws_ecr_authorization_token: { x: {} } }), /is a data source that this project does not have/],
  ["what a bucket holds", () => data({ aws_s3_object: { x: { bucket: "b", key: "k" } } }), /is a data source that this project does not have/],
  ["what leaves", () => services(() => ({ removed: [{ from: "a.b" }] })), /has 'removed', which no stack/],
])("refuses %s", (_, stack, message) => {
  expect(against(stack())).toContainEqual(expect.stringMatching(message));
}); // prettier-ignore

test("the stack that holds the states reads none", () => {
  const { "kelmah-state": states = {} } = synthesizeStacks([example()]);
  const reading = { ...states, data: { terraform_remote_state: { x: { backend: "http", config: { address: "https://example.com" } } } } };
  const found = writtenFindings(reading, { environment: undefined, storage: example() });
  expect(found.map(({ message }) => message)).toContainEqual(expect.stringMatching(/^reads the state .*, which is not the environment's/));
}); // prettier-ignore

test("every data source that the stacks have is known, and no other", () => {
  const types = [example(), cloudExample(), everything(), adopted()].flatMap((environment) =>
    Object.values(synthesizeStacks([environment])).flatMap(({ data: of = {} }) => Object.keys(of)),
  );
  expect([...new Set(types)].filter((type) => !DATA.includes(type))).toEqual([]);
});

test.each<[string, unknown, RegExp]>([
  ["a list of everything", [{ resource: { null_resource: { a: {} } } }], /^cdk.tf.json is not written as/],
  ["a list of types", { resource: [{ null_resource: { a: {} } }] }, /^cdk.tf.json.resource is not/],
  ["a list of names", { resource: { null_resource: [{ a: {} }] } }, /^cdk.tf.json.resource.null_resource is not/],
  ["a list of data sources", { data: { external: [{ a: {} }] } }, /^cdk.tf.json.data.external is not/],
  ["a list of settings", { terraform: [{ backend: { http: {} } }] }, /^cdk.tf.json.terraform is not/],
  ["a list of backends", { terraform: { backend: [{ http: {} }] } }, /^cdk.tf.json.terraform.backend is not/],
  ["a list of providers", { provider: [{ http: {} }] }, /^cdk.tf.json.provider is not/],
  ["a list of modules", { module: [{ a: { source: "./a" } }] }, /^cdk.tf.json.module is not/],
])("refuses what Terraform would read in %s", (_, json, message) => {
  expect(() => parseStack("cdk.tf.json", JSON.stringify(json))).toThrow(message);
});

test("refuses a key that is there twice, and what is no JSON", () => {
  expect(() => parseStack("cdk.tf.json", '{"resource":{},"resource":{"null_resource":{}}}')).toThrow("has a key twice");
  expect(() => parseStack("cdk.tf.json", "{")).toThrow("cdk.tf.json is no JSON: synthesize the stack anew");
});

test("reads a folder in which there is nothing beside the stack that Terraform would read too", async () => {
  await directory.write("a/cdk.tf.json", "{}");
  await directory.write("a/.terraform.lock.hcl", "");
  expect(await readWrittenStack(directory.path("a"))).toEqual({});
  for (const name of ["x.tf", "x_override.tf.json", "x.auto.tfvars", "x.tofu"]) {
    await directory.write(`${name}.d/cdk.tf.json`, "{}");
    await directory.write(`${name}.d/${name}`, "");
    await expect(readWrittenStack(directory.path(`${name}.d`))).rejects.toThrow(`Terraform would read ${name} in`);
  }
  await expect(readWrittenStack(directory.path("none"))).rejects.toThrow("cannot be read: name the folder of a");
});
