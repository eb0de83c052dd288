import type { Service } from "@aws-sdk/client-ecs";
import { absence } from "../alive";
import type { Commands } from "../commands";
import { commandsOf } from "../commands";
import type { TaskRange } from "../../../model/scaling";
import { type Expected, type ExpectedService, everyService, isExpected, stoppedOf } from "../expected";
import type { Facts, ServiceFacts } from "../facts";
import { type Finding, findingsOf, type Stopped } from "../finding";
import { type Cause, causeOf, downSince, eventsSinceSteady, primary, rolledBack, shorten } from "./causes";
import { type Called, calledAt, gatewayUrls } from "./gateway";
import { mayGoBack } from "./back";

/** Whether each ECS service is there, wants as many tasks as its phase says, runs them, and has finished rolling out. */
export function serviceFindings(expected: Expected, all: Facts): Finding[] {
  const { services } = all;
  const { environment, cluster } = expected;
  const make = findingsOf("service", environment);
  if (!services.known) {
    return [make.unknown("services-unknown", "services", services.failure)];
  }
  const commands = commandsOf(expected);
  if (services.value.cluster === undefined) {
    const { words: what, found } = absence(all, "ECS cluster", cluster);
    return [make.wrong("cluster-missing", { what, stops: "gateway", passes: found?.life === "coming", ...commands.apply })]; // prettier-ignore
  }
  const checks = { expected, commands, all, facts: services.value };
  return everyService(expected).flatMap((service) => [
    ...oneService(checks, service, { ...service, isLegacy: false }),
    ...(service.legacy === undefined ? [] : oneService(checks, service, { ...service.legacy, isLegacy: true })),
  ]);
}

interface Checks {
  readonly expected: Expected;
  readonly commands: Commands;
  readonly all: Facts;
  readonly facts: ServiceFacts;
}

interface Wanted {
  readonly service: string;
  readonly tasks: number | undefined;
  readonly range?: TaskRange;
  readonly isLegacy: boolean;
}

function oneService(checks: Checks, of: ExpectedService, wanted: Wanted): Finding[] {
  const { service: name, tasks, isLegacy } = wanted;
  const make = findingsOf("service", of.name);
  const service = checks.facts.services.get(name);
  if (service === undefined) {
    if (isLegacy && tasks === 0) return []; // It may be deleted once it is retired.
    const { words: what } = absence(checks.all, "ECS service", name);
    const finding = { what, stops: stoppedBy(of, wanted), ...checks.commands.apply };
    return [tasks === 0 ? make.warning("service-missing", finding) : make.wrong("service-missing", finding)];
  }
  return [
    ...countFindings(checks, of, service, wanted),
    ...rolloutFindings(checks, of, service, stoppedBy(of, wanted)),
    ...(isLegacy ? [] : registryFindings(checks, of, service)),
  ];
}

function stoppedBy(of: ExpectedService, { isLegacy }: Wanted): Stopped {
  return isLegacy ? "legacy" : stoppedOf(of);
}

/** What does not work of a service that runs no task, and since when. */
function nothingRuns(service: Service, stops: Stopped): Pick<Finding, "stops" | "since"> {
  if ((service.runningCount ?? 0) > 0) return {};
  const since = downSince(service);
  return { stops, ...(since !== undefined && { since }) };
}

/** Which name the tasks register under only Cloud Map knows; that they register at all, ECS says. */
function registryFindings({ commands }: Checks, { name, discoveryName }: ExpectedService, service: Service): Finding[] {
  if (discoveryName === undefined || (service.serviceRegistries ?? []).length > 0) return [];
  const what = `${service.serviceName ?? ""} registers its tasks nowhere: ${discoveryName} has no address`;
  return [findingsOf("service", name).wrong("registry-missing", { what, ...commands.apply })];
}

function countFindings(checks: Checks, of: ExpectedService, service: Service, wanted: Wanted): Finding[] {
  const { commands } = checks;
  const { name, phase } = of;
  const { serviceName = "", desiredCount = 0 } = service;
  const { tasks, range, isLegacy } = wanted;
  if (tasks === undefined || isExpected(wanted, desiredCount)) return [];
  const make = findingsOf("service", name);
  const because = phase === undefined ? "the environment says" : `in phase '${phase}' the environment says`;
  const { min, max } = range ?? { min: tasks, max: tasks };
  const what = `${serviceName} is set to ${countOf(desiredCount)}, and ${because} ${min === max ? min : `${min} to ${max}`}`;
  // Unless the gateway is seen to call the other one, an apply has to point it there first, in the order that it keeps.
  const mayStop = seenCalling(checks, name) === (isLegacy ? "private" : "legacy");
  const isMore = desiredCount > max && max > 0;
  const field = isLegacy ? "legacyDesiredCount" : range === undefined ? "desiredCount" : "autoscaling";
  const keep = `If that many are needed, write it into '${field}' of ${name} in src/environments, and apply. Else:`;
  // Of a range, its upper end: fewer might be too few for what is asked of them now.
  const scale = isMore
    ? { next: [keep, commands.scale(serviceName, max)] }
    : { next: [commands.scale(serviceName, Math.max(tasks, min))] };
  const mend = tasks === 0 && !mayStop ? commands.apply : scale;
  if (desiredCount === 0) {
    return [make.wrong("desired-count", { what, ...nothingRuns(service, stoppedBy(of, wanted)), ...mend })];
  }
  // More tasks than asked for answer all the same, unless none is to run.
  return [isMore ? make.warning("desired-count", { what, ...mend }) : make.wrong("desired-count", { what, ...mend })]; // prettier-ignore
}

