import {
  type Alarm,
  type AlarmGroup,
  balancerMetric,
  gatewayBalancers,
  type GatewayTarget,
  type Metric,
  metricsOf,
  targetMetric,
} from "./alarms";
import { errorQuery } from "./error-pattern";

/** A part of the dashboard, with where it stands on CloudWatch's grid of 24 columns. */
export interface Widget {
  readonly type: "text" | "alarm" | "metric" | "log";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Columns of a CloudWatch dashboard (API reference, "Dashboard body structure and syntax"). */
export const COLUMNS = 24;

type Block = Omit<Widget, "x" | "y">;

/** Puts blocks beside one another as long as they fit, and the next ones below. */
export function layOut(blocks: readonly Block[]): Widget[] {
  let [x, y, rowHeight] = [0, 0, 0];
  return blocks.map((block) => {
    if (x + block.width > COLUMNS) [x, y, rowHeight] = [0, y + rowHeight, 0];
    const widget = { ...block, x, y };
    x += block.width;
    rowHeight = Math.max(rowHeight, block.height);
    return widget;
  });
}

/** What the dashboard shows beside the alarms' own metrics. */
export interface DashboardSubjects {
  readonly region: string;
  readonly gatewayTargets: readonly GatewayTarget[];
  /** By section: the name of its log group, and what an error looks like in it. */
  readonly logs: Readonly<Record<string, { readonly group: string; readonly errorPattern: string }>>;
  /** The ARNs of the alarms, in the catalogue's order. */
  readonly alarmArns: readonly string[];
}

/** What each group of alarms answers, in the order in which they are shown. */
const GROUPS: Readonly<Record<AlarmGroup, string>> = {
  running: "Do as many tasks run as each service desires?",
  hosts: "Does every task pass its health checks?",
  errors: "Do callers get errors?",
  utilization: "Have tasks enough CPU and memory?",
  nat: "Do calls to Atlas and others get out?",
  deployments: "Does word of failed deployments get through?",
};

/** Alarms that one widget takes (CloudWatch API reference, "Dashboard body structure and syntax"). */
const ALARMS_OF_A_WIDGET = 100;

const header = (markdown: string, height: number): Block => ({
  type: "text",
  width: COLUMNS,
  height,
  properties: { markdown },
});

/** A metric as a graph writes it. */
function line({ namespace, name, dimensions, statistic }: Metric, rest: object = {}): unknown[] {
  return [namespace, name, ...Object.entries(dimensions).flat(), { stat: statistic, ...rest }];
}

function graph(title: string, region: string, metrics: readonly unknown[], properties: object = {}): Block {
  const all = { title, view: "timeSeries", region, period: 60, metrics, ...properties };
  return { type: "metric", width: 6, height: 5, properties: all };
}

function alarmGraph(alarm: Alarm, region: string): Block {
  return graph(
    alarm.name,
    region,
    metricsOf(alarm).map(([, metric]) => line(metric)),
    {
      period: alarm.periodSeconds,
      // An expression has no line among the metrics that it is made of.
      ...(!("expression" in alarm.value) && {
        annotations: { horizontal: [{ label: "rings above", value: alarm.threshold }] },
      }),
    },
  );
}

/** All tasks of the environment: as many as run, and as many as are desired. */
function tasksGraph(alarms: readonly Alarm[], region: string): Block {
  const counts = alarms
    .filter(({ group }) => group === "running")
    .flatMap((alarm, index) => metricsOf(alarm).map(([id, metric]) => [`${id}${index}`, metric] as const));
  return graph("Tasks that run, and that are desired", region, [
    ...["running", "desired"].map((id) => [{ expression: `SUM(METRICS("${id}"))`, label: id }]),
    ...counts.map(([id, metric]) => line(metric, { id, visible: false })),
  ]);
}

/** What callers see of the gateway, where a load balancer counts it: its own 5xx and the canary's side by side. */
function gatewayGraphs(targets: readonly GatewayTarget[], region: string): Block[] {
  const behind = (name: string, statistic: Metric["statistic"]) =>
    targets.map((target) => line({ ...targetMetric(name, target), statistic }, { label: target.subject }));
  const balancers = gatewayBalancers(targets);
  return [
    graph("Healthy targets of the gateway", region, behind("HealthyHostCount", "Minimum")),
    graph(
      "Requests",
      region,
      balancers.map((target) => line(balancerMetric("RequestCount", target), { label: target.subject })),
    ),
    graph("Answers 5xx", region, [
      ...behind("HTTPCode_Target_5XX_Count", "Sum"),
      ...balancers.map((target) =>
        line(balancerMetric("HTTPCode_ELB_5XX_Count", target), { label: `${target.subject}: the load balancer's own` }),
      ),
    ]),
  ];
}

/** The alarms of a group, in as many widgets as they need. */
function alarmWidgets(title: string, arns: readonly string[]): Block[] {
  const widgets = Array.from({ length: Math.ceil(arns.length / ALARMS_OF_A_WIDGET) }, (_, index) =>
    arns.slice(index * ALARMS_OF_A_WIDGET, (index + 1) * ALARMS_OF_A_WIDGET),
  );
  return widgets.map((some) => ({
    type: "alarm",
    width: COLUMNS / 2,
    height: 1 + Math.ceil(some.length / 2),
    properties: { title, alarms: some },
  }));
}

/** The dashboard from top (is the platform up?) to bottom (which service, which cause). */
export function dashboardOf(
  environment: string,
  alarms: readonly Alarm[],
  { region, gatewayTargets, logs, alarmArns }: DashboardSubjects,
): Widget[] {
  const graphsOf = (of: (alarm: Alarm) => boolean) => alarms.filter(of).map((alarm) => alarmGraph(alarm, region));
  const sections = [...new Set(alarms.map(({ section }) => section))];
  return layOut([
    header(`# Kelmah ${environment}\nIs the platform up? Below: what rings, then each service with its causes.`, 2),
    tasksGraph(alarms, region),
    ...(gatewayTargets.length > 0
      ? gatewayGraphs(gatewayTargets, region)
      : graphsOf(({ group }) => group === "errors")),
    header("## Alarms", 1),
    ...(Object.keys(GROUPS) as AlarmGroup[]).flatMap((group) =>
      alarmWidgets(
        GROUPS[group],
        alarmArns.filter((_, index) => alarms[index]?.group === group),
      ),
    ),
    ...sections.flatMap((section): Block[] => {
      const log = logs[section];
      return [
        header(`## ${section}`, 1),
        ...graphsOf((alarm) => alarm.section === section),
        ...(log === undefined
          ? []
          : [
              {
                type: "log" as const,
                width: 18,
                height: 5,
                properties: {
                  title: `Latest errors of ${section}`,
                  region,
                  view: "table",
                  query: errorQuery(log.group, log.errorPattern),
                },
              },
            ]),
      ];
    }),
  ]);
}
