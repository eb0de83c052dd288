import { BinaryReader, BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { importedTypes, keepTypes, namedTypes } from "../../../src/ops/emulator/provider/schema";
import { temporaryDirectory } from "../../helpers/temporary";

const PROVIDER = 1;
const [RESOURCES, DATA_SOURCES, DIAGNOSTICS, CAPABILITIES, FUNCTIONS] = [2, 3, 4, 6, 7];

/** A message with fields in this order: an entry of a map has a key and what it stands for, another field only the latter. */
function message(...fields: readonly (readonly [field: number, key: string | undefined, value: string])[]): Uint8Array {
  const writer = new BinaryWriter();
  for (const [field, key, value] of fields) {
    const inner = new BinaryWriter();
    if (key !== undefined) inner.tag(1, WireType.LengthDelimited).string(key);
    inner.tag(2, WireType.LengthDelimited).string(value);
    writer.tag(field, WireType.LengthDelimited).bytes(inner.finish());
  }
  return writer.finish();
}

test("of the types, only those that are asked for are kept, and everything that is no type is", () => {
  const provider = [PROVIDER, undefined, "the provider's own arguments"] as const;
  const warning = [DIAGNOSTICS, undefined, "a warning"] as const;
  const capabilities = [CAPABILITIES, undefined, "what it can do"] as const;
  const whole = message(
    provider,
    [RESOURCES, "aws_vpc", "a network"],
    [RESOURCES, "aws_vpc_dhcp_options", "another that begins alike"],
    [DATA_SOURCES, "aws_vpc", "a network to read"],
    [FUNCTIONS, "arn_parse", "a function"],
    warning,
    capabilities,
  );
  const kept = message(
    provider,
    [RESOURCES, "aws_vpc", "a network"],
    [DATA_SOURCES, "aws_vpc", "a network to read"],
    warning,
    capabilities,
  );
  expect(Buffer.from(keepTypes(whole, (type) => type === "aws_vpc"))).toEqual(Buffer.from(kept));
  expect(new BinaryReader(keepTypes(new Uint8Array(), () => true)).len).toBe(0);
});

test("what is large can be told from what is not", () => {
  const [small, large] = ["a network", "statements ".repeat(100)].map((text, index) =>
    message([RESOURCES, `aws_${index}`, text]),
  ) as [Uint8Array, Uint8Array];
  const whole = Buffer.concat([small, large]);
  expect(Buffer.from(keepTypes(whole, (_, bytes) => bytes < 1000))).toEqual(Buffer.from(small));
});

const directory = temporaryDirectory();

test("the types that a stack's folder names are those of its JSON and of its HCL, and nobody else's", async () => {
  await directory.write("cdk.tf.json", JSON.stringify({ resource: { aws_vpc: { main: {} } } }));
  await directory.write("more.tf", 'data "aws_ecr_image" "auth" {}\n');
  await directory.write("notes.md", "aws_lb");
  expect(namedTypes(directory.path())).toEqual(["aws_vpc", "aws_ecr_image"]);
});

describe("the types that code imports", () => {
  test("are resources and data sources by Terraform's names, wherever the code lies", async () => {
    await directory.write("a.ts", 'import { Vpc } from "@cdktf/provider-aws/lib/vpc";\nimport { App } from "cdktf";\n');
    await directory.write("deep/b.ts", 'import { X } from "@cdktf/provider-aws/lib/data-aws-ecr-image";\n');
    await directory.write(
      "deep/c.ts",
      'import type { Y } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";\n',
    );
    await directory.write("d.js", 'require("@cdktf/provider-aws/lib/lb");\n');
    expect([...importedTypes(directory.path())].sort()).toEqual([
      "aws_ecr_image",
      "aws_vpc",
      "aws_vpc_security_group_ingress_rule",
    ]);
  });
});
