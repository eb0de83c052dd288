// Names of services in AWS Cloud Map's private DNS, and who calls them by these.
import type { Environment } from "./environment";

/** Seconds that a resolver may keep a task's address. New connections go to a stopped task for as long at most. */
export const RECORD_TTL = 10;

/** The output that says where the gateway calls private services: the guard reads from it what an apply would cut off. */
export const GATEWAY_CALLS_OUTPUT = "gateway_calls";

/** Whether the gateway calls private services by their names in the namespace, past the load balancer. */
export function callsNamespace({ serviceDiscovery }: Pick<Environment, "serviceDiscovery">): boolean {
  return serviceDiscovery?.gatewayCalls === "namespace";
}

/** A service's name in the namespace, as its tasks are called. */
export function discoveryName(service: string, namespace: string): string {
  return `${service}.${namespace}`;
}
