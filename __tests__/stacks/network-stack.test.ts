import { type Example, example, exampleInExistingVpc } from "../helpers/example";
import "../helpers/matchers";
import { addressesOf, blocksOf, type StackJson, synthesizeStack } from "../helpers/synth";

const network = (environment: Example) => synthesizeStack(environment, "network");

function changed(change: (environment: Example) => void, environment = example()): StackJson {
  change(environment);
  return network(environment);
}

const made = network(example());
const existing = changed((e) => {
  e.protected = true;
}, exampleInExistingVpc());

describe("a VPC that is made", () => {
  test("has its subnets' blocks cut out of its own", () => {
    expect(made).toHaveResourceAt("aws_vpc.main", { cidr_block: "10.0.0.0/16" });
    expect(made).toHaveResourceAt("aws_subnet.public_b", { cidr_block: "10.0.16.0/20" });
    expect(made).toHaveResourceAt("aws_subnet.private_a", { cidr_block: "10.0.128.0/20" });
  });

  test("has the blocks that are given", () => {
    const json = changed((e) => (e.network.privateSubnetCidrs = ["10.0.100.0/24", "10.0.101.0/24"]));
    expect(json).toHaveResourceAt("aws_subnet.private_b", { cidr_block: "10.0.101.0/24" });
  });

  test("can be destroyed whole", () => {
    expect([...blocksOf(made).values()].filter(({ lifecycle }) => lifecycle !== undefined)).toEqual([]);
  });

  test("has its internet gateway before anything leaves through NAT", () => {
    expect(made).toHaveResourceAt("aws_nat_gateway.nat_a", {
      subnet_id: "${aws_subnet.public_a.id}",
      depends_on: ["aws_internet_gateway.main"],
    });
  });
});

describe("a VPC that exists", () => {
  test("is used by its ids: nothing of it is made, read or changed", () => {
    expect(addressesOf(existing)).toEqual([
      "aws_eip.nat_a",
      "aws_nat_gateway.nat_a",
      "aws_route.private_a",
      "aws_route_table.private_a",
      "aws_route_table_association.private_a",
      "aws_route_table_association.private_b",
      "aws_subnet.private_a",
      "aws_subnet.private_b",
      "aws_vpc_endpoint.s3",
      "output.atlas_access_list",
      "output.gateway_security_group_id",
      "output.nat_gateway_ids",
      "output.private_subnet_cidrs",
      "output.private_subnet_ids",
      "output.public_subnet_ids",
      "output.services_security_group_id",
      "output.vpc_id",
    ]);
    expect(existing).toHaveResourceAt("aws_nat_gateway.nat_a", {
      subnet_id: "subnet-0123456789abcdef0",
      depends_on: undefined,
    });
    expect(existing).toHaveResourceAt("output.services_security_group_id", { value: "sg-0123456789abcdef0" });
    expect(existing).toHaveResourceAt("output.gateway_security_group_id", { value: "sg-0123456789abcdef1" });
  });

  test("has its private subnets read where they exist too", () => {
    const json = changed((e) => {
      e.inventory.privateSubnets = ["subnet-0123456789abcdef3", "subnet-0123456789abcdef4"];
    }, exampleInExistingVpc());
    expect(json).toHaveResourceAt("data.aws_subnet.private_b", { id: "subnet-0123456789abcdef4" });
  });

  test("keeps its addresses where the environment is protected", () => {
    for (const address of ["aws_eip.nat_a", "aws_nat_gateway.nat_a", "aws_subnet.private_a", "aws_subnet.private_b"]) {
      expect(existing).toHaveResourceAt(address, { lifecycle: { prevent_destroy: true } });
    }
  });
});

test("one NAT gateway per zone is a choice", () => {
  const json = changed((e) => (e.network.nat = "per-az"));
  expect(json).toHaveResourceAt("aws_nat_gateway.nat_b", { subnet_id: "${aws_subnet.public_b.id}" });
  expect(made).not.toHaveResourceAt("aws_nat_gateway.nat_b");
  expect(json).toHaveResourceAt("output.atlas_access_list", {
    value: ["${aws_eip.nat_a.public_ip}/32", "${aws_eip.nat_b.public_ip}/32"],
  });
});

test("flow logs are a choice", () => {
  const json = changed((e) => (e.network.flowLogsRetentionDays = 14));
  expect(json).toHaveResourceAt("aws_flow_log.flow_logs", { vpc_id: "${aws_vpc.main.id}" });
  expect(json).toHaveResourceAt("aws_cloudwatch_log_group.flow_logs", { retention_in_days: 14 });
  expect(addressesOf(made).filter((address) => address.includes("flow_logs"))).toEqual([]);
});

test("says what the services and Atlas need to know", () => {
  expect(made).toHaveResourceAt("output.vpc_id", { value: "${aws_vpc.main.id}" });
  expect(made).toHaveResourceAt("output.public_subnet_ids", {
    value: ["${aws_subnet.public_a.id}", "${aws_subnet.public_b.id}"],
  });
  expect(made).toHaveResourceAt("output.private_subnet_ids", {
    value: ["${aws_subnet.private_a.id}", "${aws_subnet.private_b.id}"],
  });
  expect(made).toHaveResourceAt("output.services_security_group_id", { value: "${aws_security_group.services.id}" });
  expect(made).toHaveResourceAt("output.gateway_security_group_id", { value: "${aws_security_group.gateway.id}" });
  expect(made).toHaveResourceAt("output.atlas_access_list", { value: ["${aws_eip.nat_a.public_ip}/32"] });
});
