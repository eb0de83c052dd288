import {
  type Alarm,
  type AlarmSubjects,
  balancerMetric,
  countsLog,
  gatewayBalancers,
  type Metric,
  MISSING_DATA,
  targetMetric,
} from "./alarms";
import { activeCanary, canaryTasks } from "./canary";
import type { Environment } from "./environment";
import { ERRORS_METRIC, METRICS_NAMESPACE } from "./error-pattern";
import { legacyDesiredCount } from "./move";
import { physicalName, resourceNames } from "./names";
import { addressPart } from "./phase";
import { gatewayTasks, serviceTasks, type Tasks } from "./scaling";

/** What the rule is called that hears of failed deployments. */
export const DEPLOYMENT_FAILED = "deployment-failed";

/**
 * What an alarm says for itself: how long it looks is five minutes, one by one, unless it says otherwise
 * (docs/original-runbook.md, "Monitoring & alerting (suggested)").
 */
interface Draft extends Pick<Alarm, "group" | "section" | "value"> {
  /** The first part of its name. @default its section */
  readonly subject?: string;
  readonly what: string;
  readonly meaning: string;
  /** @default 0 */
  readonly threshold?: number;
  /** @default five of a minute */
  readonly periods?: readonly [number: number, seconds: number];
  /** @default its group's */
  readonly missingData?: Alarm["missingData"];
}

const FIVE_MINUTES = 300;

/**
 * Of all packets, above which AWS sees a fault of its own (VPC user guide, "NAT gateway metrics and dimensions"). A packet now
 * and then is lost everywhere, and sent again: only what lasts rings.
 */
const PACKETS_DROPPED_PERCENT = 0.01;

/**
 * What callers get for an answer: the 5xx of the gateway's tasks and, counted apart, those that the entrance gives itself. Without an entrance the log counts, too, and the greater number does: the load balancer that was there before
 * may be one that counts no 5xx, and its own may be somebody else's.
 */
function gatewayErrors(
  environment: string,
  { gatewayTargets: targets }: AlarmSubjects,
  desired: Metric,
): Alarm["value"] {
  const logged: Metric = {
    namespace: METRICS_NAMESPACE,
    name: `${ERRORS_METRIC}-${environment}`,
    statistic: "Sum",
    dimensions: {},
  };
  if (targets.length === 0) return logged;
  const metrics = gatewayBalancers(targets).flatMap((target, index): [string, Metric][] =>
    target.behind === "entrance"
      ? [
          [`target${index}`, balancerMetric("HTTPCode_Target_5XX_Count", target)],
          [`balancer${index}`, balancerMetric("HTTPCode_ELB_5XX_Count", target)],
        ]
      : [[`target${index}`, targetMetric("HTTPCode_Target_5XX_Count", target)]],
  );
  const sum = metrics.map(([id]) => `FILL(${id}, 0)`).join(" + ");
  const both = countsLog({ gatewayTargets: targets });
  return {
    // A gateway at 0 is parked or asleep: that its load balancer answers 503 is nobody's error.
    expression: `IF(FILL(desired, 0) > 0, ${both ? `MAX([${sum}, FILL(logged, 0)])` : sum}, 0)`,
    metrics: { ...Object.fromEntries(metrics), ...(both && { logged }), desired },
  };
}

/** A NAT gateway that lets calls to Atlas and others fail. */
function natAlarms(zone: string, NatGatewayId: string): Draft[] {
  const metric = (name: string): Metric => ({
    namespace: "AWS/NATGateway",
    name,
    statistic: "Sum",
    dimensions: { NatGatewayId },
  });
  const nat = { group: "nat", section: "nat", subject: `nat-${zone}` } as const;
  return [
    {
      ...nat,
      what: "port-errors",
      meaning: "the NAT gateway had no port left for a connection: calls to Atlas and others may fail.",
      value: metric("ErrorPortAllocation"),
      periods: [1, FIVE_MINUTES],
    },
    {
      ...nat,
      what: "packet-drops",
      meaning: `the NAT gateway has dropped over ${PACKETS_DROPPED_PERCENT} % of its packets for 15 minutes: calls to Atlas and others may fail.`,
      value: {
        expression: "100 * dropped / (sent + received)",
        metrics: {
          dropped: metric("PacketsDropCount"),
          sent: metric("PacketsInFromSource"),
          received: metric("PacketsInFromDestination"),
        },
      },
      threshold: PACKETS_DROPPED_PERCENT,
      periods: [3, FIVE_MINUTES],
    },
  ];
}

/** Whether there are to be tasks at every hour. */
function alwaysRuns({ desiredCount, scaling }: Tasks): boolean {
  return desiredCount > 0 && scaling?.nightStop === undefined;
}

/**
 * Every alarm of an environment. The catalogue is the same in every phase and at every desired count, but for what missing
 * data means on a running alarm: what is at 0 does not ring because its own numbers say so.
 */
