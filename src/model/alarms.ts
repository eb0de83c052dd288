import type { Environment } from "./environment";
import { physicalName, resourceNames } from "./names";
import { addressPart } from "./phase";

/** A metric that an alarm looks at or computes with; its dimensions may be values that only Terraform knows. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly statistic: "Average" | "Maximum" | "Sum";
  readonly dimensions: Readonly<Record<string, string>>;
}

/** One alarm: it rings when its value is over the threshold in every period that it looks at. */
export interface Alarm {
  /** Its name in Terraform addresses. */
  readonly address: string;
  readonly name: string;
  /** What it is about: the dashboard has a block for each. */
  readonly group: "hosts" | "running" | "errors" | "nat" | "utilization";
  /** What it means, and what to do. */
  readonly description: string;
  /** One metric, or an expression over several by their ids. */
  readonly value: Metric | { readonly expression: string; readonly metrics: Readonly<Record<string, Metric>> };
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly threshold: number;
  /** How a period without data counts: see {@link MISSING_DATA}. */
  readonly missingData: "notBreaching" | "breaching";
}

/** How each group's alarms treat a period without data, and why. */
export const MISSING_DATA: Readonly<
  Record<Alarm["group"], { readonly treatment: Alarm["missingData"]; readonly because: string }>
> = {
  hosts: {
    treatment: "notBreaching",
    because: "a target group without targets reports nothing: its service is parked, or its running alarm rings",
  },
  running: {
    treatment: "notBreaching",
    because: "a service at 0 may report nothing; a running count that is missing beside a desired one counts as 0",
  },
  errors: { treatment: "notBreaching", because: "no data is no error: AWS writes these metrics only when one happens" },
  nat: { treatment: "notBreaching", because: "a NAT gateway that nothing goes through has nothing to report" },
  utilization: {
    treatment: "notBreaching",
    because: "a service without tasks uses nothing; that it has none is what the running alarm says",
  },
};

/** What the alarms of an environment look at, as CloudWatch's dimensions call it. */
export interface AlarmSubjects {
  /** The internal load balancer: `net/<name>/<id>`. */
  readonly loadBalancer: string;
  /** Its target groups by service: `targetgroup/<name>/<id>`. */
  readonly targetGroups: Readonly<Record<string, string>>;
  /** The application load balancer and target group of the gateway. @default it is called directly */
  readonly gatewayTarget?: { readonly loadBalancer: string; readonly targetGroup: string };
  /** Whether that load balancer is this environment's own entrance: its 5xx are counted then. @default false */
  readonly entrance?: boolean;
  /** NAT gateways by the letter of their zone. */
  readonly natGateways: Readonly<Record<string, string>>;
}

/** Seconds in a period, and the five minutes of the runbook ("Monitoring & alerting"). */
const MINUTE = 60;
const FIVE = 5;

/** Where {@link ERRORS_METRIC} of the gateway's log is kept. */
export const METRICS_NAMESPACE = "Kelmah";
/** Errors in the gateway's log. */
export const ERRORS_METRIC = "GatewayErrors";

/** An error in a JSON log (winston, pino) or in plain lines (morgan): CloudWatch Logs, "Filter pattern syntax". */
export const DEFAULT_ERROR_PATTERN = String.raw`?ERROR ?"\"level\":\"error\"" ?"\"level\":50," ?" 500 " ?" 502 " ?" 503 " ?" 504 "`;

/**
 * Every alarm of an environment. The catalogue is the same in every phase and at every desired count: a step of the move
 * touches no alarm, and what is at 0 does not ring because its own numbers say so.
 */
