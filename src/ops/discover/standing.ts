import type { Environment } from "../../model/environment";
import { hasLegacy, legacyUrl, noWayBack, phaseOf } from "../../model/move";
import { resourceNames } from "../../model/names";
import { type Phase, PHASE_MEANINGS } from "../../model/phase";
import { quote } from "../../model/problem";
import { isLoadBalancers, legacyUrlProblem, phaseProblems, urlProblem } from "../../model/rules/phases";
import { namespaceUrl, serviceUrlVariable } from "../../model/variables";
import type { Facts } from "./facts";
import type { Unsettled } from "./problems";
import { isGone } from "./way-back";

/** Where a service stands in the move, by what the gateway really calls and what runs. */
export interface Standing {
  readonly service: string;
  /** What the running gateway calls; `neither` where that is no URL of either. */
  readonly calls: "legacy" | "private" | "neither";
  /** What its variable says, in words. */
  readonly says: string;
  /** The phase that matches. @default none does */
  readonly phase?: Phase;
  /** The phase that the environment says. */
  readonly written: Phase;
  /** Where the gateway would call the legacy service again. @default it calls it now, or there is no way back */
  readonly wayBack?: string;
  /** Why `internal` to `parallel` is impossible. @default it is possible, or there never was anything to move */
  readonly noWayBack?: string;
}

/**
 * Where every service that moves stands; none where no gateway runs that could tell.
 *
 * @param environment with what was learnt in its inventory
 */
export function standings(environment: Environment, facts: Pick<Facts, "containers" | "balancing">): Standing[] {
  const gateway = facts.containers.tasks.find(({ service }) => service === "gateway");
  if (gateway === undefined) return [];
  const variables = new Map(gateway.variables.map((variable) => [variable.name, variable]));
  const moving = Object.keys(environment.services).filter(
    (service) => hasLegacy(environment, service) || environment.names?.services?.[service]?.legacyService !== undefined,
  );
  return moving.map((service) => {
    const variable = variables.get(serviceUrlVariable(service));
    const called = calledBy(environment, service, variable);
    const phase = phaseFound(environment, service, called.calls, facts);
    const back = called.calls === "legacy" ? undefined : legacyUrl(environment, service);
    const reason =
      called.calls === "legacy"
        ? undefined
        : (noWayBack(environment, service) ??
          (isGone(back, environment, facts.balancing) ? `no load balancer listens at ${back ?? ""}` : undefined));
    return {
      service,
      ...called,
      ...(phase !== undefined && { phase }),
      written: phaseOf(environment, service),
      ...(reason !== undefined && { noWayBack: reason }),
      ...(reason === undefined && back !== undefined && { wayBack: back }),
    };
  });
}

function calledBy(
  environment: Environment,
  service: string,
  variable: { readonly name: string; readonly value?: string } | undefined,
): Pick<Standing, "calls" | "says"> {
  const neither = (says: string) => ({ calls: "neither" as const, says });
  const name = serviceUrlVariable(service);
  if (variable === undefined) return neither(`${name} is not set`);
  const { value } = variable;
  if (value === undefined) return neither(`${name} looks like a credential, and is not shown`);
  const says = quote(value);
  if (value === namespaceUrl(environment, service)) return { calls: "private", says };
  if (urlProblem(value) === undefined && isLoadBalancers(value, environment)) {
    const { port } = new URL(value);
    if (port === String(environment.services[service]?.port)) return { calls: "private", says };
    return neither(`${name} is ${says}, which is another service's port`);
  }
  const problem = legacyUrlProblem(value, environment);
  return problem === undefined ? { calls: "legacy", says } : neither(`${name} is ${says}: ${problem}`);
}

function phaseFound(
  environment: Environment,
  service: string,
  calls: Standing["calls"],
  { containers }: Pick<Facts, "containers">,
): Phase | undefined {
  const tasksOf = (ecsService: string | undefined) =>
    containers.services.find(({ serviceName }) => serviceName === ecsService)?.desiredCount;
  const legacy = tasksOf(environment.names?.services?.[service]?.legacyService);
  if (calls === "legacy") {
    return (tasksOf(resourceNames(environment).services[service]?.service) ?? 0) > 0 ? "parallel" : "legacy";
  }
  if (calls === "neither") return undefined;
  return legacy === 0 ? "retired" : "internal";
}

/** The phase of each service in which the environment can be written: as it says, or as it was found where that cannot be. */
export function possiblePhases(environment: Environment, found: readonly Standing[]): Record<string, Phase> {
  const refused = refusals(environment);
  return Object.fromEntries(
    Object.keys(environment.services).map((service) => {
      const phase = found.find((standing) => standing.service === service)?.phase;
      return [service, refused.has(service) && phase !== undefined ? phase : phaseOf(environment, service)];
    }),
  );
}

/** What the rules have against the phase of each service, by service. */
function refusals(environment: Environment): ReadonlyMap<string, string> {
  const problems = phaseProblems(environment).flatMap(({ field, message }) => {
    const [, service = "", at = ""] = /^services\.([^.]+)\.(.*)$/.exec(field) ?? [];
    return at === "" ? [] : [[service, `${at}: ${message}`] as const];
  });
  return new Map(problems);
}

/**
 * Phases that cannot be written, and of a gateway that is still to be adopted those that would move it: adopting changes
 * neither what it calls nor what runs of the legacy services.
 *
 * @param stack the services stack; `adopted` once Terraform manages the gateway
 */
export function standingProblems(
  environment: Environment,
  found: readonly Standing[],
  { stack, adopted }: { readonly stack: string; readonly adopted: boolean },
): Unsettled[] {
  const refused = refusals(environment);
  const services = new Map<string, string[]>();
  for (const { service, phase, written, calls } of found) {
    if (phase === undefined || phase === written) continue;
    const [is, will] = [PHASE_MEANINGS[phase], PHASE_MEANINGS[written]];
    const moves = is.gatewayCalls !== will.gatewayCalls || is.legacyRuns !== will.legacyRuns;
    const reason = refused.get(service);
    if (reason === undefined && (adopted || !moves)) continue;
    const why = reason ?? "adopting it would move it: adopt it as it stands, and move it after";
    const message =
      `${quote(written)} is written, and the gateway calls the ${calls} one: ${why}. ` +
      `Set the phase to ${quote(phase)} in src/environments/${environment.name}.ts.`;
    services.set(message, [...(services.get(message) ?? []), service]);
  }
  return [...services].map(([message, names]) => ({
    stack,
    address: "aws_ecs_service.gateway",
    message: `${names.join(", ")}: ${message}`,
  }));
}
