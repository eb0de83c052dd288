import { type Alarm, metricsOf } from "./alarms";

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
  readonly gatewayLogGroup: string;
  /** The ARNs of the alarms, in the catalogue's order. */
  readonly alarmArns: readonly string[];
}

const header = (markdown: string): Block => ({ type: "text", width: COLUMNS, height: 2, properties: { markdown } });

function graph(alarm: Alarm, region: string): Block {
  const metrics = metricsOf(alarm).map(([, { namespace, name, dimensions, statistic }]) => [
    namespace,
    name,
    ...Object.entries(dimensions).flat(),
    { stat: statistic },
  ]);
  return {
    type: "metric",
    width: 6,
    height: 5,
    properties: {
      title: alarm.name,
      view: "timeSeries",
      region,
      period: alarm.periodSeconds,
      metrics,
      // A difference has no line among the counts that it is made of.
      ...(!("expression" in alarm.value) && {
        annotations: { horizontal: [{ label: "rings above", value: alarm.threshold }] },
      }),
    },
  };
}

/** The dashboard from top (is the platform up?) to bottom (which service, which cause). */
export function dashboardOf(
  environment: string,
  alarms: readonly Alarm[],
  { region, gatewayLogGroup, alarmArns }: DashboardSubjects,
): Widget[] {
  const graphs = (...groups: Alarm["group"][]): Block[] =>
    alarms.filter(({ group }) => groups.includes(group)).map((alarm) => graph(alarm, region));
  return layOut([
    header(`# Kelmah ${environment}\nIs the platform up? Green means yes; npm run verify says more.`),
    {
      type: "alarm",
      width: COLUMNS,
      height: 2 + Math.ceil(alarmArns.length / 4),
      properties: { title: "Alarms", alarms: alarmArns },
    },
    header("## Tasks\nDo as many run as each service desires? A service at 0 is parked."),
    ...graphs("running"),
    header("## Targets\nDoes every task pass its health checks?"),
    ...graphs("hosts"),
    header("## Errors\nWhat do callers see, and what does the gateway say?"),
    ...graphs("errors"),
    {
      type: "log",
      width: 18,
      height: 5,
      properties: {
        title: "Latest errors of the gateway",
        region,
        view: "table",
        query: `SOURCE '${gatewayLogGroup}' | fields @timestamp, @message | filter @message like /(?i)error/ | sort @timestamp desc | limit 20`,
      },
    },
    header("## Causes: CPU and memory\nWhich service has too little?"),
    ...graphs("utilization"),
    header("## Causes: NAT\nDo calls to Atlas and other services get out?"),
    ...graphs("nat"),
  ]);
}
