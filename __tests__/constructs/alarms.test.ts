import { type Example, example } from "../helpers/example";
import "../helpers/matchers";
import { addressesOf, synthesizeStack } from "../helpers/synth";

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
  expect(json).toHaveResourceAt("aws_sns_topic_policy.alarms");
  expect(json).toHaveResourceAt("aws_sns_topic_subscription.alarms_ops_example_com", {
    protocol: "email",
    endpoint: "ops@example.com",
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

test("know the load balancer of the gateway's existing target group", () => {
  const environment = watched();
  environment.gateway.targetGroup = "gateway-tg";
  const address = "aws_cloudwatch_metric_alarm.gateway_unhealthy_hosts";
  expect(addressesOf(json)).not.toContain(address);
  expect(synthesizeStack(environment, "services")).toHaveResourceAt(address, {
    namespace: "AWS/ApplicationELB",
    dimensions: {
      LoadBalancer: "${local.gateway_load_balancer}",
      TargetGroup: "${data.aws_lb_target_group.gateway.arn_suffix}",
    },
  });
});

test("follow the number of NAT gateways, which only an environment with alarms gives out", () => {
  const environment = watched();
  environment.network.nat = "per-az";
  const nats = addressesOf(synthesizeStack(environment, "services")).filter((address) => address.includes(".nat_"));
  expect(nats).toHaveLength(4);
  expect(addressesOf(synthesizeStack(environment, "network"))).toContain("output.nat_gateway_ids");
  expect(addressesOf(synthesizeStack(example(), "network"))).not.toContain("output.nat_gateway_ids");
});
