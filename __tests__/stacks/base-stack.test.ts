import { TerraformOutput } from "cdktf";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { DataAwsEip } from "@cdktf/provider-aws/lib/data-aws-eip";
import { Construct } from "constructs";
import type { KeptArguments } from "../../src/model/environment";
import "../helpers/matchers";
import { addressesOf, blockAt, emptyStack, type StackJson, synthesize } from "../helpers/synth";

const json = synthesize(() => undefined);

test("works in its account only, and tags everything", () => {
  expect(json.provider).toEqual({
    aws: [
      {
        region: "eu-north-1",
        allowed_account_ids: ["111122223333"],
        default_tags: [{ tags: { Project: "Kelmah", Env: "test", Owner: "platform", CostCenter: "kelmah-platform" } }],
      },
    ],
  });
});

test("keeps its state in the bucket under its own name, locked in both ways", () => {
  expect(json.terraform).toEqual({
    required_version: ">= 1.11",
    required_providers: { aws: { source: "hashicorp/aws", version: "5.100.0" } },
    backend: {
      s3: {
        bucket: "states",
        key: "test/terraform.tfstate",
        region: "eu-north-1",
        dynamodb_table: "locks",
        encrypt: true,
        use_lockfile: true,
      },
    },
  });
});

test("addresses S3 buckets by path where an emulator needs it", () => {
  const { provider } = emptyStack({ s3UsePathStyle: true }).toTerraform() as { provider: { aws: unknown[] } };
  expect(provider.aws).toEqual([expect.objectContaining({ s3_use_path_style: true })]);
});

describe("addresses", () => {
  test("are the path of construct ids, without the rooms of the code", () => {
    const stack = synthesize((scope) => {
      const room = new Construct(new Construct(scope, "PrivateSubnets"), "nat_a");
      new Eip(room, "Address");
      new DataAwsEip(room, "Found");
      new Eip(scope, "plain");
      new TerraformOutput(scope, "nat_a", { value: "1.2.3.4" });
    });
    expect(addressesOf(stack)).toEqual(["aws_eip.nat_a", "aws_eip.plain", "data.aws_eip.nat_a", "output.nat_a"]);
  });

  test("are the same however often they are asked for", () => {
    const scope = emptyStack();
    const eip = new Eip(new Construct(scope, "nat_a"), "Address");
    expect([eip.friendlyUniqueId, eip.friendlyUniqueId]).toEqual(["nat_a", "nat_a"]);
  });

  test("are never shared: Terraform JSON would keep one of the two", () => {
    const share = () =>
      synthesize((scope) => {
        const room = new Construct(scope, "nat_a");
        new Eip(room, "Address");
        new Eip(room, "Second");
      });
    expect(share).toThrow("test/nat_a/Address and test/nat_a/Second would both be aws_eip.nat_a: rename one.");
  });

  test("are never shared by two data sources either", () => {
    const share = () =>
      synthesize((scope) => {
        new DataAwsEip(new Construct(scope, "nat_a"), "Found");
        new DataAwsEip(new Construct(new Construct(scope, "nat"), "a"), "Found");
      });
    expect(share).toThrow("test/nat_a/Found and test/nat/a/Found would both be data.aws_eip.nat_a: rename one.");
  });
});

test("the helper that reads a block says which one there is not", () => {
  expect(() => blockAt(json, "aws_eip.nat_a")).toThrow("There is no aws_eip.nat_a");
});

describe("what stays as it was found", () => {
  const found = (kept: KeptArguments) => {
    const stack = emptyStack({ kept: { "aws_eip.nat_a": kept, "aws_eip.gone": kept } });
    const lifecycle = { preventDestroy: true, ignoreChanges: ["domain"] };
    new Eip(new Construct(stack, "nat_a"), "Address", { publicIpv4Pool: "mine", tags: { Name: "a" }, lifecycle });
    return stack;
  };
  const keep = {
    public_ipv4_pool: { found: "amazon", insteadOf: "mine" },
    'tags["Owner"]': { found: "netops", insteadOf: "platform" },
  };

  test("is left alone by Terraform, beside what it leaves alone anyway", () => {
    expect(blockAt(found(keep).toTerraform() as StackJson, "aws_eip.nat_a")).toMatchObject({
      lifecycle: { prevent_destroy: true, ignore_changes: ["domain", "public_ipv4_pool", 'tags["Owner"]'] },
    });
  });

  test("is left alone in HCL too, by reference", () => {
    expect(found(keep).toHclTerraform().hcl).toMatch(
      /ignore_changes = \[\s+domain,\s+public_ipv4_pool,\s+tags\["Owner"\],\s+\]/,
    );
  });

  test("is not passed over in silence when something else is written than was then", () => {
    const other = found({ ...keep, public_ipv4_pool: { found: "amazon", insteadOf: "yours" } });
    expect(() => other.toTerraform()).toThrow(
      "aws_eip.nat_a: public_ipv4_pool was found as amazon and stays so; mine is written now, yours was then",
    );
    expect(() => found({ tags: { found: "{}" } }).toTerraform()).toThrow(
      'aws_eip.nat_a: tags was found as {} and stays so; {"Name":"a"} is written now, (nothing) was then',
    );
  });
});
