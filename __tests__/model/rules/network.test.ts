import { type Example, exampleInExistingVpc, problemLines, testBreakages } from "../../helpers/example";
import { movingExample } from "../../helpers/moving";

const zones = (...letters: string[]) => letters.map((letter) => `eu-north-1${letter}`);

describe("availability zones", () => {
  testBreakages([
    [
      "only one",
      (e) => (e.network.availabilityZones = zones("a")),
      "network.availabilityZones: 1 given: at least two, so that one can fail",
    ],
    [
      "one of another region",
      (e) => (e.network.availabilityZones = ["eu-north-1a", "eu-west-1a"]),
      "network.availabilityZones[1]: 'eu-west-1a' is no availability zone of region 'eu-north-1'",
    ],
    [
      "a region in a zone's place",
      (e) => (e.network.availabilityZones = ["eu-north-1", "eu-north-1a"]),
      "network.availabilityZones[0]: 'eu-north-1' is no availability zone of region 'eu-north-1'",
    ],
    [
      "the same one twice",
      (e) => (e.network.availabilityZones = zones("a", "b", "a")),
      "network.availabilityZones[2]: 'eu-north-1a' is given twice",
    ],
    [
      "a region that means something to a regular expression",
      (e) => (e.inventory.region = "eu-("),
      "inventory.region: 'eu-(' is no AWS region such as eu-north-1",
      "network.availabilityZones[0]: 'eu-north-1a' is no availability zone of region 'eu-('",
      "network.availabilityZones[1]: 'eu-north-1b' is no availability zone of region 'eu-('",
    ],
  ]);
});

describe("the VPC's block", () => {
  testBreakages([
    [
      "malformed",
      (e) => (e.network.vpc.cidr = "10.0.0.0"),
      "network.vpc.cidr: '10.0.0.0' is not an IPv4 CIDR block such as 10.0.0.0/16",
    ],
    [
      "an address inside a block",
      (e) => (e.network.vpc.cidr = "10.0.0.1/16"),
      "network.vpc.cidr: '10.0.0.1/16' is an address inside a block: write the block as 10.0.0.0/16",
    ],
    [
      "larger than a VPC's can be",
      (e) => (e.network.vpc.cidr = "10.0.0.0/15"),
      "network.vpc.cidr: '10.0.0.0/15' is no size for a VPC: /16 to /28",
    ],
    [
      "too small to be cut",
      (e) => (e.network.vpc.cidr = "10.0.0.0/25"),
      "network.vpc.cidr: '10.0.0.0/25' is too small: a sixteenth of it is a /29, and AWS's smallest subnet is a /28",
    ],
  ]);

  const inFive = (e: Example) => {
    e.network.availabilityZones = zones("a", "b", "c", "d", "e");
    e.network.publicSubnetCidrs = ["10.0.0.0/17", "10.0.128.0/19", "10.0.160.0/20", "10.0.176.0/20", "10.0.192.0/20"];
  };
  testBreakages([
    [
      "without room for the subnets that are to be cut",
      inFive,
      "network.vpc.cidr: '10.0.0.0/16' has room for 3 more subnets of /20, and 5 are needed",
    ],
  ]);
});

