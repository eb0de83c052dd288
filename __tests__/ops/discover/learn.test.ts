import { checkGiven, learn } from "../../../src/ops/discover/learn";
import type { Facts } from "../../../src/ops/discover/facts";
import { BARE_TASKS, environment, facts, network, stack, tags } from "./facts";

const VPC = "vpc-0dabf8272bd2ef53d";
const PUBLIC = ["subnet-0dd46e5972b0e31a7", "subnet-0e5fed10308075b94", "subnet-02a1a058044d0f5ce"];
const PRIVATE = ["subnet-006406d535a30911f", "subnet-024eebebbdc867963", "subnet-0a9d0777b99602681"];

const subnets = [...PUBLIC, ...PRIVATE].map((SubnetId, index) => ({
  SubnetId,
  CidrBlock: `172.31.${index * 16}.0/20`,
  AvailabilityZone: `eu-north-1${"abc"[index % 3] ?? ""}`,
}));

/** What the inventory of prod gives, in AWS. */
const asGiven = network({
  vpcs: [{ VpcId: VPC, CidrBlock: "172.31.0.0/16" }],
  subnets,
  securityGroups: [{ GroupId: "sg-081fd7b767b7ed905" }, { GroupId: "sg-0dc2f8282ea9de58b" }],
  addresses: [{ PublicIp: "13.62.68.130", AllocationId: "eipalloc-1" }],
});

const stacks = [
  stack("kelmah-prod-network", { "aws_subnet.private_a": { tags: { Name: "kelmah-private-a-prod" } } }),
  stack("kelmah-prod-services", {
    "aws_lb.internal": { name: "kelmah-internal-svcs" },
    "aws_cloudwatch_log_group.auth": { name: "/ecs/auth-service" },
  }),
];

const containers = { clusters: [], draining: [], services: [], tasks: BARE_TASKS };

const learnt = (some: Partial<Facts>, of = environment("prod")) =>
  learn({ environment: of, facts: facts({ network: asGiven, containers, ...some }), stacks });

test("what the inventory gives is there", () => {
  expect(() => {
    checkGiven(environment("prod"), asGiven);
  }).not.toThrow();
});

test("everything that the inventory gives and AWS does not have is named", () => {
  const missing = network({
    vpcs: [{ VpcId: VPC, CidrBlock: "172.30.0.0/16" }],
    subnets: subnets.slice(0, 5),
    securityGroups: [{ GroupId: "sg-081fd7b767b7ed905" }],
  });
  expect(() => {
    checkGiven(environment("prod"), missing);
  }).toThrow(`The inventory of prod gives what account 992350137489 does not have in eu-north-1:
  privateSubnets[2]: there is no subnet-0a9d0777b99602681 in ${VPC}
  gatewaySecurityGroup: there is no sg-0dc2f8282ea9de58b in ${VPC}
  natEips[0]: there is no 13.62.68.130 among the addresses here
  ${VPC} is 172.30.0.0/16, and src/environments/prod.ts says 172.31.0.0/16

Nothing was written. Correct what is given.`);
  expect(() => {
    checkGiven(environment("prod"), network());
  }).toThrow(`  vpc: there is no ${VPC} here\n`);
});

test("subnets, the NAT gateway behind its address and the private subnets' route tables", () => {
  const natGateways = [{ NatGatewayId: "nat-1", NatGatewayAddresses: [{ AllocationId: "eipalloc-1" }] }];
  const routeTables = [
    { RouteTableId: "rtb-1", Associations: PRIVATE.map((SubnetId) => ({ SubnetId })) },
    { RouteTableId: "rtb-main", Associations: [{ Main: true }, { SubnetId: PUBLIC[0] }] },
  ];
  const found = learnt({ network: { ...asGiven, natGateways, routeTables } }).learnt;
  expect(found?.subnets["subnet-024eebebbdc867963"]).toEqual({
    cidr: "172.31.64.0/20",
    availabilityZone: "eu-north-1b",
  });
  expect(Object.keys(found?.subnets ?? {})).toHaveLength(6);
  expect(found?.nat).toEqual({
    addresses: { "13.62.68.130": { allocationId: "eipalloc-1", natGatewayId: "nat-1" } },
    routeTables: Object.fromEntries(PRIVATE.map((subnet) => [subnet, "rtb-1"])),
  });
});

