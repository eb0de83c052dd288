import type { Service } from "@aws-sdk/client-ecs";
import { type Expected, type ExpectedService, type ExpectedTasks, everyService, isExpected } from "./expected";
import type { Facts } from "./facts";
import type { Check, Finding } from "./finding";
import { primary } from "./checks/causes";
import { egressAddresses, shutIn } from "./checks/egress";
import { calledAt, gatewayUrls } from "./checks/gateway";
import { logAge } from "./checks/logs";
import { isPending } from "./checks/pending";
import { foreignIn, ownTargets } from "./checks/foreign-targets";
import { targetCount } from "./checks/targets";

/** How something stands, for its colour. */
export type Standing = "good" | "wrong" | "warning" | "unknown" | "idle";

/** One cell of the table, or one line below it. */
export interface Cell {
  readonly text: string;
  readonly standing: Standing;
}

/** One service, or the gateway, as a row. */
export interface Row {
  readonly name: string;
  readonly phase: string;
  /** Running of desired tasks, as ECS counts them. */
  readonly tasks: Cell;
  readonly legacy: Cell;
  readonly rollout: Cell;
  /** Healthy of registered targets. */
  readonly targets: Cell;
  readonly chain: Cell;
  /** How long ago the newest log entry came. */
  readonly logs: Cell;
}

/** What a person sees at a glance. */
export interface Picture {
  readonly rows: readonly Row[];
  /** What is not one service's: by title. */
  readonly lines: readonly (Cell & { readonly title: string })[];
}

const NOTHING: Cell = { text: "–", standing: "idle" };
const UNKNOWN: Cell = { text: "?", standing: "unknown" };

/** Draws the picture: every cell takes its colour from the findings of its check. */
export function pictureOf(expected: Expected, facts: Facts, findings: readonly Finding[]): Picture {
  const rows = everyService(expected).map((of) => rowOf(expected, facts, findings, of));
  return { rows, lines: linesOf(expected, facts, findings) };
}

function standingOf(findings: readonly Finding[], check: Check, subject?: string): Standing {
  const own = findings.filter((one) => one.check === check && (subject === undefined || one.subject === subject));
  for (const severity of ["wrong", "unknown", "warning"] as const) {
    if (own.some((one) => one.severity === severity)) return severity;
  }
  return "good";
}

function rowOf(expected: Expected, facts: Facts, findings: readonly Finding[], of: ExpectedService): Row {
  const { name, phase = "" } = of;
  const standing = (check: Check) => standingOf(findings, check, name);
  return {
    name,
    phase,
    tasks: tasksCell(facts, of),
    legacy: of.legacy === undefined ? NOTHING : tasksCell(facts, of.legacy),
    rollout: rolloutCell(facts, of),
    targets: targetsCell(facts, of, standing("targets")),
    chain: chainCell(expected, facts, findings, of),
    logs: logsCell(facts, of, standing("logs")),
  };
}

function serviceOf({ services }: Facts, name: string): Service | undefined {
  return services.known ? services.value.services.get(name) : undefined;
}

function tasksCell(facts: Facts, expected: ExpectedTasks): Cell {
  const { service: name, tasks } = expected;
  if (!facts.services.known) return UNKNOWN;
  const service = serviceOf(facts, name);
  if (service === undefined) return { text: "missing", standing: tasks === 0 ? "idle" : "wrong" };
  const { runningCount = 0, desiredCount = 0 } = service;
  const right = runningCount >= desiredCount && isExpected(expected, desiredCount);
  const idle = desiredCount === 0 && runningCount === 0 ? "idle" : "good";
  return { text: `${runningCount}/${desiredCount}`, standing: right ? idle : "wrong" };
}

const ROLLOUTS: Readonly<Record<string, Cell>> = {
  COMPLETED: { text: "completed", standing: "good" },
  IN_PROGRESS: { text: "in progress", standing: "warning" },
  FAILED: { text: "failed", standing: "wrong" },
};

/** The private service's roll-out and the legacy's: the one of the two that stands worse. */
function rolloutCell(facts: Facts, { service, legacy }: ExpectedService): Cell {
  if (!facts.services.known) return UNKNOWN;
  const states = [service, legacy?.service ?? ""].flatMap((name) => {
    const found = serviceOf(facts, name);
    return found === undefined ? [] : [primary(found)?.rolloutState ?? "COMPLETED"];
  });
  const worst = (["FAILED", "IN_PROGRESS", "COMPLETED"] as const).find((state) => states.includes(state));
  return ROLLOUTS[worst ?? ""] ?? NOTHING;
}

function targetsCell(facts: Facts, { targetGroup, tasks }: ExpectedService, standing: Standing): Cell {
  const { balancing } = facts;
  if (targetGroup === undefined) return NOTHING;
  const targets = balancing.targets.get(targetGroup);
  if (!balancing.targetGroups.known || targets?.known === false) return UNKNOWN;
  if (targets === undefined) return { text: "missing", standing: tasks > 0 ? "wrong" : "idle" };
  const { healthy, total } = targetCount(ownTargets(facts, targetGroup, targets.value));
  const others = foreignIn(facts, targetGroup).length;
  const none = total === 0 ? (tasks > 0 ? "wrong" : "idle") : standing;
  return { text: `${healthy}/${total}${others === 0 ? "" : `, ${others} not ours`}`, standing: none };
}