/** What the gateway calls of a service, by its variables and not by its phase. */
function seenCalling({ expected, all }: Checks, name: string): Called | undefined {
  return gatewayUrls(expected, all) === undefined ? undefined : calledAt(expected, all, name);
}

function countOf(tasks: number): string {
  return tasks === 1 ? "1 task" : `${tasks} tasks`;
}

function rolloutFindings(checks: Checks, of: ExpectedService, service: Service, stops: Stopped): Finding[] {
  const { serviceName = "", desiredCount = 0, runningCount = 0 } = service;
  const make = findingsOf("service", of.name);
  const { rolloutState, rolloutStateReason = "", failedTasks = 0 } = primary(service) ?? {};
  const cause = findCause(checks, of, service);
  const impact = nothingRuns(service, stops);
  const say = (what: string) => ({
    what,
    ...(cause && { why: explain(cause) }),
    ...mendOf(checks, of, service, cause),
  });
  if (rolloutState === "FAILED") {
    const why = cause === undefined ? shorten(rolloutStateReason) : explain(cause);
    const what = `the roll-out of ${serviceName} has failed: it runs ${runningCount} of ${countOf(desiredCount)}`;
    return [make.wrong("rollout-failed", { ...say(what), ...impact, ...(why !== "" && { why }) })];
  }
  const found: Finding[] = [];
  if (rolledBack(service)) {
    const what = `the last deployment of ${serviceName} failed and was rolled back: what ran before it runs again`;
    // What runs is what ran before.
    found.push(make.wrong("rolled-back", { ...say(what), next: cause?.next ?? [checks.commands.events(serviceName)] }));
  }
  const failed = failedTasks === 0 ? "" : `, ${countOf(failedTasks)} failed so far`;
  if (runningCount < desiredCount) {
    const what = `${serviceName} runs ${runningCount} of ${countOf(desiredCount)}${failed}`;
    found.push(make.wrong("too-few-tasks", { ...say(what), ...impact, passes: true }));
  } else if (rolloutState === "IN_PROGRESS") {
    found.push(make.wrong("rolling-out", { ...say(`${serviceName} is still rolling out${failed}`), passes: true }));
  } else if (cause !== undefined && found.length === 0) {
    found.push(make.warning("unsteady", say(`${serviceName} runs, but tasks of it have failed since it was steady`)));
  }
  return found;
}

function explain({ words, said }: Cause): string {
  return said === "" ? words : `${words}. ECS says: ${said}`;
}

/** What to do about a roll-out: what its cause asks for, and as long as that takes, what the service ran before. */
function mendOf(
  { expected, commands, all, facts }: Checks,
  of: ExpectedService,
  { serviceName = "" }: Service,
  cause: Cause | undefined,
): Pick<Finding, "next" | "apply"> {
  const { next, apply, isOwn } = cause ?? { next: [commands.events(serviceName)], apply: undefined, isOwn: true };
  const before = facts.earlier.get(serviceName);
  const back =
    isOwn && before?.known === true && before.value !== undefined && mayGoBack(expected, all, of, before.value)
      ? ["Until that is mended, what ran before:", commands.useRevision(serviceName, before.value)]
      : [];
  return { next: [...next, ...back], ...(apply !== undefined && { apply }) };
}

function findCause({ facts, commands }: Checks, of: ExpectedService, service: Service): Cause | undefined {
  const name = service.serviceName ?? "";
  const stopped = facts.stopped.get(name);
  const failures = (service.deployments ?? []).flatMap(({ rolloutState, rolloutStateReason = "" }) =>
    rolloutState === "FAILED" ? [rolloutStateReason] : [],
  );
  const said = [...(stopped?.known === true ? stopped.value : []), ...eventsSinceSteady(service), ...failures];
  const { repository } = of.image;
  return causeOf(said, { name: of.name, service: name, repository, logGroup: of.logGroup, commands });
}

/** For what could not be asked about tasks that stopped: the reason lacks, not the finding. */
export function stoppedUnknown(expected: Expected, { services }: Facts): Finding[] {
  if (!services.known) return [];
  const failure = [...services.value.stopped.values()].flatMap((answer) => (answer.known ? [] : [answer.failure]))[0];
  if (failure === undefined) return [];
  const make = findingsOf("service", expected.environment);
  return [make.unknown("stopped-unknown", "why tasks stopped", failure)];
}
