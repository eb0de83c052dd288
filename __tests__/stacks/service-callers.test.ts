import type { Example } from "../helpers/example";
import { example } from "../helpers/example";
import "../helpers/matchers";
import { addressesOf, synthesizeStack } from "../helpers/synth";

const IN = "aws_vpc_security_group_ingress_rule";

function services(change: (environment: Example) => void) {
  const environment = example();
  change(environment);
  return synthesizeStack(environment, "services");
}

const into = (json: ReturnType<typeof services>, service: string) =>
  addressesOf(json).filter((address) => address.startsWith(`${IN}.${service}`));

test("the whole VPC is let in where nothing else is said, and the load balancer has no group", () => {
  const json = services(() => undefined);
  expect(into(json, "auth")).toEqual([`${IN}.auth`]);
  expect(json).toHaveResourceAt(`${IN}.auth`, { cidr_ipv4: "10.0.0.0/16" });
  expect(json).toHaveResourceAt("aws_lb.internal", { security_groups: undefined });
});

test("the load balancer's subnets are those of the network's state", () => {
  const narrow = (e: Example) => (e.network.servicesIngress = "load-balancer-subnets");
  const json = services(narrow);
  expect(into(json, "user")).toEqual([`${IN}.user`, `${IN}.user_from_b`]);
  const cidrs = "data.terraform_remote_state.network.outputs.private_subnet_cidrs";
  expect(json).toHaveResourceAt(`${IN}.user`, { cidr_ipv4: `\${element(${cidrs}, 0)}` });
  expect(json).toHaveResourceAt(`${IN}.user_from_b`, { cidr_ipv4: `\${element(${cidrs}, 1)}` });
  const environment = example();
  narrow(environment);
  expect(synthesizeStack(environment, "network").output?.private_subnet_cidrs).toMatchObject({
    value: ["${aws_subnet.private_a.cidr_block}", "${aws_subnet.private_b.cidr_block}"],
  });
});

test.each(["load-balancer-subnets", "load-balancer-security-group"] as const)(
  "%s: the gateway is let in itself where services have names that it may call",
  (servicesIngress) => {
    const json = services((e) => {
      e.network.servicesIngress = servicesIngress;
      e.serviceDiscovery = { namespace: "kelmah.internal" };
    });
    expect(json).toHaveResourceAt(`${IN}.auth_from_gateway`, {
      referenced_security_group_id: "${data.terraform_remote_state.network.outputs.gateway_security_group_id}",
      from_port: 5001,
    });
  },
);

test("the load balancer is made with a group of its own where that is what is let in", () => {
  const json = services((e) => (e.network.servicesIngress = "load-balancer-security-group"));
  expect(json).toHaveResourceAt("aws_security_group.internal", { name: "kelmah-load-balancer-test" });
  expect(json).toHaveResourceAt("aws_lb.internal", { security_groups: ["${aws_security_group.internal.id}"] });
  expect(into(json, "auth")).toEqual([`${IN}.auth`, `${IN}.auth_load_balancer`]);
});
