import type { Environment, ServicesIngress } from "../../../src/model/environment";
import { type Example, example } from "../../helpers/example";
import { findings, resource } from "./plans";

const destroyed = (address: string) =>
  findings([resource(address, { actions: ["delete"] }, { action_reason: "delete_because_no_resource_config" })], {
    environment: undefined,
  });

test.each([
  "aws_vpc_endpoint.endpoint_ecr_api",
  "aws_security_group.endpoints",
  "aws_vpc_security_group_ingress_rule.endpoints",
  "aws_service_discovery_private_dns_namespace.main",
  "aws_service_discovery_service.auth",
  "aws_iam_openid_connect_provider.github",
  "aws_iam_role.hcp_plan",
  "aws_iam_role_policy.github_apply",
])("%s may go with its option", (address) => {
  expect(destroyed(address)).toEqual([]);
});

test.each([
  "aws_vpc_endpoint.s3",
  "aws_iam_role.gateway_execution",
  "aws_iam_role_policy.gateway_execution",
  "aws_vpc_endpoint.atlas",
  "aws_vpc_peering_connection_accepter.atlas",
  "aws_route.atlas_a",
  "aws_security_group.services",
  "aws_vpc_security_group_ingress_rule.auth",
  "aws_nat_gateway.nat_b",
  "aws_eip.nat_b",
])("%s stays, whatever the environment says", (address) => {
  expect(destroyed(address)).toEqual([
    `destroy ${address} would be destroyed: nothing in the configuration describes it any more`,
  ]);
});

describe("narrower security groups", () => {
  const environment = (change: (e: Example) => void) => {
    const made = example();
    change(made);
    return made as Environment;
  };
  const refused = (address: string) => [
    `destroy ${address} would be destroyed: nothing in the configuration describes it any more`,
  ];
  const gone = (address: string, change: (e: Example) => void) =>
    findings([resource(address, { actions: ["delete"] }, { action_reason: "delete_because_no_resource_config" })], {
      environment: environment(change),
    });
  const zone = "aws_vpc_security_group_ingress_rule.auth_from_b";
  const gateway = "aws_vpc_security_group_ingress_rule.auth_from_gateway";

  test("a subnet's rule goes where the whole VPC is let in again, and nowhere else", () => {
    expect(gone(zone, () => undefined)).toEqual([]);
    expect(gone(zone, (e) => (e.network.servicesIngress = "load-balancer-subnets"))).toEqual(refused(zone));
  });

  test("the gateway's goes where it does not call by names, or is let in with the whole VPC", () => {
    const calling = (servicesIngress: ServicesIngress) => (e: Example) => {
      e.network.servicesIngress = servicesIngress;
      e.serviceDiscovery = { namespace: "kelmah.internal", gatewayCalls: "namespace" };
    };
    expect(gone(gateway, () => undefined)).toEqual([]);
    expect(gone(gateway, calling("vpc"))).toEqual([]);
    expect(gone(gateway, calling("load-balancer-subnets"))).toEqual(refused(gateway));
  });

  test("a port's rule goes with the port", () => {
    expect(gone("aws_vpc_security_group_egress_rule.services_tcp_587", () => undefined)).toEqual([]);
    const everything = "aws_vpc_security_group_egress_rule.services";
    expect(gone(everything, () => undefined)).toEqual(refused(everything));
  });
});
