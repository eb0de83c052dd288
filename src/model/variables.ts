import type { Container, Environment, Gateway } from "./environment";
import { legacyUrl, meaningOf } from "./move";
import { fromRunningNames, type LearntVariables } from "./plain-value";
import { callsNamespace, discoveryName } from "./service-discovery";

function variableOf(service: string, what: "URL" | "PORT"): string {
  return `${service.replaceAll("-", "_").toUpperCase()}_SERVICE_${what}`;
}

/** `AUTH_SERVICE_URL` for `auth` (docs/original-runbook.md, section 7). */
export function serviceUrlVariable(service: string): string {
  return variableOf(service, "URL");
}

/**
 * `USER_SERVICE_PORT` for `user`: images read it before `PORT`, or `PORT` only, by their age (docs/platform.md, "What
 * the images are like").
 */
export function servicePortVariable(service: string): string {
  return variableOf(service, "PORT");
}

/** The gateway's URL variables, each with the service it points at: one per service that stays, and the aliases of no such service. */
export function serviceUrlVariables({
  services,
  gateway,
}: {
  readonly services: Environment["services"];
  readonly gateway: Pick<Gateway, "urlAliases">;
}): ReadonlyMap<string, string> {
  const aliases = Object.entries(gateway.urlAliases ?? {});
  const called = Object.entries(services).filter(([, { removal }]) => removal === undefined);
  const pairs = [...aliases, ...called.map(([service]) => [service, service] as const)];
  return new Map(pairs.map(([name, service]) => [serviceUrlVariable(name), service]));
}

/** Where the gateway calls a private service by its name in the namespace; `undefined` where it calls the load balancer. */
export function namespaceUrl(environment: Environment, service: string): string | undefined {
  const { serviceDiscovery, services } = environment;
  if (serviceDiscovery === undefined || !callsNamespace(environment)) return undefined;
  return `http://${discoveryName(service, serviceDiscovery.namespace)}:${services[service]?.port ?? ""}`;
}

/** What the gateway's URL variables say: each service's legacy URL, or its port at the load balancer, as its phase wants it. */
export function serviceUrls(environment: Environment, loadBalancerDnsName: string): Record<string, string> {
  const urls = [...serviceUrlVariables(environment)].map(([variable, service]) => {
    const port = environment.services[service]?.port ?? "";
    if (meaningOf(environment, service).gatewayCalls === "private") {
      const own = namespaceUrl(environment, service);
      if (own !== undefined) return [variable, own];
      return [variable, `http://${loadBalancerDnsName}:${port}`];
    }
    // Before it is discovered nobody knows where the legacy is; the guard refuses a plan with this in it.
    return [variable, legacyUrl(environment, service) ?? `http://${service}.not-discovered.invalid:${port}`];
  });
  return Object.fromEntries(urls) as Record<string, string>;
}

/** A service of the environment, or its gateway. */
export function containerOf({ services, gateway }: Pick<Environment, "services" | "gateway">, name: string): Container {
  const found = name === "gateway" ? gateway : services[name];
  if (found === undefined) throw new Error(`The environment has no service ${name}`);
  return found;
}

/** The variables that this project sets itself in a service or, as `gateway`, in the gateway. */
function ownVariables(environment: Environment, name: string, loadBalancerDnsName: string): Record<string, string> {
  const port = String(containerOf(environment, name).port);
  return {
    NODE_ENV: "production",
    ...(name === "gateway"
      ? { API_GATEWAY_PORT: port, ...serviceUrls(environment, loadBalancerDnsName) }
      : { PORT: port, [servicePortVariable(name)]: port }),
  };
}

/** The names of the variables that this project sets itself in a service or, as `gateway`, in the gateway. */
export function addedVariables(environment: Environment, name: string): string[] {
  return Object.keys(ownVariables(environment, name, ""));
}

/** What stands for a value that discovery has not learnt yet; the guard refuses a plan with it in it. */
const NOT_DISCOVERED = "not-discovered";

/**
 * Every plain variable of a service's container or, as `gateway`, of the gateway's and its canary's: the one place where
 * they are worked out.
 */
export function plainVariables(
  environment: Environment,
  name: string,
  loadBalancerDnsName: string,
): Record<string, string> {
  const learnt = learntVariables(environment, name);
  const given = Object.entries(containerOf(environment, name).environment).flatMap(([variable, value]) => {
    if (typeof value === "string") return [[variable, value]];
    if (learnt.unset.includes(variable)) return [];
    return [[variable, Object.hasOwn(learnt.set, variable) ? learnt.set[variable] : NOT_DISCOVERED]];
  });
  return {
    ...(Object.fromEntries(given) as Record<string, string>),
    ...ownVariables(environment, name, loadBalancerDnsName),
  };
}

/** The names of a container's variables that are to be as they run, where nobody has learnt yet how they run. */
export function unlearntVariables(environment: Environment, name: string): string[] {
  const { set, unset } = learntVariables(environment, name);
  const names = fromRunningNames(containerOf(environment, name).environment);
  return names.filter((variable) => !Object.hasOwn(set, variable) && !unset.includes(variable));
}

/** What was learnt of a container's variables: nothing, where it was not discovered. */
export function learntVariables({ inventory }: Pick<Environment, "inventory">, name: string): LearntVariables {
  const learnt = inventory.learnt?.variables ?? {};
  return (Object.hasOwn(learnt, name) ? learnt[name] : undefined) ?? { set: {}, unset: [] };
}