export function alarmsOf(environment: Environment, subjects: AlarmSubjects): Alarm[] {
  const { name: env, alarms: options, gateway } = environment;
  if (options === undefined) return [];
  const names = resourceNames(environment);
  const alarm = ({ section, subject = section, what, group, meaning, value, ...draft }: Draft): Alarm => {
    const [evaluationPeriods, periodSeconds] = draft.periods ?? [5, 60];
    return {
      address: `${addressPart(subject)}_${what.replaceAll("-", "_")}`,
      name: physicalName(`${subject}-${what}`, env),
      group,
      section,
      description: `${subject}: ${meaning} To do: npm run verify -- --env ${env}`,
      value,
      periodSeconds,
      evaluationPeriods,
      threshold: draft.threshold ?? 0,
      missingData: draft.missingData ?? MISSING_DATA[group].treatment,
    };
  };
  const ecs = (service: string, namespace: string, name: string, statistic: Metric["statistic"]): Metric => ({
    namespace,
    name,
    statistic,
    dimensions: { ClusterName: names.cluster, ServiceName: service },
  });
  const hosts = (section: string, subject: string, namespace: string, loadBalancer: string, targetGroup: string) => {
    const dimensions = { LoadBalancer: loadBalancer, TargetGroup: targetGroup };
    return alarm({
      section,
      subject,
      what: "unhealthy-hosts",
      group: "hosts",
      meaning: "a target has failed its health checks for 5 minutes.",
      value: { namespace, name: "UnHealthyHostCount", statistic: "Maximum", dimensions },
    });
  };
  const gatewayHosts = (section: "gateway" | "canary") =>
    subjects.gatewayTargets
      .filter(({ subject }) => (subject === "canary") === (section === "canary"))
      .map(({ subject, loadBalancer, targetGroup }) =>
        hosts(section, subject, "AWS/ApplicationELB", loadBalancer, targetGroup),
      );
  const running = (section: string, service: string, tasks: Tasks, subject = section) =>
    alarm({
      section,
      subject,
      what: "running",
      group: "running",
      meaning: "fewer tasks have run than it desires for 5 minutes, or nobody knows how many.",
      value: {
        expression: "desired - FILL(running, 0)",
        metrics: {
          desired: ecs(service, "ECS/ContainerInsights", "DesiredTaskCount", "Average"),
          running: ecs(service, "ECS/ContainerInsights", "RunningTaskCount", "Average"),
        },
      },
      ...(!alwaysRuns(tasks) && { missingData: "notBreaching" as const }),
    });
  const percent = options.utilizationPercent ?? 85;
  const utilization = (section: string, service: string) =>
    (["CPU", "Memory"] as const).map((metric) =>
      alarm({
        section,
        what: metric.toLowerCase(),
        group: "utilization",
        meaning: `its tasks have used over ${percent} % of their ${metric === "CPU" ? metric : "memory"} for 5 minutes.`,
        value: ecs(service, "AWS/ECS", `${metric}Utilization`, "Average"),
        threshold: percent,
      }),
    );
  const limit = options.gatewayErrors ?? 10;
  // The least of the period: one in which it slept does not count.
  const desired = ecs(names.gateway.service, "ECS/ContainerInsights", "DesiredTaskCount", "Minimum");
  return [
    ...gatewayHosts("gateway"),
    running("gateway", names.gateway.service, gatewayTasks(environment)),
    alarm({
      section: "gateway",
      what: "errors",
      group: "errors",
      meaning: `more than ${limit} errors in 5 minutes.`,
      value: gatewayErrors(env, subjects, desired),
      threshold: limit,
      periods: [1, FIVE_MINUTES],
    }),
    ...utilization("gateway", names.gateway.service),
    ...(activeCanary(gateway) === undefined
      ? []
      : [
          ...gatewayHosts("canary"),
          running("canary", names.canary.service, canaryTasks(environment)),
          ...utilization("canary", names.canary.service),
        ]),
    ...Object.keys(environment.services).flatMap((service) => {
      const own = names.services[service]?.service ?? "";
      return [
        hosts(service, service, "AWS/NetworkELB", subjects.loadBalancer, subjects.targetGroups[service] ?? ""),
        running(service, own, serviceTasks(environment, service)),
        ...utilization(service, own),
      ];
    }),
    ...Object.entries(environment.inventory.learnt?.legacyServices ?? {}).map(([service, { name }]) =>
      running(service, name, { desiredCount: legacyDesiredCount(environment, service) }, `${service}-legacy`),
    ),
    ...Object.entries(subjects.natGateways).flatMap(([zone, id]) => natAlarms(zone, id).map(alarm)),
    alarm({
      section: "deployments",
      subject: DEPLOYMENT_FAILED,
      what: "untold",
      group: "deployments",
      meaning: "EventBridge could not write to the topic that a deployment has failed.",
      value: {
        namespace: "AWS/Events",
        name: "FailedInvocations",
        statistic: "Sum",
        dimensions: { RuleName: physicalName(DEPLOYMENT_FAILED, env) },
      },
      periods: [1, FIVE_MINUTES],
    }),
  ];
}
