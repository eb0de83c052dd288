import { PrivateSubnets, type PrivateSubnetsProps } from "../../src/constructs/private-subnets";
import "../helpers/matchers";
import { addressesOf, blockAt, blocksOf, synthesize } from "../helpers/synth";

const zones = ["eu-north-1a", "eu-north-1b", "eu-north-1c"];

function privateSubnets(props: Partial<PrivateSubnetsProps> = {}) {
  let natPublicIps: readonly string[] = [];
  const json = synthesize((stack) => {
    ({ natPublicIps } = new PrivateSubnets(stack, "PrivateSubnets", {
      environment: "test",
      region: "eu-north-1",
      network: {
        vpcId: "vpc-1",
        publicSubnetIds: ["subnet-public-a", "subnet-public-b", "subnet-public-c"],
        servicesSecurityGroupId: "sg-1",
        gatewaySecurityGroupId: "sg-2",
      },
      availabilityZones: zones,
      cidrs: ["10.0.48.0/20", "10.0.64.0/20", "10.0.80.0/20"],
      existingSubnets: [],
      nat: "single",
      preventDestroy: false,
      ...props,
    }));
  });
  return { json, natPublicIps };
}

const { json: single, natPublicIps } = privateSubnets();
const { json: perZone, natPublicIps: natPublicIpsPerZone } = privateSubnets({ nat: "per-az" });

test("a subnet follows a route table once that leads out: what exists is not cut off in between", () => {
  for (const [json, table] of [[single, "a"], [perZone, "b"]] as const) {
    const association = blockAt(json, "aws_route_table_association.private_b");
    expect(association).toMatchObject({ depends_on: [`aws_route.private_${table}`] });
  }
}); // prettier-ignore

describe("with a single NAT gateway", () => {
  test("there is one, with one static address, in the first public subnet", () => {
    expect(single).toHaveResourceAt("aws_eip.nat_a", { domain: "vpc", tags: { Name: "kelmah-nat-a-test" } });
    expect(single).toHaveResourceAt("aws_nat_gateway.nat_a", {
      allocation_id: "${aws_eip.nat_a.id}",
      subnet_id: "subnet-public-a",
      tags: { Name: "kelmah-nat-a-test" },
    });
    expect(addressesOf(single).filter((address) => /^aws_(eip|nat_gateway|route_table|route)\./.test(address))).toEqual(
      ["aws_eip.nat_a", "aws_nat_gateway.nat_a", "aws_route.private_a", "aws_route_table.private_a"],
    );
    expect(natPublicIps).toHaveLength(1);
  });

  test("there is a private subnet in each zone, and all of them share its route table", () => {
    zones.forEach((zone, index) => {
      const letter = zone.slice(-1);
      expect(single).toHaveResourceAt(`aws_subnet.private_${letter}`, {
        vpc_id: "vpc-1",
        availability_zone: zone,
        cidr_block: `10.0.${48 + 16 * index}.0/20`,
        map_public_ip_on_launch: undefined,
        tags: { Name: `kelmah-private-${letter}-test` },
      });
      expect(single).toHaveResourceAt(`aws_route_table_association.private_${letter}`, {
        subnet_id: `\${aws_subnet.private_${letter}.id}`,
        route_table_id: "${aws_route_table.private_a.id}",
      });
    });
  });

  test("everything that leaves goes through it", () => {
    expect(single).toHaveResourceAt("aws_route.private_a", {
      route_table_id: "${aws_route_table.private_a.id}",
      destination_cidr_block: "0.0.0.0/0",
      nat_gateway_id: "${aws_nat_gateway.nat_a.id}",
      gateway_id: undefined,
    });
  });
});

