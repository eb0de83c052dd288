import type { Environment, Gateway } from "./environment";
import { legacyUrl, meaningOf } from "./move";
import { callsNamespace, discoveryName } from "./service-discovery";

/** `AUTH_SERVICE_URL` for `auth` (runbook, section 7). */
export function serviceUrlVariable(service: string): string {
  return `${service.replaceAll("-", "_").toUpperCase()}_SERVICE_URL`;
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

/** The plain variables that this project sets itself, in a service or (given its environment) in the gateway. */
export function addedVariables(gatewayOf?: Environment): string[] {
  return gatewayOf === undefined
    ? ["NODE_ENV", "PORT"]
    : ["NODE_ENV", "API_GATEWAY_PORT", ...serviceUrlVariables(gatewayOf).keys()];
}
