import { credentialReason } from "../credentials";
import type { Environment } from "../environment";
import { hasLegacy, legacyRunningCount, legacyUrl, meaningOf, phaseOf, privateDesiredCount } from "../move";
import { resourceNames } from "../names";
import { addressPart } from "../phase";
import { type Problem, quote } from "../problem";
import { desiredCountProblems } from "./containers";

/** Why a URL cannot be what the gateway calls; `undefined` when it can. */
export function urlProblem(url: string): string | undefined {
  const written = /^https?:\/\/[\w.-]+(:\d+)?(\/[\w./-]*)?$/.test(url);
  return written && URL.canParse(url) && credentialReason("", url) === undefined
    ? undefined
    : "is no URL that the gateway can call: http or https, a host, maybe a port and a path, no credentials";
}

/** Whether a URL that the gateway can call is the internal load balancer's: AWS calls it by its name and an id. */
export function isLoadBalancers(url: string, environment: Pick<Environment, "name" | "services" | "names">): boolean {
  const start = `${resourceNames(environment).loadBalancer.toLowerCase()}-`;
  const labels = new URL(url).hostname.split(".");
  return labels.some((label) => label.startsWith(start) && /^[a-z0-9]+$/.test(label.slice(start.length)));
}

/** Why a URL cannot be where the gateway calls a legacy service; `undefined` when it can. */
export function legacyUrlProblem(
  url: string,
  environment: Pick<Environment, "name" | "services" | "names">,
): string | undefined {
  const problem = urlProblem(url);
  if (problem !== undefined) return `this ${problem}`;
  if (isLoadBalancers(url, environment)) return "this is the internal load balancer's, and no legacy service is there";
  // docs/platform.md, "What the images are like".
  return url.includes("onrender.com") ? "this is at onrender.com, and the gateway ignores such URLs" : undefined;
}

/** What of the facts of legacy services nobody could have found: the inventory is a file, too. */
function learntProblems(environment: Environment): Problem[] {
  return Object.entries(environment.inventory.learnt?.legacyServices ?? {}).flatMap(([name, { url, desiredCount }]) => {
    const path = `inventory.learnt.legacyServices.${name}`;
    const message = url === undefined ? undefined : legacyUrlProblem(url, environment);
    return [
      ...(message === undefined ? [] : [{ field: `${path}.url`, message }]),
      ...desiredCountProblems(desiredCount).map((problem) => ({ ...problem, field: `${path}.desiredCount` })),
    ];
  });
}

/** A legacy service's address is its service's with `_legacy` behind it. */
function addressProblems(environment: Environment): Problem[] {
  const names = Object.keys(environment.services);
  return names.flatMap((name) => {
    const twin = names.find((other) => addressPart(other) === `${addressPart(name)}_legacy`);
    if (twin === undefined || !hasLegacy(environment, name)) return [];
    const message = `Terraform would call it what it calls the legacy service of ${quote(name)}: call it something else`;
    return [{ field: `services.${twin}.name`, message }];
  });
}

/** What of the move cannot be written, since the gateway would call what does not run. */
function serviceProblems(environment: Environment, name: string): Problem[] {
  const problems: Problem[] = [];
  const service = environment.services[name];
  const say = (field: string, message: string) => problems.push({ field: `services.${name}.${field}`, message });
  if (service?.legacyUrl !== undefined) {
    const problem = legacyUrlProblem(service.legacyUrl, environment);
    if (problem !== undefined) say("legacyUrl", problem);
  }
  for (const { message } of desiredCountProblems(service?.legacyDesiredCount ?? 1)) say("legacyDesiredCount", message);

  const phase = phaseOf(environment, name);
  const meaning = meaningOf(environment, name);
  if (!hasLegacy(environment, name)) {
    if (meaning.gatewayCalls === "legacy") {
      say("phase", `${quote(phase)}: it has no legacy service that the gateway could call: give it phase 'internal'`);
    }
    return problems;
  }
  // A service on its way out is called by nobody.
  const called = meaning.gatewayCalls === "private" && service?.removal === undefined;
  if (called && privateDesiredCount(environment, name) === 0) {
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
    const found = service?.legacyDesiredCount === undefined ? "; it was found at 0" : "";
    say(
      "legacyDesiredCount",
      `0: in phase ${quote(phase)} the legacy service runs${found}: say how many tasks, or set phase 'retired'`,
    );
  }
  return problems;
}

/** How far each service has moved, and whether it can be so far. */
export function phaseProblems(environment: Environment): Problem[] {
  const problems = Object.keys(environment.services).flatMap((name) => serviceProblems(environment, name));
  problems.push(...learntProblems(environment), ...addressProblems(environment));
  if (environment.skipPhases?.reason.trim() === "") {
    problems.push({ field: "skipPhases.reason", message: "is empty: say why nobody has to look in between" });
  }
  return problems;
}
