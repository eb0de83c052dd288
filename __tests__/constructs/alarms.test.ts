import { canaryExample, entranceExample } from "../helpers/entrance";
import { type Example, example } from "../helpers/example";
import "../helpers/matchers";
import { addressesOf, blockAt, blocksOf, type StackJson, synthesizeStack } from "../helpers/synth";

function watched(): Example {
  const environment = example();
  environment.containerInsights = true;
  environment.alarms = { subscriptions: [{ protocol: "email", endpoint: "ops@example.com" }] };
  return environment;
}

const json = synthesizeStack(watched(), "services");

test("tell the topic when they ring and when it is over", () => {
  expect(json).toHaveResourceAt("aws_cloudwatch_metric_alarm.auth_unhealthy_hosts", {
    alarm_name: "kelmah-auth-unhealthy-hosts-test",
    dimensions: {
      LoadBalancer: "${aws_lb.internal.arn_suffix}",
      TargetGroup: "${aws_lb_target_group.auth.arn_suffix}",
    },
    alarm_actions: ["${aws_sns_topic.alarms.arn}"],
    ok_actions: ["${aws_sns_topic.alarms.arn}"],
    treat_missing_data: "notBreaching",
  });
});

test("compute with Container Insights", () => {
  expect(json).toHaveResourceAt("aws_cloudwatch_metric_alarm.auth_running", {
    metric_query: expect.arrayContaining([
      expect.objectContaining({ id: "value", expression: "desired - FILL(running, 0)", return_data: true }),
    ]) as unknown,
  });
});

test("write to an encrypted topic that CloudWatch and EventBridge of this account may use", () => {
  expect(json).toHaveResourceAt("aws_kms_key.alarms", { enable_key_rotation: true });
  expect(json).toHaveResourceAt("aws_sns_topic.alarms", { kms_master_key_id: "${aws_kms_key.alarms.arn}" });
  expect(json).toHaveResourceAt("aws_sns_topic_subscription.alarms_ops_example_com", {
    protocol: "email",
    endpoint: "ops@example.com",
  });
});

test("EventBridge, which can't meet a condition, has none; CloudWatch writes for this account alone", () => {
  const statements = (address: string) =>
    (blockAt(json, address).policy as { Statement: Record<string, unknown>[] }).Statement;
  for (const address of ["aws_kms_key.alarms", "aws_sns_topic_policy.alarms"]) {
    const of = (service: string) =>
      statements(address).filter(({ Principal }) => (Principal as { Service?: string }).Service === service);
    expect(of("events.amazonaws.com")).toEqual([
      expect.not.objectContaining({ Condition: expect.anything() as unknown }),
    ]);
    expect(of("cloudwatch.amazonaws.com")).toEqual([
      expect.objectContaining({ Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } }),
    ]);
  }
});

test("say when EventBridge could not write to the topic", () => {
  const { name } = blockAt(json, "aws_cloudwatch_event_rule.deployment_failed");
  expect(json).toHaveResourceAt("aws_cloudwatch_metric_alarm.deployment_failed_untold", {
    metric_name: "FailedInvocations",
    dimensions: { RuleName: name },
  });
});

test("count errors in the gateway's log, and hear of failed deployments", () => {
  expect(json).toHaveResourceAt("aws_cloudwatch_log_metric_filter.gateway_errors", {
    log_group_name: "${aws_cloudwatch_log_group.gateway.name}",
  });
  expect(json).toHaveResourceAt("aws_cloudwatch_event_target.deployment_failed", {
    arn: "${aws_sns_topic.alarms.arn}",
  });
  expect(json).toHaveResourceAt("aws_cloudwatch_dashboard.platform", { dashboard_name: "kelmah-platform-test" });
});

describe("the gateway's load balancers", () => {
  const LOG_FILTER = "aws_cloudwatch_log_metric_filter.gateway_errors";
  const hosts = (name: string) => `aws_cloudwatch_metric_alarm.${name}_unhealthy_hosts`;
  const of = (loadBalancer: string, targetGroup: string) => ({
    namespace: "AWS/ApplicationELB",
    dimensions: {
      LoadBalancer: `\${local.${loadBalancer}_load_balancer}`,
      TargetGroup: `\${${targetGroup}.arn_suffix}`,
    },
  });
  const counted = (stack: StackJson) => {
    const { metric_query: queries } = blockAt(stack, "aws_cloudwatch_metric_alarm.gateway_errors");
    const metrics = (queries as { metric?: { dimensions: { LoadBalancer?: string } } }[]).map(({ metric }) => metric);
    return [...new Set(metrics.flatMap((metric) => metric?.dimensions.LoadBalancer ?? []))];
  };

  test("are none: errors are counted in its log", () => {
    expect(addressesOf(json)).toContain(LOG_FILTER);
    expect(addressesOf(json)).not.toContain(hosts("gateway"));
  });

  test("are the one that is there already: its 5xx are counted, and the log", () => {
    const environment = watched();
    environment.gateway.targetGroup = "gateway-tg";
    const stack = synthesizeStack(environment, "services");
    expect(stack).toHaveResourceAt(hosts("gateway"), of("gateway", "data.aws_lb_target_group.gateway"));
    expect(counted(stack)).toEqual(["${local.gateway_load_balancer}"]);
    expect(addressesOf(stack)).toContain(LOG_FILTER);
  });

  test("are the entrance and the one beside it, with a canary behind the entrance", () => {
    const environment = canaryExample(10, entranceExample({}, watched()));
    environment.gateway.targetGroup = "gateway-tg";
    const stack = synthesizeStack(environment, "services");
    expect(stack).toHaveResourceAt(hosts("gateway"), of("entrance", "aws_lb_target_group.gateway"));
    expect(stack).toHaveResourceAt(hosts("canary"), of("entrance", "aws_lb_target_group.canary"));
    expect(stack).toHaveResourceAt(hosts("gateway_existing"), of("gateway", "data.aws_lb_target_group.gateway"));
    expect(counted(stack)).toEqual(["${local.entrance_load_balancer}", "${local.gateway_load_balancer}"]);
    expect(addressesOf(stack)).not.toContain(LOG_FILTER);
  });
});

test("a canary's come and go with it, and leave the others as they are", () => {
  const stack = (weight: number) =>
    blocksOf(synthesizeStack(canaryExample(weight, entranceExample({}, watched())), "services"));
  const [running, ended] = [stack(10), stack(0)];
  const alarms = (blocks: typeof running) =>
    [...blocks.keys()].filter((address) => address.startsWith("aws_cloudwatch_metric_alarm."));
  expect(alarms(running).filter((address) => !ended.has(address))).toEqual(
    ["cpu", "memory", "running", "unhealthy_hosts"].map((what) => `aws_cloudwatch_metric_alarm.canary_${what}`),
  );
  for (const address of alarms(ended)) expect(running.get(address)).toEqual(ended.get(address));
});

test("follow the number of NAT gateways, which every network gives out", () => {
  const environment = watched();
  environment.network.nat = "per-az";
  const nats = addressesOf(synthesizeStack(environment, "services")).filter((address) => address.includes(".nat_"));
  expect(nats).toHaveLength(4);
  for (const output of ["output.nat_gateway_ids", "output.private_subnet_cidrs"]) {
    expect(addressesOf(synthesizeStack(example(), "network"))).toContain(output);
  }
});
