import { protectedResources } from "../../src/policies/protected-resources";
import { type Example, example, exampleInExistingVpc } from "../helpers/example";
import "../helpers/matchers";
import { addressesOf, blocksOf, synthesizeStack } from "../helpers/synth";

function network(change: (environment: Example) => void, environment = example()) {
  change(environment);
  return synthesizeStack(environment, "network");
}

const plain = network(() => undefined);
const added = (json: typeof plain) => addressesOf(json).filter((address) => !addressesOf(plain).includes(address));

describe("NAT gateways", () => {
  test.each([
    ["made", example],
    ["existing", exampleInExistingVpc],
  ])("of a VPC that is %s: one per zone leaves the first, its address and its routes as they are", (_, make) => {
    const single = blocksOf(network((e) => (e.network.nat = "single"), make()));
    const json = network((e) => (e.network.nat = "per-az"), make());
    const perZone = blocksOf(json);
    for (const address of [
      "aws_eip.nat_a",
      "aws_nat_gateway.nat_a",
      "aws_route_table.private_a",
      "aws_route.private_a",
    ]) {
      expect(perZone.get(address)).toEqual(single.get(address));
    }
    expect([...single.keys()].filter((address) => !perZone.has(address))).toEqual([]);
    expect(json.output?.atlas_access_list).toMatchObject({
      value: ["${aws_eip.nat_a.public_ip}/32", "${aws_eip.nat_b.public_ip}/32"],
    });
  });
});

describe("no NAT gateway", () => {
  const json = network((e) => {
    e.network.nat = "none";
    e.network.interfaceEndpoints = ["ecr", "logs", "ssm"];
    e.network.atlas = { kind: "peering", connectionId: "pcx-0123456789abcdef0", cidr: "192.168.248.0/21" };
    e.containerInsights = true;
    e.alarms = { subscriptions: [] };
  });

  test("leaves the private subnets their route table, with no way to the internet", () => {
    const gone = ["aws_eip.nat_a", "aws_nat_gateway.nat_a", "aws_route.private_a"];
    expect(addressesOf(plain).filter((address) => !addressesOf(json).includes(address))).toEqual(gone);
    for (const zone of ["a", "b"]) {
      expect(json).toHaveResourceAt(`aws_route_table_association.private_${zone}`, {
        route_table_id: "${aws_route_table.private_a.id}",
      });
    }
    expect(json).toHaveResourceAt("aws_vpc_endpoint.s3", { route_table_ids: ["${aws_route_table.private_a.id}"] });
    expect(json).toHaveResourceAt("aws_route.atlas_a", { destination_cidr_block: "192.168.248.0/21" });
    expect(json.output?.atlas_access_list).toMatchObject({ value: [] });
    expect(json.output?.nat_gateway_ids).toMatchObject({ value: [] });
  });
});

describe("interface endpoints", () => {
  const json = network((e) => {
    e.network.interfaceEndpoints = ["ecr", "ssm"];
    e.ecsExec = {};
  });

  test("are two for ECR and two for SSM with ECS Exec, and nothing else changes", () => {
    expect(added(json)).toEqual([
      "aws_security_group.endpoints",
      "aws_vpc_endpoint.endpoint_ecr_api",
      "aws_vpc_endpoint.endpoint_ecr_dkr",
      "aws_vpc_endpoint.endpoint_ssm",
      "aws_vpc_endpoint.endpoint_ssmmessages",
      "aws_vpc_security_group_ingress_rule.endpoints",
    ]);
    for (const [address, block] of blocksOf(plain)) expect(blocksOf(json).get(address)).toEqual(block);
    expect(added(network((e) => (e.network.interfaceEndpoints = ["ssm"])))).not.toContain(
      "aws_vpc_endpoint.endpoint_ssmmessages",
    );
  });

  test("answer to AWS's own names in every private subnet, and let in HTTPS from the VPC", () => {
    expect(json).toHaveResourceAt("aws_vpc_endpoint.endpoint_ecr_api", {
      service_name: "com.amazonaws.eu-north-1.ecr.api",
      vpc_endpoint_type: "Interface",
      private_dns_enabled: true,
      subnet_ids: ["${aws_subnet.private_a.id}", "${aws_subnet.private_b.id}"],
      security_group_ids: ["${aws_security_group.endpoints.id}"],
      depends_on: ["aws_vpc_security_group_ingress_rule.endpoints"],
    });
    expect(json).toHaveResourceAt("aws_vpc_security_group_ingress_rule.endpoints", {
      cidr_ipv4: "10.0.0.0/16",
      from_port: 443,
      to_port: 443,
    });
  });
});

describe("MongoDB Atlas", () => {
  const privatelink = (e: Example) => {
    e.protected = true;
    const serviceName = "com.amazonaws.vpce.eu-north-1.vpce-svc-0123456789abcdef0";
    e.network.atlas = { kind: "privatelink", serviceName };
  };
  const peering = (e: Example) => {
    e.protected = true;
    e.network.nat = "per-az";
    e.network.atlas = { kind: "peering", connectionId: "pcx-0123456789abcdef0", cidr: "192.168.248.0/21" };
  };

  test("by the NAT gateway's address adds nothing", () => {
    expect(network((e) => (e.network.atlas = { kind: "nat-allowlist" }))).toEqual(plain);
  });

  test("by PrivateLink is an endpoint that tasks may call on Atlas's ports, by Atlas's own names", () => {
    const json = network(privatelink);
    expect(json).toHaveResourceAt("aws_vpc_endpoint.atlas", {
      service_name: "com.amazonaws.vpce.eu-north-1.vpce-svc-0123456789abcdef0",
      private_dns_enabled: false,
      security_group_ids: ["${aws_security_group.atlas.id}"],
      lifecycle: { prevent_destroy: true },
    });
    for (const caller of ["services", "gateway"]) {
      expect(json).toHaveResourceAt(`aws_vpc_security_group_ingress_rule.atlas_${caller}`, {
        from_port: 1024,
        to_port: 65535,
        referenced_security_group_id: `\${aws_security_group.${caller}.id}`,
      });
    }
    expect(json.output?.atlas_endpoint_id).toMatchObject({ value: "${aws_vpc_endpoint.atlas.id}" });
  });

  test("by peering is accepted, and every private route table leads there", () => {
    const json = network(peering);
    expect(json).toHaveResourceAt("aws_vpc_peering_connection_accepter.atlas", {
      vpc_peering_connection_id: "pcx-0123456789abcdef0",
      auto_accept: true,
      lifecycle: { prevent_destroy: true },
    });
    for (const zone of ["a", "b"]) {
      expect(json).toHaveResourceAt(`aws_route.atlas_${zone}`, {
        route_table_id: `\${aws_route_table.private_${zone}.id}`,
        destination_cidr_block: "192.168.248.0/21",
        vpc_peering_connection_id: "${aws_vpc_peering_connection_accepter.atlas.id}",
      });
    }
  });

  test.each(["aws_vpc_endpoint", "aws_vpc_peering_connection_accepter"])(
    "%s must not be destroyed where protected",
    (type) => {
      const environment = { ...example(), protected: true };
      const json = { resource: { [type]: { atlas: {} } } };
      expect(protectedResources.check({ name: "kelmah-test", json, environment })).toEqual([
        { address: `${type}.atlas`, message: "must carry lifecycle.prevent_destroy" },
      ]);
    },
  );
});