function chainCell(
  { environment }: Expected,
  facts: Facts,
  findings: readonly Finding[],
  { name, service }: ExpectedService,
): Cell {
  if (!facts.services.known) return UNKNOWN;
  // Nothing leads to what is not there.
  if (serviceOf(facts, service) === undefined) return NOTHING;
  const own = standingOf(findings, "chain", name);
  // What there is only one of is said of the environment, and breaks every service's chain; not the gateway's.
  const shared = ["gateway", "canary"].includes(name) ? "good" : standingOf(findings, "chain", environment);
  const standing = [own, shared].includes("wrong") ? "wrong" : own === "good" ? shared : own;
  const texts: Record<Standing, string> = { good: "complete", wrong: "broken", warning: "not yet", unknown: "?", idle: "–" }; // prettier-ignore
  return { text: texts[standing], standing };
}

function logsCell({ logs, at }: Facts, { logGroup }: ExpectedService, standing: Standing): Cell {
  const answer = logs.get(logGroup);
  if (answer?.known !== true) return UNKNOWN;
  if (!answer.value.there) return { text: "missing", standing };
  if (answer.value.newest === undefined) return { text: "silent", standing: standing === "good" ? "idle" : standing };
  return { text: `${age(logAge(answer.value.newest, at))} ago`, standing };
}

/** Minutes as people say them. */
export function age(minutes: number): string {
  if (minutes < 1) return "<1 min";
  if (minutes < 120) return `${minutes} min`;
  return minutes < 2880 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} days`;
}

function linesOf(expected: Expected, facts: Facts, findings: readonly Finding[]): Picture["lines"] {
  // What is not known is not good, whatever was found besides.
  const line = (title: string, check: Check, text: string | undefined) => {
    const found = standingOf(findings, check);
    const standing = text === undefined && found === "good" ? "unknown" : found;
    return { title, text: standing === "unknown" ? "could not be found out" : (text ?? "not known"), standing };
  };
  const http = (facts.gateway ?? []).map(({ path, status, seconds, problem }) =>
    problem === undefined ? `${path} ${status ?? ""} in ${Math.round(seconds * 1000)} ms` : `${path} no answer`,
  );
  return [
    { title: "account", text: expected.account, standing: "good" },
    line("NAT", "egress", egressText(expected, facts, findings)),
    line("parameters", "parameters", parametersText(expected, facts)),
    line("images", "images", imagesText(facts)),
    line("gateway calls", "gateway", callsText(expected, facts)),
    ...(http.length === 0 ? [] : [line("over HTTP", "http", http.join(", "))]),
  ];
}

function egressText(
  { nat, natEips, atlas: { kind } }: Expected,
  { egress }: Facts,
  findings: readonly Finding[],
): string | undefined {
  if (!egress.known) return undefined;
  if (egress.value.subnets.length === 0) return "there is no network";
  if (nat === "none") return `none (Atlas is reached by ${kind})`;
  const addresses = egressAddresses(egress.value);
  const without = shutIn(egress.value);
  if (without.length === egress.value.subnets.length) return "no way out";
  const is = addresses.join(", ");
  if (findings.some(({ check, code }) => check === "egress" && code === "network-acl")) {
    return `${is}, but a network ACL shuts the way there`;
  }
  if (without.length > 0) return `${is}, but no way out of ${without.join(", ")}`;
  if (kind !== "nat-allowlist") return `${is} (Atlas is reached by ${kind})`;
  if (natEips.length === 0) return `${is} (let it in at Atlas)`;
  const isAllowed = addresses.every((address) => natEips.includes(address));
  return isAllowed ? `${is}, as allowlisted` : `${is}, but ${natEips.join(", ")} is allowlisted`;
}

function parametersText({ parameters, managedSecrets }: Expected, facts: Facts): string | undefined {
  if (!facts.parameters.known) return undefined;
  const found = facts.parameters.value;
  const isSet = (name: string) => found.has(name) && !isPending(found.get(name));
  const managed = managedSecrets.filter(({ name }) => {
    const fact = facts.managedSecrets.get(name);
    return fact?.known === true && fact.value.state === "set";
  });
  const set = parameters.filter(({ name }) => isSet(name)).length + managed.length;
  return `${set} of ${parameters.length + managedSecrets.length} set`;
}

function imagesText({ images }: Facts): string {
  const known = [...images.values()].flatMap((answer) => (answer.known ? [answer.value] : []));
  return `${known.filter((image) => "digest" in image).length} of ${images.size} in ECR`;
}

function callsText(expected: Expected, facts: Facts): string | undefined {
  if (gatewayUrls(expected, facts) === undefined) return undefined;
  const called = expected.services.map(({ name }) => calledAt(expected, facts, name));
  const counts = ["private", "legacy", "elsewhere"].map((kind) => [kind, called.filter((one) => one === kind).length] as const); // prettier-ignore
  return counts.flatMap(([kind, count]) => (count === 0 ? [] : [`${count} ${kind}`])).join(", ");
}
