/** How far a service has moved, in the order of the move. */
export const PHASES = ["legacy", "parallel", "internal", "retired"] as const;

/**
 * How far a service has moved from the legacy public service to the private one behind the internal load balancer:
 * `legacy`, nothing has; `parallel`, the private one runs beside it (docs/original-runbook.md, section 6); `internal`,
 * the gateway calls the private one and the legacy still runs, the way back (section 7); `retired`, the legacy is at 0
 * (section 8).
 */
export type Phase = (typeof PHASES)[number];

/** What a phase means: everything else follows from it. */
export interface PhaseMeaning {
  /** Whether tasks of the private service run. */
  readonly privateRuns: boolean;
  /** Which of the two the gateway calls. */
  readonly gatewayCalls: "legacy" | "private";
  /** Whether tasks of the legacy service run. */
  readonly legacyRuns: boolean;
}

/** The one table of what each phase means. Whatever the gateway calls, runs: no row may say otherwise. */
export const PHASE_MEANINGS: Readonly<Record<Phase, PhaseMeaning>> = {
  legacy: { privateRuns: false, gatewayCalls: "legacy", legacyRuns: true },
  parallel: { privateRuns: true, gatewayCalls: "legacy", legacyRuns: true },
  internal: { privateRuns: true, gatewayCalls: "private", legacyRuns: true },
  retired: { privateRuns: true, gatewayCalls: "private", legacyRuns: false },
};

/** The output of a services stack that says each service's phase, by name. */
export const PHASES_OUTPUT = "phases";

/** A service's name as it is in Terraform addresses. */
export function addressPart(service: string): string {
  return service.replaceAll("-", "_");
}

/** What a step between two neighbouring phases touches, forward or back, beside the outputs. */
interface Step {
  readonly between: readonly [Phase, Phase];
  readonly touches: (service: string) => readonly string[];
}

/** What scales a private service while it runs: a service that is parked has none of it. */
function scalingAddresses(service: string): string[] {
  const address = addressPart(service);
  return [
    `aws_appautoscaling_target.${address}`,
    ...["cpu", "memory"].map((metric) => `aws_appautoscaling_policy.${address}_${metric}`),
    ...["night", "day"].map((turn) => `aws_appautoscaling_scheduled_action.${address}_${turn}`),
  ];
}

/** What rings when a service that is to have tasks says nothing of them, and not when it is parked; there with the option. */
function runningAlarm(service: string): string {
  return `aws_cloudwatch_metric_alarm.${service}_running`;
}

/** The one table of what each step may touch: the guard refuses a step that touches anything else. */
const STEPS: readonly Step[] = [
  {
    between: ["legacy", "parallel"],
    touches: (service) => [
      `aws_ecs_service.${addressPart(service)}`,
      runningAlarm(addressPart(service)),
      ...scalingAddresses(service),
    ],
  },
  {
    between: ["parallel", "internal"],
    touches: () => ["aws_ecs_task_definition.gateway", "aws_ecs_service.gateway"],
  },
  {
    between: ["internal", "retired"],
    touches: (service) => [
      `aws_ecs_service.${addressPart(service)}_legacy`,
      runningAlarm(`${addressPart(service)}_legacy`),
    ],
  },
];

/** The addresses that a service's way from one phase to another may touch, whatever the number of steps and the direction. */
export function touchedByStep(service: string, from: Phase, to: Phase): string[] {
  const [first, last] = [PHASES.indexOf(from), PHASES.indexOf(to)].sort((a, b) => a - b) as [number, number];
  return STEPS.filter(({ between: [lower] }) => PHASES.indexOf(lower) >= first && PHASES.indexOf(lower) < last).flatMap(
    ({ touches }) => touches(service),
  );
}

const GATEWAY_SERVICE = "aws_ecs_service.gateway";

/**
 * What of a service's way to a phase comes before what, by address: what the gateway is to call is steady before the
 * gateway's new revision, and what it no longer calls goes down only after that. It holds from every other phase.
 */
export function orderOf(service: string, to: Phase): (readonly [before: string, after: string])[] {
  const own = `aws_ecs_service.${addressPart(service)}`;
  const { privateRuns, gatewayCalls, legacyRuns } = PHASE_MEANINGS[to];
  return [
    [gatewayCalls === "private" ? own : `${own}_legacy`, GATEWAY_SERVICE],
    ...(privateRuns ? [] : [[GATEWAY_SERVICE, own] as const]),
    ...(legacyRuns ? [] : [[GATEWAY_SERVICE, `${own}_legacy`] as const]),
  ];
}
