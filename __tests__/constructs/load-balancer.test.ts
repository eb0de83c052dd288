import {
  InternalLoadBalancer,
  type InternalLoadBalancerProps,
  ServiceListener,
  type ServiceListenerProps,
} from "../../src/constructs/load-balancer";
import "../helpers/matchers";
import { addressesOf, synthesize } from "../helpers/synth";

describe("the internal load balancer", () => {
  const balancer = (props: Pick<InternalLoadBalancerProps, "crossZone" | "deletionProtection" | "preventDestroy">) =>
    synthesize((stack) => {
      new InternalLoadBalancer(stack, "LoadBalancer", {
        name: "internal-of-test",
        privateSubnetIds: ["subnet-1"],
        ...props,
      });
    });

  test("is a network load balancer in the private subnets, without security groups", () => {
    expect(balancer({ crossZone: false, deletionProtection: false, preventDestroy: false })).toHaveResourceAt(
      "aws_lb.internal",
      {
        name: "internal-of-test",
        internal: true,
        load_balancer_type: "network",
        subnets: ["subnet-1"],
        security_groups: undefined,
        enable_cross_zone_load_balancing: false,
        enable_deletion_protection: false,
        lifecycle: undefined,
        tags: { Name: "internal-of-test" },
      },
    );
  });

  test("is made with a security group where it is asked for: none can be added later", () => {
    const json = synthesize((stack) => {
      new InternalLoadBalancer(stack, "LoadBalancer", {
        name: "internal-of-test",
        privateSubnetIds: ["subnet-1"],
        crossZone: false,
        deletionProtection: false,
        preventDestroy: false,
        securityGroup: { name: "group-of-test", vpcId: "vpc-1" },
      });
    });
    expect(json).toHaveResourceAt("aws_security_group.internal", { name: "group-of-test", vpc_id: "vpc-1" });
    expect(json).toHaveResourceAt("aws_lb.internal", { security_groups: ["${aws_security_group.internal.id}"] });
  });

  test("balances across zones where it is asked for", () => {
    expect(balancer({ crossZone: true, deletionProtection: false, preventDestroy: false })).toHaveResourceAt(
      "aws_lb.internal",
      {
        enable_cross_zone_load_balancing: true,
      },
    );
  });

  test("is protected in AWS and in every plan where it is asked for", () => {
    expect(balancer({ crossZone: false, deletionProtection: true, preventDestroy: true })).toHaveResourceAt(
      "aws_lb.internal",
      {
        enable_deletion_protection: true,
        lifecycle: { prevent_destroy: true },
      },
    );
  });
});

describe("a service's listener", () => {
  type Service = ServiceListenerProps["service"];
  const listener = (healthCheck: Service["healthCheck"], ports: Omit<Service, "healthCheck"> = { port: 5001 }) =>
    synthesize((stack) => {
      new ServiceListener(stack, "auth", {
        service: { ...ports, healthCheck },
        targetGroup: "kelmah-auth-test",
        loadBalancerArn: "arn:of:the:nlb",
        vpcId: "vpc-1",
        securityGroupId: "sg-1",
        callers: { loadBalancer: { kind: "blocks", first: "10.0.0.0/16" } },
      });
    });
  const json = listener({ protocol: "TCP" });
  const tags = { Name: "kelmah-auth-test" };

  test("forwards TCP on the service's port to a target group of addresses", () => {
    expect(json).toHaveResourceAt("aws_lb_target_group.auth", {
      name: "kelmah-auth-test",
      port: 5001,
      protocol: "TCP",
      target_type: "ip",
      vpc_id: "vpc-1",
      tags,
    });
    expect(json).toHaveResourceAt("aws_lb_listener.auth", {
      load_balancer_arn: "arn:of:the:nlb",
      port: 5001,
      protocol: "TCP",
      default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.auth.arn}" }],
      tags,
    });
  });

  test("lets the VPC, and no one else, reach the service's port, and no other", () => {
    expect(json).toHaveResourceAt("aws_vpc_security_group_ingress_rule.auth", {
      security_group_id: "sg-1",
      ip_protocol: "tcp",
      from_port: 5001,
      to_port: 5001,
      cidr_ipv4: "10.0.0.0/16",
      cidr_ipv6: undefined,
      tags,
    });
  });

  // AWS's own defaults: a target group that was made by hand has them.
  const thresholds = { healthy_threshold: 5, unhealthy_threshold: 2 };

  test("checks health over TCP", () => {
    expect(json).toHaveResourceAt("aws_lb_target_group.auth", { health_check: { protocol: "TCP", ...thresholds } });
  });

  test("checks health over HTTP, while the data goes over TCP", () => {
    expect(listener({ protocol: "HTTP", path: "/health" })).toHaveResourceAt("aws_lb_target_group.auth", {
      protocol: "TCP",
      health_check: { protocol: "HTTP", path: "/health", matcher: "200-399", ...thresholds },
    });
  });

  test("is there for each open port, which all lead to the target group of the first one", () => {
    const both = listener({ protocol: "TCP" }, { port: 5011, firstPort: 5001, previousPort: 5001 });
    expect(both).toHaveResourceAt("aws_lb_target_group.auth", { port: 5001 });
    for (const [name, port] of [["auth", 5001] as const, ["auth_5011", 5011] as const]) {
      expect(both).toHaveResourceAt(`aws_lb_listener.${name}`, {
        port,
        default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.auth.arn}" }],
        lifecycle: { create_before_destroy: true },
      });
      expect(both).toHaveResourceAt(`aws_vpc_security_group_ingress_rule.${name}`, {
        from_port: port,
        to_port: port,
        lifecycle: { create_before_destroy: true },
      });
    }
    const only = listener({ protocol: "TCP" }, { port: 5011, firstPort: 5001 });
    expect(addressesOf(only)).toEqual([
      "aws_lb_listener.auth_5011",
      "aws_lb_target_group.auth",
      "aws_vpc_security_group_ingress_rule.auth_5011",
    ]);
    expect(only).toHaveResourceAt("aws_lb_target_group.auth", { port: 5001 });
  });
});