describe("the subnets' blocks", () => {
  testBreakages([
    [
      "fewer than zones",
      (e) => (e.network.publicSubnetCidrs = ["10.0.0.0/24"]),
      "network.publicSubnetCidrs: 1 blocks for 2 availability zones: give one for each",
    ],
    [
      "more than zones",
      (e) => (e.network.privateSubnetCidrs = ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"]),
      "network.privateSubnetCidrs: 3 blocks for 2 availability zones: give one for each",
    ],
    [
      "malformed",
      (e) => (e.network.privateSubnetCidrs = ["10.0.0.0/24", "10.0.1/24"]),
      "network.privateSubnetCidrs[1]: '10.0.1/24' is not an IPv4 CIDR block such as 10.0.0.0/16",
    ],
    [
      "too small",
      (e) => (e.network.privateSubnetCidrs = ["10.0.0.0/29", "10.0.1.0/24"]),
      "network.privateSubnetCidrs[0]: '10.0.0.0/29' is no size for a subnet: /16 to /28",
    ],
    [
      "outside the VPC",
      (e) => (e.network.publicSubnetCidrs = ["10.0.0.0/24", "10.1.0.0/24"]),
      "network.publicSubnetCidrs[1]: '10.1.0.0/24' lies outside the VPC's block '10.0.0.0/16'",
    ],
    [
      "overlapping each other",
      (e) => (e.network.publicSubnetCidrs = ["10.0.0.0/24", "10.0.0.128/25"]),
      "network.publicSubnetCidrs[1]: '10.0.0.128/25' overlaps '10.0.0.0/24' of network.publicSubnetCidrs[0]",
    ],
    [
      "private ones overlapping public ones",
      (e) => {
        e.network.publicSubnetCidrs = ["10.0.0.0/24", "10.0.1.0/24"];
        e.network.privateSubnetCidrs = ["10.0.2.0/24", "10.0.1.0/24"];
      },
      "network.privateSubnetCidrs[1]: '10.0.1.0/24' overlaps '10.0.1.0/24' of network.publicSubnetCidrs[1]",
    ],
  ]);
});

describe("flow logs and callers", () => {
  const offered =
    "1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653";
  testBreakages([
    [
      "a retention that is not offered",
      (e) => (e.network.flowLogsRetentionDays = 15),
      `network.flowLogsRetentionDays: 15 days is not offered by CloudWatch Logs: ${offered}`,
    ],
    [
      "a caller's block that is malformed",
      (e) => (e.gateway.ingressCidrs = ["0.0.0.0/0", "anywhere"]),
      "gateway.ingressCidrs[1]: 'anywhere' is not an IPv4 CIDR block such as 10.0.0.0/16",
    ],
    [
      "a caller's block given twice",
      (e) => (e.gateway.ingressCidrs = ["0.0.0.0/0", "10.0.0.0/8", "0.0.0.0/0"]),
      "gateway.ingressCidrs[2]: '0.0.0.0/0' is given twice: AWS refuses the second rule",
    ],
  ]);
});

describe("a VPC that exists", () => {
  const missing = "(missing): an existing VPC is used by its ids; give it in the inventory";
  testBreakages(
    [
      ["no id of it", (e) => delete e.inventory.vpc, `inventory.vpc: ${missing}`],
      ["no public subnets", (e) => delete e.inventory.publicSubnets, `inventory.publicSubnets: ${missing}`],
      [
        "no security group of the services",
        (e) => delete e.inventory.servicesSecurityGroup,
        `inventory.servicesSecurityGroup: ${missing}`,
      ],
      [
        "no security group of the gateway",
        (e) => delete e.inventory.gatewaySecurityGroup,
        `inventory.gatewaySecurityGroup: ${missing}`,
      ],
      [
        "a public subnet too few",
        (e) => e.inventory.publicSubnets?.pop(),
        "inventory.publicSubnets: 1 subnets for 2 availability zones: give one for each",
      ],
      [
        "a private subnet too few",
        (e) => (e.inventory.privateSubnets = ["subnet-0123456789abcdef3"]),
        "inventory.privateSubnets: 1 subnets for 2 availability zones: give one for each",
      ],
    ],
    exampleInExistingVpc,
  );

  test("private subnets go with the zones one by one, once it is known where they are", () => {
    const environment = movingExample();
    const [b, a] = ["subnet-0123456789abcdefb", "subnet-0123456789abcdefa"];
    const { learnt } = environment.inventory;
    if (learnt === undefined) throw new Error("The moving example has been discovered");
    environment.inventory.privateSubnets = [b, a];
    expect(problemLines(environment)).toEqual([]);
    learnt.subnets[b] = { cidr: "10.0.16.0/24", availabilityZone: "eu-north-1b" };
    learnt.subnets[a] = { cidr: "10.0.17.0/24", availabilityZone: "eu-north-1a" };
    const [first, second] = [
      `inventory.privateSubnets[0]: '${b}' is in eu-north-1b, and network.availabilityZones[0] is eu-north-1a`,
      `inventory.privateSubnets[1]: '${a}' is in eu-north-1a, and network.availabilityZones[1] is eu-north-1b`,
    ];
    expect(problemLines(environment)).toEqual(
      [first, second].map((line) => `${line}: give the subnets in the order of the zones`),
    );
    environment.inventory.privateSubnets = [a, b];
    expect(problemLines(environment)).toEqual([]);
  });

  test("no private subnets, written as [] or not at all, are none yet", () => {
    for (const privateSubnets of [[], undefined]) {
      const environment = exampleInExistingVpc();
      expect(problemLines({ ...environment, inventory: { ...environment.inventory, privateSubnets } as never })).toEqual([]);
    }
  }); // prettier-ignore
});

describe("a VPC that is made", () => {
  const given = (id: string) => `${id} is given, but network.vpc.kind is 'create'`;
  const subnets = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"];
  testBreakages([
    [
      "with an id",
      (e) => (e.inventory.vpc = "vpc-0123456789abcdef0"),
      `inventory.vpc: ${given("'vpc-0123456789abcdef0'")}`,
    ],
    [
      "with public subnets that exist",
      (e) => (e.inventory.publicSubnets = [...subnets]),
      `inventory.publicSubnets: ${given("['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1']")}`,
    ],
    [
      "with private subnets that exist",
      (e) => (e.inventory.privateSubnets = [...subnets]),
      `inventory.privateSubnets: ${given("['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1']")}`,
    ],
    [
      "with the services' security group",
      (e) => (e.inventory.servicesSecurityGroup = "sg-0123456789abcdef0"),
      `inventory.servicesSecurityGroup: ${given("'sg-0123456789abcdef0'")}`,
    ],
    [
      "with the gateway's security group",
      (e) => (e.inventory.gatewaySecurityGroup = "sg-0123456789abcdef0"),
      `inventory.gatewaySecurityGroup: ${given("'sg-0123456789abcdef0'")}`,
    ],
  ]);
});
