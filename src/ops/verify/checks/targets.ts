import type { TargetHealthDescription } from "@aws-sdk/client-elastic-load-balancing-v2";
import { commandsOf } from "../commands";
import { type Expected, type ExpectedService, everyService, stoppedOf } from "../expected";
import type { Facts } from "../facts";
import { type Finding, findingsOf } from "../finding";
import { ownTargets } from "./foreign-targets";
import { downSince } from "./causes";

/** Why a target gets no calls; source: Elastic Load Balancing, "Target health status" and its reason codes. */
const REASONS: Readonly<Record<string, string>> = {
  "Target.FailedHealthChecks": "health check failing: nothing answers as it should on the port",
  "Target.Timeout": "health check failing: it answers too late",
  "Target.ResponseCodeMismatch": "health check failing: it answers with an error",
  "Elb.InternalError": "the load balancer itself has a failure",
  "Elb.RegistrationInProgress": "it is being registered",
  "Elb.InitialHealthChecking": "its first health checks are running",
  "Target.NotInUse": "no listener of a load balancer uses the target group, or its zone",
};

/** Targets as a table shows them: those on their way out are none. */
export function targetCount(targets: readonly TargetHealthDescription[]): { healthy: number; total: number } {
  const staying = targets.filter(({ TargetHealth }) => TargetHealth?.State !== "draining");
  return { healthy: staying.filter(isHealthy).length, total: staying.length };
}

function isHealthy({ TargetHealth }: TargetHealthDescription): boolean {
  return TargetHealth?.State === "healthy";
}

/** Whether enough targets of each target group are healthy; one that is to have none is not looked at. */
export function targetFindings(expected: Expected, facts: Facts): Finding[] {
  return everyService(expected).flatMap((service) => ofService(expected, facts, service));
}

function ofService(expected: Expected, facts: Facts, of: ExpectedService): Finding[] {
  const { balancing, services } = facts;
  const { name, tasks, targetGroup = "" } = of;
  const targets = balancing.targets.get(targetGroup);
  if (tasks === 0 || targets === undefined) return [];
  const make = findingsOf("targets", name);
  if (!targets.known) {
    return [make.unknown("targets-unknown", "its targets", targets.failure)];
  }
  const own = ownTargets(facts, targetGroup, targets.value);
  const { healthy, total } = targetCount(own);
  const commands = commandsOf(expected);
  const group = balancing.targetGroups.known ? balancing.targetGroups.value.get(targetGroup) : undefined;
  const service = services.known ? services.value.services.get(of.service) : undefined;
  const stops = stoppedOf(of);
  const since = service && downSince(service);
  const impact = healthy > 0 ? {} : { stops, ...(since !== undefined && { since }) };
  const next = [commands.targets(group?.TargetGroupArn ?? ""), commands.logs(of.logGroup)];
  if (total === 0) {
    // A service without tasks has no targets either: that is said once.
    if ((service?.runningCount ?? 0) === 0) return [];
    const what = `target group ${targetGroup} is empty, though ${of.service} runs`;
    return [make.wrong("no-targets", { what, stops, next: [commands.events(of.service)], passes: true })];
  }
  if (healthy === total) return [];
  const ill = own.find((target) => !isHealthy(target) && target.TargetHealth?.State !== "draining");
  const { State = "unknown", Reason = "", Description } = ill?.TargetHealth ?? {};
  const why = REASONS[Reason] ?? Description ?? Reason;
  const what = `${healthy} of ${total} targets in ${targetGroup} are healthy (${ill?.Target?.Id ?? "one"} is ${State})`;
  return [make.wrong("targets-unhealthy", { what, ...(why !== "" && { why }), ...impact, next, passes: true })];
}
