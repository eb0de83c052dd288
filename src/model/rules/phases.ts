import type { Environment } from "../environment";
import { hasLegacy, legacyRunningCount, legacyUrl, meaningOf, phaseOf, privateDesiredCount } from "../move";
import { type Problem, quote } from "../problem";
import { desiredCountProblems } from "./containers";

/** Why a URL cannot be what the gateway calls; `undefined` when it can. */
export function urlProblem(url: string): string | undefined {
  return /^https?:\/\/[\w.-]+(:\d+)?(\/[\w./-]*)?$/.test(url)
    ? undefined
    : "is no URL that the gateway can call: http or https, a host, maybe a port and a path, no credentials";
}

/** What of the move cannot be written, since the gateway would call what does not run. */
function serviceProblems(environment: Environment, name: string): Problem[] {
  const problems: Problem[] = [];
  const service = environment.services[name];
  const say = (field: string, message: string) => problems.push({ field: `services.${name}.${field}`, message });
  if (service?.legacyUrl !== undefined) {
    const problem = urlProblem(service.legacyUrl);
    if (problem !== undefined) say("legacyUrl", `this ${problem}`);
  }
  for (const { message } of desiredCountProblems(service?.legacyDesiredCount ?? 1)) say("legacyDesiredCount", message);

  const phase = phaseOf(environment, name);
  const meaning = meaningOf(environment, name);
  if (!hasLegacy(environment, name)) {
    if (meaning.gatewayCalls === "legacy") {
      say("phase", `${quote(phase)}: it has no legacy service that the gateway could call; leave 'phase' out`);
    }
    return problems;
  }
  if (meaning.gatewayCalls === "private" && privateDesiredCount(environment, name) === 0) {
    say("desiredCount", `0: in phase ${quote(phase)} the gateway calls it, so it must run`);
  }
  // Before it is discovered, nobody knows what its legacy service is like.
  if (environment.inventory.learnt === undefined) return problems;
  if (meaning.gatewayCalls === "legacy" && legacyUrl(environment, name) === undefined) {
    say(
      "legacyUrl",
      `in phase ${quote(phase)} the gateway calls the legacy service, and was not found to: give its public URL, or set phase 'internal'`,
    );
  }
  if (meaning.legacyRuns && legacyRunningCount(environment, name) === 0) {
    say(
      "legacyDesiredCount",
      `0: in phase ${quote(phase)} the legacy service runs; it was found at 0: say how many tasks, or set phase 'retired'`,
    );
  }
  return problems;
}

/** How far each service has moved, and whether it can be so far. */
export function phaseProblems(environment: Environment): Problem[] {
  const problems = Object.keys(environment.services).flatMap((name) => serviceProblems(environment, name));
  if (environment.skipPhases?.reason.trim() === "") {
    problems.push({ field: "skipPhases.reason", message: "is empty: say why nobody has to look in between" });
  }
  return problems;
}
