import { type ServiceCallers, ServiceIngress } from "../../src/constructs/service-ingress";
import "../helpers/matchers";
import { addressesOf, synthesize } from "../helpers/synth";

const ingress = (callers: ServiceCallers) =>
  synthesize((stack) => {
    new ServiceIngress(stack, "auth", { port: 5001, name: "kelmah-auth-test", securityGroupId: "sg-1", callers });
  });
const IN = "aws_vpc_security_group_ingress_rule";
const tcp = { ip_protocol: "tcp", from_port: 5001, to_port: 5001, tags: { Name: "kelmah-auth-test" } };

test("lets the VPC's block in by one rule, which has no description: production's was made without", () => {
  const json = ingress({ loadBalancer: { kind: "blocks", first: "10.0.0.0/16" } });
  expect(addressesOf(json)).toEqual([`${IN}.auth`]);
  expect(json).toHaveResourceAt(`${IN}.auth`, {
    ...tcp,
    security_group_id: "sg-1",
    cidr_ipv4: "10.0.0.0/16",
    description: undefined,
    depends_on: undefined,
  });
});

test("lets the load balancer's subnets in, and changes the rule of the first only when the others are let in", () => {
  const json = ingress({
    loadBalancer: { kind: "blocks", first: "10.0.128.0/20", others: { b: "10.0.144.0/20", c: "10.0.160.0/20" } },
    directSecurityGroupId: "sg-gateway",
  });
  expect(addressesOf(json)).toEqual([
    `${IN}.auth`,
    `${IN}.auth_from_b`,
    `${IN}.auth_from_c`,
    `${IN}.auth_from_gateway`,
  ]);
  expect(json).toHaveResourceAt(`${IN}.auth`, {
    ...tcp,
    cidr_ipv4: "10.0.128.0/20",
    depends_on: [`${IN}.auth_from_gateway`, `${IN}.auth_from_b`, `${IN}.auth_from_c`],
  });
  expect(json).toHaveResourceAt(`${IN}.auth_from_c`, {
    ...tcp,
    security_group_id: "sg-1",
    cidr_ipv4: "10.0.160.0/20",
    description: "TCP 5001 from the load balancer in zone c",
    lifecycle: { create_before_destroy: true },
  });
  expect(json).toHaveResourceAt(`${IN}.auth_from_gateway`, {
    ...tcp,
    referenced_security_group_id: "sg-gateway",
    cidr_ipv4: undefined,
  });
});

test("lets the load balancer's own group in, which lets in the gateway's and goes on to the tasks", () => {
  const json = ingress({
    loadBalancer: { kind: "security-group", securityGroupId: "sg-lb", callersSecurityGroupId: "sg-gateway" },
  });
  const out = "aws_vpc_security_group_egress_rule.auth_load_balancer";
  expect(addressesOf(json)).toEqual([out, `${IN}.auth`, `${IN}.auth_load_balancer`]);
  expect(json).toHaveResourceAt(`${IN}.auth`, {
    ...tcp,
    security_group_id: "sg-1",
    referenced_security_group_id: "sg-lb",
    cidr_ipv4: undefined,
  });
  expect(json).toHaveResourceAt(`${IN}.auth_load_balancer`, {
    ...tcp,
    security_group_id: "sg-lb",
    referenced_security_group_id: "sg-gateway",
  });
  expect(json).toHaveResourceAt(out, { ...tcp, security_group_id: "sg-lb", referenced_security_group_id: "sg-1" });
});