test("each NAT gateway behind its address, where there is one in each zone", () => {
  const { inventory, ...rest } = environment("prod");
  const natEips = ["13.62.68.130", "13.62.68.131"];
  const addresses = natEips.map((PublicIp, index) => ({ PublicIp, AllocationId: `eipalloc-${index + 1}` }));
  const natGateways = [{ NatGatewayId: "nat-2", NatGatewayAddresses: [{ AllocationId: "eipalloc-2" }] }];
  const facts = { network: { ...asGiven, addresses, natGateways } };
  expect(learnt(facts, { ...rest, inventory: { ...inventory, natEips } }).learnt?.nat?.addresses).toEqual({
    "13.62.68.130": { allocationId: "eipalloc-1" },
    "13.62.68.131": { allocationId: "eipalloc-2", natGatewayId: "nat-2" },
  });
});

test("before there is a NAT gateway there is nothing to learn of it", () => {
  expect(learnt({}).learnt?.nat).toEqual({
    addresses: { "13.62.68.130": { allocationId: "eipalloc-1" } },
    routeTables: {},
  });
  const { inventory, ...rest } = environment("prod");
  const { natEips: _natEips, ...given } = inventory;
  expect(learnt({}, { ...rest, inventory: given }).learnt?.nat).toBeUndefined();
  expect(_natEips).toEqual(["13.62.68.130"]);
});

test("blocks are taken by every subnet of the VPC, but not by those that this project made there", () => {
  const others = [
    { SubnetId: "subnet-b", CidrBlock: "172.31.128.0/20" },
    { SubnetId: "subnet-a", CidrBlock: "172.31.112.0/20", Tags: tags({ Name: "kelmah-private-a-dev", Env: "dev" }) },
    {
      SubnetId: "subnet-own",
      CidrBlock: "172.31.240.0/20",
      Tags: tags({ Name: "kelmah-private-a-prod", Env: "prod" }),
    },
  ];
  expect(learnt({ network: { ...asGiven, subnets: [...others, ...subnets] } }).learnt?.takenCidrs).toEqual([
    ...subnets.map(({ CidrBlock }) => CidrBlock),
    "172.31.112.0/20",
    "172.31.128.0/20",
  ]);
});

describe("existing parameters", () => {
  const names = ["SMTP_USER", "JWT_SECRET", "MONGODB_URI", "deeper/ONE"].map((name) => `/kelmah/prod/${name}`);
  const parameters = { names, tagged: ["/kelmah/prod/SMTP_USER", "/kelmah/prod/JWT_SECRET"], unset: [] };
  const states = (ids: ReadonlyMap<string, string> | undefined) => new Map([["kelmah-prod-services", { ids }]]);

  test("are those that Terraform's state does not have", () => {
    const managed = new Map([["aws_ssm_parameter.smtp_user", "/kelmah/prod/SMTP_USER"]]);
    expect(learnt({ parameters, states: states(managed) }).existingParameters).toEqual(["JWT_SECRET", "MONGODB_URI"]);
    const all = ["JWT_SECRET", "MONGODB_URI", "SMTP_USER"];
    expect(learnt({ parameters, states: states(new Map()) }).existingParameters).toEqual(all);
  });

  test("are those without this project's tags where the state cannot be read, and those known before", () => {
    expect(learnt({ parameters, states: states(undefined) }).existingParameters).toEqual(["JWT_SECRET", "MONGODB_URI"]);
    const nothingKnown = environment("prod", { existingParameters: [] });
    expect(learnt({ parameters, states: states(undefined) }, nothingKnown).existingParameters).toEqual(["MONGODB_URI"]);
  });

  test("that are gone are forgotten", () => {
    expect(learnt({}).existingParameters).toBeUndefined();
  });
});

test("legacy services are learnt as they run", () => {
  const service = {
    serviceName: "auth-service",
    taskDefinition: "arn:aws:ecs:eu-north-1:992350137489:task-definition/kelmah-auth-service:3",
    desiredCount: 0,
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: ["subnet-2", "subnet-1"],
        securityGroups: ["sg-1"],
        assignPublicIp: "ENABLED" as const,
      },
    },
  };
  const services = [service, { serviceName: "user-service-nlb" }];
  expect(learnt({ containers: { ...containers, services } }).learnt?.legacyServices).toEqual({
    auth: {
      name: "auth-service",
      taskDefinition: "kelmah-auth-service:3",
      desiredCount: 0,
      subnets: ["subnet-1", "subnet-2"],
      securityGroups: ["sg-1"],
      assignPublicIp: true,
      platformVersion: "LATEST",
    },
  });
});

test("a VPC that is made here has nothing to learn", () => {
  expect(learn({ environment: environment("dev"), facts: facts(), stacks: [] })).toEqual(environment("dev").inventory);
});
