import { Fn, Token } from "cdktf";
import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { alarmsOf } from "../model/alarm-catalogue";
import { type Alarm, type AlarmSubjects, countsLog } from "../model/alarms";
import { dashboardOf } from "../model/dashboard";
import type { Environment } from "../model/environment";
import { DEFAULT_ERROR_PATTERN, errorFilter, ERRORS_METRIC, METRICS_NAMESPACE } from "../model/error-pattern";
import { physicalName, resourceNames } from "../model/names";
import { AlarmTopic } from "./alarm-topic";
import { DeploymentFailures } from "./deployment-failures";
import { jsonDocument } from "./json-document";

/** What is watched. */
export interface AlarmsProps {
  readonly environment: Environment;
  readonly subjects: AlarmSubjects;
  /** The name of the gateway's log group, as a reference to it. */
  readonly gatewayLogGroup: string;
}

/**
 * The alarms of an environment, the topic that they write to, and the dashboard (docs/original-runbook.md, "Monitoring
 * & alerting (suggested)").
 */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, { environment, subjects, gatewayLogGroup }: AlarmsProps) {
    super(scope, id);
    const { name: env, inventory, alarms: options } = environment;
    const { account, region } = inventory;
    const topic = new AlarmTopic(this, "Topic", {
      environment: env,
      account,
      subscriptions: options?.subscriptions ?? [],
    });
    const names = resourceNames(environment);
    const errorPattern = options?.gatewayErrorPattern ?? DEFAULT_ERROR_PATTERN;
    const alarms = alarmsOf(environment, subjects);
    const written = alarms.map((alarm) => this.alarm(alarm, topic.arn));
    if (countsLog(subjects)) {
      const metric = `${ERRORS_METRIC}-${env}`;
      new CloudwatchLogMetricFilter(new Construct(this, "LogErrors"), "gateway_errors", {
        name: physicalName("gateway-errors", env),
        logGroupName: gatewayLogGroup,
        // Backslashes in a plain argument break HCL.
        pattern: Token.asString(Fn.jsondecode(jsonDocument(errorFilter(errorPattern)))),
        metricTransformation: { name: metric, namespace: METRICS_NAMESPACE, value: "1" },
      });
    }
    new DeploymentFailures(this, "DeploymentFailures", {
      environment: env,
      account,
      region,
      cluster: names.cluster,
      topicArn: topic.arn,
    });
    new CloudwatchDashboard(new Construct(this, "platform"), "Dashboard", {
      dashboardName: physicalName("platform", env),
      dashboardBody: jsonDocument({
        widgets: dashboardOf(env, alarms, {
          region,
          gatewayTargets: subjects.gatewayTargets,
          logs: {
            gateway: { group: names.gateway.logGroup, errorPattern },
            ...Object.fromEntries(
              Object.entries(names.services).map(([service, { logGroup: group }]) => [
                service,
                { group, errorPattern: DEFAULT_ERROR_PATTERN },
              ]),
            ),
          },
          alarmArns: written.map(({ arn }) => arn),
        }),
      }),
    });
  }

  private alarm(alarm: Alarm, topicArn: string): CloudwatchMetricAlarm {
    const { value } = alarm;
    const period = alarm.periodSeconds;
    return new CloudwatchMetricAlarm(new Construct(this, alarm.address), "Alarm", {
      alarmName: alarm.name,
      alarmDescription: alarm.description,
      comparisonOperator: "GreaterThanThreshold",
      threshold: alarm.threshold,
      evaluationPeriods: alarm.evaluationPeriods,
      treatMissingData: alarm.missingData,
      alarmActions: [topicArn],
      // A person who was woken is told when it is over.
      okActions: [topicArn],
      tags: { Name: alarm.name },
      ...("expression" in value
        ? {
            metricQuery: [
              { id: "value", expression: value.expression, label: alarm.name, returnData: true },
              ...Object.entries(value.metrics).map(([id, { namespace, name, statistic, dimensions }]) => ({
                id,
                metric: { namespace, metricName: name, stat: statistic, period, dimensions },
              })),
            ],
          }
        : {
            namespace: value.namespace,
            metricName: value.name,
            statistic: value.statistic,
            period,
            dimensions: value.dimensions,
          }),
    });
  }
}
