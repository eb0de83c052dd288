import { Eip } from "@cdktf/provider-aws/lib/eip";
import { App, TerraformOutput, TerraformStack, Testing } from "cdktf";
import { environments } from "../../src/environments";
import { addStacks } from "../../src/stacks/app";
import { synthesizeStacks } from "../helpers/synth";
import { everything } from "../helpers/everything";
import "../helpers/matchers";

const stacks = addStacks(Testing.app(), environments()).map(({ stack }) => stack);
const all = synthesizeStacks(undefined, { s3UsePathStyle: true });

test("there is a state stack, and a network and a services stack for each environment", () => {
  expect(stacks.map(({ node }) => node.id)).toEqual([
    "kelmah-state",
    "kelmah-dev-network",
    "kelmah-dev-services",
    "kelmah-staging-network",
    "kelmah-staging-services",
    "kelmah-prod-network",
    "kelmah-prod-services",
  ]);
});

test("the services of an environment come after its network, and wait for nothing else", () => {
  expect(stacks.map(({ node, dependencies }) => [node.id, dependencies.map((stack) => stack.node.id)])).toEqual([
    ["kelmah-state", []],
    ["kelmah-dev-network", []],
    ["kelmah-dev-services", ["kelmah-dev-network"]],
    ["kelmah-staging-network", []],
    ["kelmah-staging-services", ["kelmah-staging-network"]],
    ["kelmah-prod-network", []],
    ["kelmah-prod-services", ["kelmah-prod-network"]],
  ]);
});

test("one environment alone is what it is among all, beside the same state stack", () => {
  const alone = synthesizeStacks(undefined, { s3UsePathStyle: true, only: "dev" });
  expect(Object.keys(alone)).toEqual(["kelmah-state", "kelmah-dev-network", "kelmah-dev-services"]);
  for (const [name, json] of Object.entries(alone)) expect(json).toEqual(all[name]);
});

test("an environment that there is not is refused, and those that there are are named", () => {
  expect(() => addStacks(Testing.app(), environments(), { only: "demo" })).toThrow(
    "There is no environment 'demo'. Choose: dev, staging, prod.",
  );
});

test("no stack refers to an element of another, which cdktf is not asked to look for when it synthesizes", () => {
  const asked = jest.spyOn(App.prototype, "crossStackReference");
  const prepare = (stack: TerraformStack) => {
    TerraformStack.prototype.prepareStack.call(stack);
  };
  const made = addStacks(Testing.app(), [...environments(), everything()]).map(({ stack }) => stack);
  made.forEach(prepare);
  expect(asked).not.toHaveBeenCalled();

  const [state, network] = made;
  if (state === undefined || network === undefined) throw new Error("There are stacks");
  const address = new Eip(state, "address", {});
  new TerraformOutput(network, "ip", { value: address.publicIp });
  prepare(network);
  expect(asked).toHaveBeenCalledTimes(1);
});

test("no environments, no stacks", () => {
  expect(addStacks(Testing.app(), [])).toEqual([]);
});

describe("every stack", () => {
  test("keeps its state under its own name, and is tagged with its environment's", () => {
    const summary = Object.entries(all).map(([name, json]) => {
      const { terraform, provider } = json as {
        terraform: { backend: { s3: { key: string } } };
        provider: { aws: { default_tags: { tags: { Env: string } }[] }[] };
      };
      return [name, terraform.backend.s3.key, provider.aws[0]?.default_tags[0]?.tags.Env];
    });
    expect(summary).toEqual([
      ["kelmah-state", "kelmah-state/terraform.tfstate", "shared"],
      ["kelmah-dev-network", "kelmah-dev-network/terraform.tfstate", "dev"],
      ["kelmah-dev-services", "kelmah-dev-services/terraform.tfstate", "dev"],
      ["kelmah-staging-network", "kelmah-staging-network/terraform.tfstate", "staging"],
      ["kelmah-staging-services", "kelmah-staging-services/terraform.tfstate", "staging"],
      ["kelmah-prod-network", "kelmah-prod-network/terraform.tfstate", "prod"],
      ["kelmah-prod-services", "kelmah-prod-services/terraform.tfstate", "prod"],
    ]);
  });

  test("addresses S3 by path where the app is told to", () => {
    for (const { provider } of Object.values(all)) {
      expect(provider).toMatchObject({ aws: [{ s3_use_path_style: true }] });
    }
  });

  test("keeps the states in the bucket that the state stack makes", () => {
    const bucket = { bucket: "kelmah-terraform-state-992350137489" };
    expect(all["kelmah-state"]).toHaveResourceAt("aws_s3_bucket.state", bucket);
    expect(all["kelmah-state"]).toHaveResourceAt("aws_dynamodb_table.locks", { name: "kelmah-terraform-locks" });
    for (const { terraform } of Object.values(all)) {
      expect(terraform).toMatchObject({ backend: { s3: { ...bucket, dynamodb_table: "kelmah-terraform-locks" } } });
    }
  });
});
