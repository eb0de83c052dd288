import { GatewayService } from "../../src/constructs/gateway-service";
import type { Gateway } from "../../src/model/environment";
import { example } from "../helpers/example";
import "../helpers/matchers";
import { names, servicePlatform } from "../helpers/service-platform";
import { addressesOf, blockAt, synthesize } from "../helpers/synth";

function gatewayService(changes: Partial<Gateway> = {}, desiredCount = 1) {
  return synthesize((stack) => {
    new GatewayService(stack, "gateway", {
      platform: servicePlatform(stack),
      tasks: { desiredCount },
      gateway: { ...example().gateway, ...changes },
      names,
      subnetIds: ["subnet-public"],
      securityGroupId: "sg-gateway",
      variables: { PORT: "3000", AUTH_SERVICE_URL: "http://nlb:5001" },
    });
  });
}
const json = gatewayService();

test.each([true, false])("its tasks have a public IP or none: %s", (publicIp) => {
  expect(gatewayService({ publicIp })).toHaveResourceAt("aws_ecs_service.gateway", {
    network_configuration: {
      subnets: ["subnet-public"],
      security_groups: ["sg-gateway"],
      assign_public_ip: publicIp,
    },
  });
});

test("lets in those blocks that it should, on its port", () => {
  const callers = gatewayService({ ingressCidrs: ["10.0.0.0/8", "192.0.2.0/24"] });
  for (const [part, block] of Object.entries({ "10_0_0_0_8": "10.0.0.0/8", "192_0_2_0_24": "192.0.2.0/24" })) {
    expect(callers).toHaveResourceAt(`aws_vpc_security_group_ingress_rule.gateway_callers_${part}`, {
      security_group_id: "sg-gateway",
      ip_protocol: "tcp",
      from_port: 3000,
      to_port: 3000,
      cidr_ipv4: block,
    });
  }
  const nobody = gatewayService({ ingressCidrs: [] });
  expect(addressesOf(nobody).filter((address) => address.includes("ingress"))).toEqual([]);
});

test("stands behind no load balancer unless one is named", () => {
  expect(json).toHaveResourceAt("aws_ecs_service.gateway", {
    load_balancer: undefined,
    health_check_grace_period_seconds: undefined,
  });
  expect(json).not.toHaveResourceAt("data.aws_lb_target_group.gateway");
});

test("registers in the target group of the load balancer that is there already", () => {
  const behind = gatewayService({ targetGroup: "api-gateway-tg" });
  expect(behind).toHaveResourceAt("data.aws_lb_target_group.gateway", { name: "api-gateway-tg" });
  expect(behind).toHaveResourceAt("aws_ecs_service.gateway", {
    load_balancer: [
      {
        target_group_arn: "${data.aws_lb_target_group.gateway.arn}",
        container_name: "auth-container",
        container_port: 3000,
      },
    ],
    health_check_grace_period_seconds: 60,
  });
});

test("is given its variables", () => {
  const [definition] = blockAt(json, "aws_ecs_task_definition.gateway").container_definitions as {
    environment: unknown;
  }[];
  expect(definition?.environment).toEqual([
    { name: "AUTH_SERVICE_URL", value: "http://nlb:5001" },
    { name: "PORT", value: "3000" },
  ]);
});

test.each([0, 2])("runs as many tasks as it is told, and 0 means 0: %s", (desiredCount) => {
  expect(gatewayService({}, desiredCount)).toHaveResourceAt("aws_ecs_service.gateway", { desired_count: desiredCount });
});
