import type { ScalableTarget } from "@aws-sdk/client-application-auto-scaling";
import { commandsOf } from "../commands";
import { type Expected, type ExpectedTasks, everyService } from "../expected";
import type { Facts } from "../facts";
import { type Finding, findingsOf } from "../finding";

/**
 * Whether Application Auto Scaling changes the number of tasks where it is to, and nowhere else. A target that was made by hand,
 * or that the environment no longer asks for, raises a service again that is parked or retired.
 */
export function scalingFindings(expected: Expected, { scalableTargets, services }: Facts): Finding[] {
  if (!scalableTargets.known) {
    const make = findingsOf("service", expected.environment);
    return [make.unknown("scaling-unknown", "the scalable targets", scalableTargets.failure)];
  }
  const targets = scalableTargets.value;
  return everyService(expected).flatMap((of) =>
    [of, ...(of.legacy === undefined ? [] : [of.legacy])].flatMap((one) =>
      // That a service is not there is said by its own check.
      services.known && !services.value.services.has(one.service)
        ? []
        : ofService(expected, of.name, one, targets.get(one.service)),
    ),
  );
}

function ofService(
  expected: Expected,
  name: string,
  { service, tasks, range }: ExpectedTasks,
  target: ScalableTarget | undefined,
): Finding[] {
  const make = findingsOf("service", name);
  const commands = commandsOf(expected);
  if (range !== undefined) {
    if (target !== undefined) return [];
    const what = `${service} has no scalable target: its number of tasks follows nothing`;
    return [make.wrong("scaling-missing", { what, ...commands.apply })];
  }
  if (target === undefined || isSuspended(target)) return [];
  const { MinCapacity: min = 0, MaxCapacity: max = 0 } = target;
  if (tasks === 0 && max > 0) {
    const what = `${service} is to run no task, and Application Auto Scaling may start ${min} to ${max} of it`;
    // Terraform's own goes with an apply too; one that was made by hand does not.
    return [make.wrong("scaled-all-the-same", { what, next: [commands.deregisterTarget(service)], ...commands.apply })];
  }
  const what = `Application Auto Scaling keeps ${service} between ${min} and ${max} tasks, and the environment says nothing of it`;
  // What Terraform made an apply takes away; what was made by hand it leaves.
  const next = [
    "If somebody has made it by hand, write it into 'autoscaling' of the service (docs/options/scaling.md), or take it away:",
    commands.deregisterTarget(service),
  ];
  return [make.warning("scaled-all-the-same", { what, next, ...commands.apply })];
}

/** Suspended in every way, it changes nothing. */
function isSuspended({ SuspendedState: suspended = {} }: ScalableTarget): boolean {
  const { DynamicScalingInSuspended, DynamicScalingOutSuspended, ScheduledScalingSuspended } = suspended;
  return [DynamicScalingInSuspended, DynamicScalingOutSuspended, ScheduledScalingSuspended].every(
    (one) => one === true,
  );
}
