import { readRequiredProviders } from "../../../src/ops/terraform/required-providers";
import { temporaryDirectory } from "../../helpers/temporary";

const folder = temporaryDirectory();
const aws = { address: "registry.terraform.io/hashicorp/aws", version: "5.100.0" };

function json(providers: object): string {
  return JSON.stringify({ terraform: { required_providers: providers } });
}

test.each([
  ["a bare name", { aws: { source: "aws", version: "5.100.0" } }],
  ["a namespace", { aws: { source: "hashicorp/aws", version: "5.100.0" } }],
  ["a registry", { aws: { source: "registry.terraform.io/hashicorp/aws", version: "5.100.0" } }],
  ["no source", { aws: { version: "5.100.0" } }],
])("completes a source that is %s", async (_, providers) => {
  await folder.write("cdk.tf.json", json(providers));
  await expect(readRequiredProviders(folder.path())).resolves.toEqual([aws]);
});

test("leaves out what is not required in one exact version", async () => {
  await folder.write("cdk.tf.json", json({ aws: { version: "~> 5.0" }, random: {} }));
  await expect(readRequiredProviders(folder.path())).resolves.toEqual([]);
});

test("reads HCL as cdktf writes it", async () => {
  await folder.write(
    "cdk.tf",
    'terraform {\nrequired_providers {\n  aws = {\nversion = "5.100.0"\nsource = "hashicorp/aws"\n}\n' +
      '  "random" = {\nversion = "3.7.2"\n}\n}\nbackend "s3" {\nbucket = "b"\n}\n}\n' +
      'provider "aws" {\nother = {\nversion = "1.0.0"\n}\n}\n',
  );
  await expect(readRequiredProviders(folder.path())).resolves.toEqual([
    aws,
    { address: "registry.terraform.io/hashicorp/random", version: "3.7.2" },
  ]);
});

test("says what to do where nothing was synthesized", async () => {
  await expect(readRequiredProviders(folder.path())).rejects.toThrow(
    `${folder.path()} holds no synthesized stack. Synthesize first: npx cdktf synth`,
  );
});
