/** A metric that an alarm looks at or computes with; its dimensions may be values that only Terraform knows. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly statistic: "Average" | "Maximum" | "Minimum" | "Sum";
  readonly dimensions: Readonly<Record<string, string>>;
}

/** What alarms are about. */
export type AlarmGroup = "running" | "hosts" | "errors" | "utilization" | "nat" | "deployments";

/** One alarm: it rings when its value is over the threshold in every period that it looks at. */
export interface Alarm {
  /** Its name in Terraform addresses. */
  readonly address: string;
  readonly name: string;
  readonly group: AlarmGroup;
  /** Where it is on the dashboard: a service, `gateway`, `canary`, `nat` or `deployments`. */
  readonly section: string;
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
  Record<AlarmGroup, { readonly treatment: Alarm["missingData"]; readonly because: string }>
> = {
  running: {
    treatment: "breaching",
    because:
      "a service that is to have tasks and says nothing of them was deleted, or Container Insights is off; " +
      "one that may be at 0 (parked, not moved yet, stopped at night) may also say nothing, and does not ring then",
  },
  hosts: {
    treatment: "notBreaching",
    because: "a target group without targets reports nothing: its service is parked, or its running alarm rings",
  },
  errors: { treatment: "notBreaching", because: "no data is no error: AWS writes these metrics only when one happens" },
  utilization: {
    treatment: "notBreaching",
    because: "a service without tasks uses nothing; that it has none is what the running alarm says",
  },
  nat: { treatment: "notBreaching", because: "a NAT gateway that nothing goes through has nothing to report" },
  deployments: { treatment: "notBreaching", because: "EventBridge writes this metric only when it could not tell" },
};

/** One of the gateway's target groups and the application load balancer in front of it. */
export interface GatewayTarget {
  /** Whose tasks are in it, and the first part of its alarm's name. */
  readonly subject: "gateway" | "gateway-existing" | "canary";
  /** This environment's own load balancer, or one that was there before, which may have other callers' targets, too. */
  readonly behind: "entrance" | "existing";
  /** `app/<name>/<id>`. */
  readonly loadBalancer: string;
  /** `targetgroup/<name>/<id>`. */
  readonly targetGroup: string;
}

/** What the alarms of an environment look at, as CloudWatch's dimensions call it. */
export interface AlarmSubjects {
  /** The internal load balancer: `net/<name>/<id>`. */
  readonly loadBalancer: string;
  /** Its target groups by service: `targetgroup/<name>/<id>`. */
  readonly targetGroups: Readonly<Record<string, string>>;
  /** None where the gateway is called directly. */
  readonly gatewayTargets: readonly GatewayTarget[];
  /** NAT gateways by the letter of their zone. */
  readonly natGateways: Readonly<Record<string, string>>;
}

/** Whether the gateway's errors are counted in its log: an entrance counts all of them, anything else may miss some or all. */
export function countsLog({ gatewayTargets }: Pick<AlarmSubjects, "gatewayTargets">): boolean {
  return !gatewayTargets.some(({ behind }) => behind === "entrance");
}

/** A metric of the gateway's tasks behind a load balancer. */
export function targetMetric(name: string, { loadBalancer, targetGroup }: GatewayTarget): Metric {
  const dimensions = { LoadBalancer: loadBalancer, TargetGroup: targetGroup };
  return { namespace: "AWS/ApplicationELB", name, statistic: "Sum", dimensions };
}

/** The metrics of the load balancers in front of the gateway. */
export function balancerMetric(name: string, target: Pick<GatewayTarget, "loadBalancer">): Metric {
  const dimensions = { LoadBalancer: target.loadBalancer };
  return { namespace: "AWS/ApplicationELB", name, statistic: "Sum", dimensions };
}

/** The load balancers in front of the gateway, once each: the canary's target group is behind the entrance, too. */
export function gatewayBalancers(targets: readonly GatewayTarget[]): GatewayTarget[] {
  return targets.filter(
    ({ loadBalancer }, index) => targets.findIndex((other) => other.loadBalancer === loadBalancer) === index,
  );
}

/** The metrics that an alarm looks at. */
export function metricsOf({ value }: Alarm): [id: string, metric: Metric][] {
  return "expression" in value ? Object.entries(value.metrics) : [["value", value]];
}
