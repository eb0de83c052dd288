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
