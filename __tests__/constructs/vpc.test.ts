import { Vpc } from "../../src/constructs/vpc";
import "../helpers/matchers";
import { addressesOf, synthesize } from "../helpers/synth";

let vpc: Vpc;
const json = synthesize((stack) => {
  vpc = new Vpc(stack, "Vpc", {
    environment: "test",
    cidr: "10.0.0.0/16",
    availabilityZones: ["eu-north-1a", "eu-north-1c"],
    publicSubnetCidrs: ["10.0.0.0/20", "10.0.16.0/20"],
  });
});

test("makes a VPC with DNS and an internet gateway", () => {
  expect(json).toHaveResourceAt("aws_vpc.main", {
    cidr_block: "10.0.0.0/16",
    enable_dns_support: true,
    enable_dns_hostnames: true,
    tags: { Name: "kelmah-test" },
  });
  expect(json).toHaveResourceAt("aws_internet_gateway.main", {
    vpc_id: "${aws_vpc.main.id}",
    tags: { Name: "kelmah-test" },
  });
});

test("makes a public subnet in each zone, with its own block", () => {
  expect(json).toHaveResourceAt("aws_subnet.public_a", {
    vpc_id: "${aws_vpc.main.id}",
    availability_zone: "eu-north-1a",
    cidr_block: "10.0.0.0/20",
    tags: { Name: "kelmah-public-a-test" },
    map_public_ip_on_launch: undefined,
  });
  expect(json).toHaveResourceAt("aws_subnet.public_c", {
    availability_zone: "eu-north-1c",
    cidr_block: "10.0.16.0/20",
  });
  expect(json).not.toHaveResourceAt("aws_subnet.public_b");
});

test("leads the public subnets to the internet gateway", () => {
  expect(json).toHaveResourceAt("aws_route.public", {
    route_table_id: "${aws_route_table.public.id}",
    destination_cidr_block: "0.0.0.0/0",
    gateway_id: "${aws_internet_gateway.main.id}",
  });
  for (const zone of ["a", "c"]) {
    expect(json).toHaveResourceAt(`aws_route_table_association.public_${zone}`, {
      subnet_id: `\${aws_subnet.public_${zone}.id}`,
      route_table_id: "${aws_route_table.public.id}",
    });
  }
});

test.each([
  ["services", "Tasks of the services"],
  ["gateway", "Tasks of the API gateway"],
])("makes a security group of the %s that lets everything out and nothing in", (id, description) => {
  expect(json).toHaveResourceAt(`aws_security_group.${id}`, {
    name: `kelmah-${id}-test`,
    description,
    vpc_id: "${aws_vpc.main.id}",
    ingress: undefined,
    egress: undefined,
  });
  expect(json).toHaveResourceAt(`aws_vpc_security_group_egress_rule.${id}`, {
    security_group_id: `\${aws_security_group.${id}.id}`,
    ip_protocol: "-1",
    cidr_ipv4: "0.0.0.0/0",
  });
  expect(addressesOf(json).filter((address) => address.includes("ingress"))).toEqual([]);
});

test("lets out no more than some ports where they are given, and changes to that in place", () => {
  const narrow = synthesize((stack) => {
    new Vpc(stack, "Vpc", {
      environment: "test",
      cidr: "10.0.0.0/16",
      availabilityZones: ["eu-north-1a"],
      publicSubnetCidrs: ["10.0.0.0/20"],
      egressPorts: [443, 27017],
    });
  });
  const rule = "aws_vpc_security_group_egress_rule";
  for (const group of ["services", "gateway"]) {
    const ports = [`${rule}.${group}_tcp_443`, `${rule}.${group}_tcp_27017`];
    expect(narrow).toHaveResourceAt(`${rule}.${group}`, {
      ip_protocol: "-1",
      cidr_ipv4: "10.0.0.0/16",
      depends_on: ports,
    });
    expect(narrow).toHaveResourceAt(`${rule}.${group}_tcp_27017`, {
      ip_protocol: "tcp",
      from_port: 27017,
      to_port: 27017,
      cidr_ipv4: "0.0.0.0/0",
      lifecycle: { create_before_destroy: true },
    });
  }
});

test("hands out the ids of what it made", () => {
  expect(vpc.publicSubnetIds).toHaveLength(2);
  expect(new Set([vpc.vpcId, vpc.servicesSecurityGroupId, vpc.gatewaySecurityGroupId]).size).toBe(3);
});
