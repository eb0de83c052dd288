import { environments } from "../../src/environments";
import type { Environment } from "../../src/model/environment";
import "../helpers/matchers";
import { addressesOf, blockAt, blocksOf, synthesizeStack } from "../helpers/synth";

const [, staging] = environments() as [Environment, Environment];
const SERVICES = Object.keys(staging.services);
const services = synthesizeStack(staging, "services");
const alarms = [...blocksOf(services)].filter(([address]) => address.startsWith("aws_cloudwatch_metric_alarm."));

test("staging is watched by alarms that all tell the topic, which tells nobody yet", () => {
  expect(alarms).toHaveLength(4 * SERVICES.length + 4 + 2 + 1);
  const topic = ["${aws_sns_topic.alarms.arn}"];
  for (const [, block] of alarms) expect(block).toMatchObject({ alarm_actions: topic, ok_actions: topic });
  expect(addressesOf(services).filter((address) => address.includes("subscription"))).toEqual([]);
});

test.each(SERVICES)("%s: its targets and tasks for five minutes, its CPU and memory", (service) => {
  const at = (what: string) => `aws_cloudwatch_metric_alarm.${service}_${what}`;
  const five = { evaluation_periods: 5, threshold: 0 };
  expect(services).toHaveResourceAt(at("unhealthy_hosts"), {
    ...five,
    alarm_name: `kelmah-${service}-unhealthy-hosts-staging`,
    metric_name: "UnHealthyHostCount",
    period: 60,
    dimensions: {
      LoadBalancer: "${aws_lb.internal.arn_suffix}",
      TargetGroup: `\${aws_lb_target_group.${service}.arn_suffix}`,
    },
  });
  expect(services).toHaveResourceAt(at("running"), { ...five, treat_missing_data: "breaching" });
  for (const what of ["cpu", "memory"]) expect(services).toHaveResourceAt(at(what), { threshold: 85 });
});

test("the gateway: its errors, by its log", () => {
  expect(services).toHaveResourceAt("aws_cloudwatch_metric_alarm.gateway_errors", { threshold: 10 });
  expect(services).toHaveResourceAt("aws_cloudwatch_log_metric_filter.gateway_errors", {
    log_group_name: "${aws_cloudwatch_log_group.gateway.name}",
  });
});

test("is shown on a dashboard that lists each alarm once, and has a graph and a part for each service", () => {
  const { dashboard_name, dashboard_body } = blockAt(services, "aws_cloudwatch_dashboard.platform") as {
    dashboard_name?: string;
    dashboard_body?: { widgets: { type: string; properties: { alarms?: string[]; title?: string; markdown?: string } }[] };
  }; // prettier-ignore
  expect(dashboard_name).toBe("kelmah-platform-staging");
  const widgets = dashboard_body?.widgets ?? [];
  const listed = widgets.flatMap(({ properties }) => properties.alarms ?? []);
  expect([...listed].sort()).toEqual(alarms.map(([address]) => `\${${address}.arn}`).sort());
  const titles = widgets.map(({ properties }) => properties.title);
  for (const [, { alarm_name: graph }] of alarms) expect(titles).toContain(graph);
  const parts = widgets.flatMap(({ properties }) => /^## (.*)$/.exec(properties.markdown ?? "")?.[1] ?? []);
  expect(parts).toEqual(expect.arrayContaining([...SERVICES, "gateway"]));
  for (const task of [...SERVICES, "gateway"]) expect(titles).toContain(`Latest errors of ${task}`);
});

test("its VPC has flow logs for 14 days", () => {
  const network = synthesizeStack(staging, "network");
  expect(network).toHaveResourceAt("aws_flow_log.flow_logs", { vpc_id: "${aws_vpc.main.id}" });
  expect(network).toHaveResourceAt("aws_cloudwatch_log_group.flow_logs", { retention_in_days: 14 });
});