export function alarmsOf(environment: Environment, subjects: AlarmSubjects): Alarm[] {
  const { name: env, alarms: options } = environment;
  if (options === undefined) return [];
  const names = resourceNames(environment);
  const verify = `To do: npm run verify -- --env ${env}`;
  const percent = options.utilizationPercent ?? 85;
  const alarm = (
    subject: string,
    what: string,
    group: Alarm["group"],
    meaning: string,
    value: Alarm["value"],
    threshold = 0,
    evaluationPeriods = FIVE,
  ): Alarm => ({
    address: `${addressPart(subject)}_${what.replaceAll("-", "_")}`,
    name: physicalName(`${subject}-${what}`, env),
    group,
    description: `${meaning} ${verify}`,
    value,
    periodSeconds: evaluationPeriods === 1 ? FIVE * MINUTE : MINUTE,
    evaluationPeriods,
    threshold,
    missingData: MISSING_DATA[group].treatment,
  });
  const hosts = (subject: string, namespace: string, loadBalancer: string, targetGroup: string): Alarm =>
    alarm(subject, "unhealthy-hosts", "hosts", `${subject}: a target has failed its health checks for 5 minutes.`, {
      namespace,
      name: "UnHealthyHostCount",
      statistic: "Maximum",
      dimensions: { LoadBalancer: loadBalancer, TargetGroup: targetGroup },
    });
  const ecs = (service: string, namespace: string, name: string, statistic: Metric["statistic"]): Metric => ({
    namespace,
    name,
    statistic,
    dimensions: { ClusterName: names.cluster, ServiceName: service },
  });
  const running = (subject: string, service: string): Alarm =>
    alarm(subject, "running", "running", `${subject}: fewer tasks have run than it desires for 5 minutes.`, {
      expression: "desired - FILL(running, 0)",
      metrics: {
        desired: ecs(service, "ECS/ContainerInsights", "DesiredTaskCount", "Average"),
        running: ecs(service, "ECS/ContainerInsights", "RunningTaskCount", "Average"),
      },
    });
  const utilization = (subject: string, service: string): Alarm[] =>
    (["CPU", "Memory"] as const).map((what) =>
      alarm(
        subject,
        what.toLowerCase(),
        "utilization",
        `${subject}: its tasks have used over ${percent} % of their ${what === "CPU" ? what : "memory"} for 5 minutes.`,
        ecs(service, "AWS/ECS", `${what}Utilization`, "Average"),
        percent,
      ),
    );
  const limit = options.gatewayErrors ?? 10;
  const { gatewayTarget, entrance = false } = subjects;
  const services = Object.keys(environment.services).map((service) => ({
    service,
    ecsService: names.services[service]?.service ?? "",
  }));
  const errors: Metric =
    gatewayTarget !== undefined && entrance
      ? {
          namespace: "AWS/ApplicationELB",
          name: "HTTPCode_Target_5XX_Count",
          statistic: "Sum",
          dimensions: { LoadBalancer: gatewayTarget.loadBalancer },
        }
      : {
          namespace: METRICS_NAMESPACE,
          name: `${ERRORS_METRIC}-${env}`,
          statistic: "Sum",
          dimensions: {},
        };
  // The load balancer's own 5xx are counted apart: it answers 503 itself when no target is there.
  const answered: Alarm["value"] =
    gatewayTarget !== undefined && entrance
      ? {
          expression: "FILL(target, 0) + FILL(balancer, 0)",
          metrics: { target: errors, balancer: { ...errors, name: "HTTPCode_ELB_5XX_Count" } },
        }
      : errors;
  return [
    ...services.map(({ service }) =>
      hosts(service, "AWS/NetworkELB", subjects.loadBalancer, subjects.targetGroups[service] ?? ""),
    ),
    ...(gatewayTarget === undefined
      ? []
      : [hosts("gateway", "AWS/ApplicationELB", gatewayTarget.loadBalancer, gatewayTarget.targetGroup)]),
    ...services.map(({ service, ecsService }) => running(service, ecsService)),
    ...Object.entries(environment.inventory.learnt?.legacyServices ?? {}).map(([service, { name }]) =>
      running(`${service}-legacy`, name),
    ),
    running("gateway", names.gateway.service),
    alarm("gateway", "errors", "errors", `gateway: more than ${limit} errors in 5 minutes.`, answered, limit, 1),
    ...Object.entries(subjects.natGateways).flatMap(([zone, NatGatewayId]) =>
      (
        [
          ["port-errors", "ErrorPortAllocation", "it had no port left for a connection"],
          ["packet-drops", "PacketsDropCount", "it has dropped packets"],
        ] as const
      ).map(([what, name, meaning]) =>
        alarm(
          `nat-${zone}`,
          what,
          "nat",
          `NAT gateway ${zone}: ${meaning}: calls to Atlas and others may fail.`,
          { namespace: "AWS/NATGateway", name, statistic: "Sum", dimensions: { NatGatewayId } },
          0,
          1,
        ),
      ),
    ),
    ...services.flatMap(({ service, ecsService }) => utilization(service, ecsService)),
    ...utilization("gateway", names.gateway.service),
  ];
}

/** The metrics that an alarm looks at. */
export function metricsOf({ value }: Alarm): [id: string, metric: Metric][] {
  return "expression" in value ? Object.entries(value.metrics) : [["value", value]];
}
