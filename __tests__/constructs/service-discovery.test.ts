import { ServiceDiscovery } from "../../src/constructs/service-discovery";
import "../helpers/matchers";
import { addressesOf, synthesize } from "../helpers/synth";

test("each service has a name of its own, answered in the VPC with the addresses of its healthy tasks", () => {
  const json = synthesize((stack) => {
    new ServiceDiscovery(stack, "ServiceDiscovery", {
      namespace: "kelmah.internal",
      vpcId: "vpc-1",
      services: ["auth", "search-index"],
    });
  });
  expect(addressesOf(json)).toEqual([
    "aws_service_discovery_private_dns_namespace.main",
    "aws_service_discovery_service.auth",
    "aws_service_discovery_service.search_index",
  ]);
  expect(json).toHaveResourceAt("aws_service_discovery_private_dns_namespace.main", {
    name: "kelmah.internal",
    vpc: "vpc-1",
    lifecycle: { create_before_destroy: true },
  });
  expect(json).toHaveResourceAt("aws_service_discovery_service.search_index", {
    name: "search-index",
    dns_config: {
      namespace_id: "${aws_service_discovery_private_dns_namespace.main.id}",
      routing_policy: "MULTIVALUE",
      dns_records: [{ type: "A", ttl: 10 }],
    },
    health_check_custom_config: { failure_threshold: 1 },
    lifecycle: { create_before_destroy: true },
  });
});
