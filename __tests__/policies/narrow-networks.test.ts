import type { Environment } from "../../src/model/environment";
import { narrowNetworks } from "../../src/policies/narrow-networks";
import type { Block, StackJson } from "../../src/policies/policy";
import { example } from "../helpers/example";

const environment = example() as Environment;
const { cidr } = environment.network.vpc;

/** What is found in resources of an environment whose network is changed like this. */
function found(resource: StackJson["resource"], network: Partial<Environment["network"]> = {}): string[] {
  const changed = { ...environment, network: { ...environment.network, ...network } };
  const json = resource === undefined ? {} : { resource };
  return narrowNetworks
    .check({ name: "kelmah-test", json, environment: changed })
    .map(({ address, message }) => `${address}: ${message}`);
}

const ingress = (rule: Block) => ({
  aws_lb_listener: { it: { protocol: "TCP", port: 5001 } },
  aws_vpc_security_group_ingress_rule: { it: { ip_protocol: "tcp", from_port: 5001, to_port: 5001, ...rule } },
});
const egress = (rule: Block) => ({
  aws_vpc_security_group_egress_rule: { it: { ip_protocol: "tcp", from_port: 443, to_port: 443, ...rule } },
});
const narrow = { servicesIngress: "load-balancer-subnets" } as const;
const ports = { egressPorts: [443] };

test.each([
  ["the whole VPC", { cidr_ipv4: cidr }],
  ["more than the VPC", { cidr_ipv4: "10.0.0.0/8" }],
  ["the VPC on more ports", { cidr_ipv4: cidr, from_port: 1, to_port: 65535 }],
  ["the VPC on every port", { cidr_ipv4: cidr, ip_protocol: "-1", from_port: undefined, to_port: undefined }],
])("have no rule that lets in %s beside the narrow ones", (_, rule) => {
  expect(found(ingress(rule), narrow)).toEqual([
    "aws_vpc_security_group_ingress_rule.it: lets the whole VPC in on a service's port: network.servicesIngress is 'load-balancer-subnets'",
  ]);
  expect(found(ingress(rule))).toEqual([]);
});

test.each([
  ["a subnet", { cidr_ipv4: "10.0.128.0/20" }],
  ["what a state names", { cidr_ipv4: "${element(data.x.y.outputs.cidrs, 0)}" }],
  ["the VPC on another port", { cidr_ipv4: cidr, from_port: 443, to_port: 443 }],
])("let in %s", (_, rule) => {
  expect(found(ingress(rule), narrow)).toEqual([]);
});

test.each([
  ["another port", { cidr_ipv4: "0.0.0.0/0", from_port: 22, to_port: 22 }],
  ["more ports", { cidr_ipv4: "0.0.0.0/0", to_port: 444 }],
  ["every port", { cidr_ipv4: "0.0.0.0/0", ip_protocol: "-1", from_port: undefined, to_port: undefined }],
  ["another protocol", { cidr_ipv4: "0.0.0.0/0", ip_protocol: "udp" }],
  ["half of the internet on another port", { cidr_ipv4: "0.0.0.0/1", from_port: 22, to_port: 22 }],
  ["IPv6 on another port", { cidr_ipv6: "::/0", from_port: 22, to_port: 22 }],
])("let out %s nowhere", (_, rule) => {
  expect(found(egress(rule), ports)).toEqual([
    "aws_vpc_security_group_egress_rule.it: lets out more than network.egressPorts says",
  ]);
  expect(found(egress(rule))).toEqual([]);
});

test.each([
  ["the ports that are given", { cidr_ipv4: "0.0.0.0/0" }],
  ["everything within the VPC", { cidr_ipv4: cidr, ip_protocol: "-1", from_port: undefined, to_port: undefined }],
  ["to another group", { referenced_security_group_id: "sg-1", from_port: 5001, to_port: 5001 }],
])("let out %s", (_, rule) => {
  expect(found(egress(rule), ports)).toEqual([]);
});

test("have no NAT gateway where they are to have none", () => {
  expect(found({ aws_nat_gateway: { it: {} } }, { nat: "none" })).toEqual([
    "aws_nat_gateway.it: leads to the internet: network.nat is 'none'",
  ]);
  expect(found({ aws_nat_gateway: { it: {} } })).toEqual([]);
});
