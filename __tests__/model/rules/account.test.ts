import { example, exampleInExistingVpc, problemLines, testBreakages } from "../../helpers/example";

describe("the environment itself", () => {
  const rule = "2 to 10 lower-case letters and digits, a letter first";
  testBreakages([
    ["a name with a dash", (e) => (e.name = "de-v"), `name: 'de-v' is no environment's name: ${rule}`],
    ["a name in capitals", (e) => (e.name = "Dev"), `name: 'Dev' is no environment's name: ${rule}`],
    ["a name of one letter", (e) => (e.name = "d"), `name: 'd' is no environment's name: ${rule}`],
    [
      "a name that is too long",
      (e) => (e.name = "development"),
      `name: 'development' is no environment's name: ${rule}`,
    ],
    [
      "the name that the storage of the states has as its environment",
      (e) => (e.name = "shared"),
      "name: 'shared' is what the states of all environments are tagged with: call it something else",
    ],
    [
      "an account id of eleven digits",
      (e) => (e.inventory.account = "11112222333"),
      "inventory.account: '11112222333' is no AWS account id: it has twelve digits",
    ],
    [
      "an account id with a dash",
      (e) => (e.inventory.account = "1111-2222333"),
      "inventory.account: '1111-2222333' is no AWS account id: it has twelve digits",
    ],
    [
      "a region without a number",
      (e) => {
        e.inventory.region = "eu-north";
        e.network.availabilityZones = ["eu-northa", "eu-northb"];
      },
      "inventory.region: 'eu-north' is no AWS region such as eu-north-1",
    ],
    ...["cn-north-1", "us-gov-west-1", "us-iso-east-1", "eu-isoe-west-1", "eusc-de-east-1"].map(
      (region): Parameters<typeof testBreakages>[0][number] => [
        `the region ${region}, which is of another partition`,
        (e) => {
          e.inventory.region = region;
          e.network.availabilityZones = [`${region}a`, `${region}b`];
        },
        `inventory.region: '${region}' is no region of AWS's commercial partition: ARNs and host names are others there, and this project writes those of the commercial one only. Choose a region such as eu-north-1`,
      ],
    ),
    [
      "an owner that is blank",
      (e) => (e.owner = " "),
      "owner: ' ' is no tag: 1 to 256 letters, digits, spaces and any of _.:/=+-@",
    ],
    [
      "a cost center with quotes, which would break the HCL output",
      (e) => (e.costCenter = 'the "platform"'),
      "costCenter: 'the \"platform\"' is no tag: 1 to 256 letters, digits, spaces and any of _.:/=+-@",
    ],
    [
      "an owner that Terraform would interpolate",
      (e) => (e.owner = "${var.owner}"),
      "owner: '${var.owner}' is no tag: 1 to 256 letters, digits, spaces and any of _.:/=+-@",
    ],
    [
      "a NAT address that is none",
      (e) => (e.inventory.natEips = ["13.62.68.130/32"]),
      "inventory.natEips[0]: '13.62.68.130/32' is no IPv4 address",
    ],
    [
      "a NAT address that is given twice",
      (e) => {
        e.inventory.natEips = ["192.0.2.1", "192.0.2.1"];
        e.network.nat = "per-az";
      },
      "inventory.natEips[1]: '192.0.2.1' is given twice: each NAT gateway has its own",
    ],
    [
      "nobody to call",
      (e) => (e.onCall = " "),
      "onCall: ' ' names nobody: a name and how to reach them, in one line of 1 to 200 characters",
    ],
    [
      "somebody to call in two lines, and a control character",
      (e) => (e.onCall = "Platform\n\u001b[2J"),
      "onCall: 'Platform\\u{a}\\u{1b}[2J' names nobody: a name and how to reach them, in one line of 1 to 200 characters",
    ],
    [
      "a state bucket in capitals",
      (e) => Object.assign(e.state, { bucket: "Kelmah" }),
      "state.bucket: 'Kelmah' is no name for an S3 bucket: it takes lower-case letters, digits and inner '-' and '.'",
    ],
    [
      "a lock table with a slash",
      (e) => Object.assign(e.state, { lockTable: "a/b" }),
      "state.lockTable: 'a/b' is no name for a DynamoDB table: it takes letters, digits and any of _.-",
    ],
    [
      "an existing parameter with a space",
      (e) => (e.inventory.existingParameters = ["JWT_SECRET", "MONGODB URI"]),
      "inventory.existingParameters[1]: '/kelmah/test/MONGODB URI' is no name for an SSM parameter: it takes letters, digits and any of _.-, in parts between slashes",
    ],
  ]);
});

describe("ids in the inventory", () => {
  const message = (field: string, id: string, like: string) =>
    `inventory.${field}: '${id}' is no id of that type: it looks like ${like}-0123456789abcdef0`;
  testBreakages(
    [
      ["a VPC's", (e) => (e.inventory.vpc = "vpc-xyz"), message("vpc", "vpc-xyz", "vpc")],
      [
        "a public subnet's",
        (e) => (e.inventory.publicSubnets = ["subnet-0123456789abcdef0", "sg-0123456789abcdef0"]),
        message("publicSubnets", "sg-0123456789abcdef0", "subnet"),
      ],
      [
        "a private subnet's",
        (e) => (e.inventory.privateSubnets = ["", "subnet-0123456789abcdef0"]),
        message("privateSubnets", "", "subnet"),
      ],
      [
        "the services' security group's",
        (e) => (e.inventory.servicesSecurityGroup = "sg-1"),
        message("servicesSecurityGroup", "sg-1", "sg"),
      ],
      [
        "the gateway's security group's",
        (e) => (e.inventory.gatewaySecurityGroup = "vpc-0123456789abcdef0"),
        message("gatewaySecurityGroup", "vpc-0123456789abcdef0", "sg"),
      ],
    ],
    exampleInExistingVpc,
  );
});

test.each(["us-east-1", "ap-southeast-4", "me-central-1", "mx-central-1", "ca-west-1"])(
  "%s is a region of the commercial partition",
  (region) => {
    const environment = example();
    environment.inventory.region = region;
    environment.network.availabilityZones = [`${region}a`, `${region}b`];
    expect(problemLines(environment)).toEqual([]);
  },
);
