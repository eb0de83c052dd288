import type { Environment, Gateway } from "./environment";
import { legacyUrl, meaningOf } from "./move";

/** `AUTH_SERVICE_URL` for `auth` (runbook, section 7). */
export function serviceUrlVariable(service: string): string {
  return `${service.replaceAll("-", "_").toUpperCase()}_SERVICE_URL`;
}

/** The gateway's URL variables, each with the service it points at: one per service, and the aliases of no service. */
export function serviceUrlVariables({
  services,
  gateway,
}: {
  readonly services: Environment["services"];
  readonly gateway: Pick<Gateway, "urlAliases">;
}): ReadonlyMap<string, string> {
  const aliases = Object.entries(gateway.urlAliases ?? {});
  const pairs = [...aliases, ...Object.keys(services).map((service) => [service, service] as const)];
  return new Map(pairs.map(([name, service]) => [serviceUrlVariable(name), service]));
}

/** What the gateway's URL variables say: each service's legacy URL, or its port at the load balancer, as its phase wants it. */
export function serviceUrls(environment: Environment, loadBalancerDnsName: string): Record<string, string> {
  const urls = [...serviceUrlVariables(environment)].map(([variable, service]) => {
    const port = environment.services[service]?.port ?? "";
    if (meaningOf(environment, service).gatewayCalls === "private") {
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