describe("with a NAT gateway per zone", () => {
  test("each zone's subnet goes through its own, which stands in the zone's public subnet", () => {
    for (const letter of ["a", "b", "c"]) {
      expect(perZone).toHaveResourceAt(`aws_nat_gateway.nat_${letter}`, {
        allocation_id: `\${aws_eip.nat_${letter}.id}`,
        subnet_id: `subnet-public-${letter}`,
      });
      expect(perZone).toHaveResourceAt(`aws_route.private_${letter}`, {
        nat_gateway_id: `\${aws_nat_gateway.nat_${letter}.id}`,
      });
      expect(perZone).toHaveResourceAt(`aws_route_table_association.private_${letter}`, {
        route_table_id: `\${aws_route_table.private_${letter}.id}`,
      });
    }
    expect(natPublicIpsPerZone).toHaveLength(3);
  });

  test("the first zone keeps every address and argument, and no address of the single one is gone", () => {
    expect(addressesOf(perZone)).toEqual(expect.arrayContaining(addressesOf(single)));
    const changed = addressesOf(single).filter((address) => {
      return JSON.stringify(blockAt(single, address)) !== JSON.stringify(blockAt(perZone, address));
    });
    expect(changed).toEqual([
      "aws_route_table_association.private_b",
      "aws_route_table_association.private_c",
      "aws_vpc_endpoint.s3",
    ]);
  });
});

test("reaches S3 without NAT, from every route table", () => {
  const endpoint = { vpc_id: "vpc-1", service_name: "com.amazonaws.eu-north-1.s3", vpc_endpoint_type: "Gateway" };
  expect(single).toHaveResourceAt("aws_vpc_endpoint.s3", {
    ...endpoint,
    route_table_ids: ["${aws_route_table.private_a.id}"],
  });
  expect(perZone).toHaveResourceAt("aws_vpc_endpoint.s3", {
    ...endpoint,
    route_table_ids: ["a", "b", "c"].map((zone) => `\${aws_route_table.private_${zone}.id}`),
  });
});

test("subnets that exist keep the blocks and zones that AWS says they have", () => {
  const { json } = privateSubnets({
    existingSubnets: ["subnet-1", "subnet-2", "subnet-3"].map((id) => ({ id })),
    cidrs: [],
  });
  ["a", "b", "c"].forEach((letter, index) => {
    expect(json).toHaveResourceAt(`data.aws_subnet.private_${letter}`, { id: `subnet-${index + 1}` });
    expect(json).toHaveResourceAt(`aws_subnet.private_${letter}`, {
      availability_zone: `\${data.aws_subnet.private_${letter}.availability_zone}`,
      cidr_block: `\${data.aws_subnet.private_${letter}.cidr_block}`,
    });
  });
  expect(addressesOf(single).filter((address) => address.startsWith("data."))).toEqual([]);
});

test("subnets that exist keep the blocks and zones that are known of them", () => {
  const known = { cidr: "172.31.96.0/24", availabilityZone: "eu-north-1c" };
  const { json } = privateSubnets({ existingSubnets: [{ id: "subnet-1", ...known }] });
  expect(json).toHaveResourceAt("aws_subnet.private_a", {
    cidr_block: "172.31.96.0/24",
    availability_zone: "eu-north-1c",
  });
  expect(json).toHaveResourceAt("aws_subnet.private_b", { cidr_block: "10.0.64.0/20" });
});

test("where it is asked for, no plan may destroy a subnet, a NAT gateway or its address; the rest may go", () => {
  const guarded = (nat: PrivateSubnetsProps["nat"], preventDestroy: boolean) =>
    [...blocksOf(privateSubnets({ nat, preventDestroy }).json)]
      .filter(([, block]) => JSON.stringify(block.lifecycle) === '{"prevent_destroy":true}')
      .map(([address]) => address);
  const subnets = ["aws_subnet.private_a", "aws_subnet.private_b", "aws_subnet.private_c"];
  expect(guarded("single", true)).toEqual(["aws_eip.nat_a", "aws_nat_gateway.nat_a", ...subnets]);
  expect(guarded("per-az", true)).toHaveLength(9);
  expect(guarded("per-az", false)).toEqual([]);
});
