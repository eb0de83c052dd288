import { canaryExample, entranceExample } from "../helpers/entrance";
import type { Example } from "../helpers/example";
import "../helpers/matchers";
import { addressesOf, blockAt, type StackJson, synthesizeStack } from "../helpers/synth";

const services = (environment: Example) => synthesizeStack(environment, "services");
const json = services(canaryExample(10));
const without = services(entranceExample());
const container = (stack: StackJson, name: string) => {
  const { container_definitions: [definition] = [] } = blockAt(stack, `aws_ecs_task_definition.${name}`) as {
    container_definitions?: Record<string, unknown>[];
  };
  return definition ?? {};
};

test("behind an entrance the gateway is private, and registers once the listener is there", () => {
  expect(without).toHaveResourceAt("aws_ecs_service.gateway", {
    network_configuration: {
      subnets: "${data.terraform_remote_state.network.outputs.private_subnet_ids}",
      security_groups: ["${data.terraform_remote_state.network.outputs.gateway_security_group_id}"],
      assign_public_ip: false,
    },
    load_balancer: [
      { target_group_arn: "${aws_lb_target_group.gateway.arn}", container_name: "api-gateway", container_port: 3000 },
    ],
  });
  const { depends_on: earlier } = blockAt(without, "aws_ecs_service.gateway");
  expect(earlier).toContain("aws_lb_listener.entrance_https");
  expect(addressesOf(without).filter((address) => address.includes("gateway_callers"))).toEqual([]);
});

test("the domain is pointed at an entrance that the gateway stands behind", () => {
  const certificate = { kind: "requested", domainName: "api.kelmah.com", hostedZoneId: "Z1" } as const;
  const { depends_on: behind } = blockAt(services(entranceExample({ certificate })), "aws_route53_record.entrance");
  expect(behind).toContain("aws_ecs_service.gateway");
});

test("beside an entrance the gateway stays in the target group that there was before", () => {
  const both = entranceExample();
  both.gateway.targetGroup = "api-gateway-tg";
  const { load_balancer: targets } = blockAt(services(both), "aws_ecs_service.gateway");
  expect(targets).toMatchObject([
    { target_group_arn: "${aws_lb_target_group.gateway.arn}" },
    { target_group_arn: "${data.aws_lb_target_group.gateway.arn}" },
  ]);
});

test("a canary adds its own, and changes nothing of the rest but that the gateway waits for its calls", () => {
  const added = addressesOf(json).filter((address) => !addressesOf(without).includes(address));
  expect(added).toEqual([
    "aws_ecs_service.canary",
    "aws_ecs_task_definition.canary",
    "aws_lb_listener_rule.canary_attachment",
    "aws_lb_listener_rule.canary_traffic",
    "aws_lb_target_group.canary",
    "data.aws_ecr_image.canary",
  ]);
  for (const address of addressesOf(without)) {
    const { depends_on: earlier, ...block } = blockAt(json, address);
    const { depends_on: before, ...expected } = blockAt(without, address);
    expect(block).toEqual(expected);
    const rule = address === "aws_ecs_service.gateway" ? ["aws_lb_listener_rule.canary_traffic"] : [];
    expect(earlier ?? []).toEqual([...((before as string[] | undefined) ?? []), ...rule]);
  }
});

test.each([
  ["weight 0", () => canaryExample(0)],
  ["the gateway's own image", () => { const e = canaryExample(10); e.gateway.image.tag = "2.0.0"; return e; }],
])("there is nothing of it with %s", (_, make) => {
  expect(addressesOf(services(make())).filter((address) => address.includes("canary"))).toEqual([]);
}); // prettier-ignore

test("is attached, then runs, then is called: each waits for the one before", () => {
  expect(json).toHaveResourceAt("aws_lb_listener_rule.canary_attachment", {
    listener_arn: "${aws_lb_listener.entrance_https.arn}",
    priority: 1,
    condition: [{ host_header: { values: ["canary-attachment.invalid"] } }],
    action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.canary.arn}" }],
  });
  expect(blockAt(json, "aws_ecs_service.canary").depends_on).toContain("aws_lb_listener_rule.canary_attachment");
  expect(json).toHaveResourceAt("aws_lb_listener_rule.canary_traffic", {
    priority: 2,
    condition: [{ path_pattern: { values: ["/*"] } }],
    action: [
      {
        type: "forward",
        forward: {
          target_group: [
            { arn: "${aws_lb_target_group.gateway.arn}", weight: 90 },
            { arn: "${aws_lb_target_group.canary.arn}", weight: 10 },
          ],
        },
      },
    ],
    depends_on: ["aws_ecs_service.canary"],
    // With this and the gateway waiting for it, a promotion changes the gateway before the rule goes.
    lifecycle: { create_before_destroy: true },
  });
});

test("callers stay where they were first, if it says for how long", () => {
  const environment = canaryExample(10);
  environment.gateway.canary = { ...environment.gateway.canary, stickinessSeconds: 600 } as never;
  const { action } = blockAt(services(environment), "aws_lb_listener_rule.canary_traffic");
  expect(action).toMatchObject([{ forward: { stickiness: { enabled: true, duration: 600 } } }]);
});

test("is the gateway but for its image and the names of its log streams", () => {
  const { image: canaryImage, logConfiguration: canaryLogs, ...canary } = container(json, "canary");
  const { image, logConfiguration, ...gateway } = container(json, "gateway");
  expect(canary).toEqual(gateway);
  expect(image).toContain("data.aws_ecr_image.gateway");
  expect(canaryImage).toContain("data.aws_ecr_image.canary");
  expect(canaryLogs).toEqual({
    ...(logConfiguration as object),
    options: { ...(logConfiguration as { options: object }).options, "awslogs-stream-prefix": "canary" },
  });
  const { family, tags, container_definitions: c, ...definition } = blockAt(json, "aws_ecs_task_definition.canary");
  expect([family, tags, c]).not.toContain(undefined);
  expect(blockAt(json, "aws_ecs_task_definition.gateway")).toMatchObject(definition);
  const { name, task_definition, load_balancer, tags: t, depends_on, lifecycle, ...service } = blockAt(json, "aws_ecs_service.canary"); // prettier-ignore
  expect([name, task_definition, load_balancer, t, depends_on, lifecycle]).not.toContain(undefined);
  expect(blockAt(json, "aws_ecs_service.gateway")).toMatchObject(service);
});

test("waits for what the gateway calls, as the gateway does", () => {
  const ecs = (address: string) =>
    (blockAt(json, address).depends_on as string[]).filter((earlier) => earlier.startsWith("aws_ecs_service."));
  expect(ecs("aws_ecs_service.canary")).toEqual(ecs("aws_ecs_service.gateway"));
  expect(ecs("aws_ecs_service.canary")).toEqual(["aws_ecs_service.auth", "aws_ecs_service.user"]);
});
