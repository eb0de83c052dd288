import type { Environment } from "../environment";
import type { Problem } from "../problem";

/** Cloud Map is typed and not built: an environment that asks for it would not get it. */
export function serviceDiscoveryProblems({ serviceDiscovery }: Environment): Problem[] {
  if (serviceDiscovery === undefined) return [];
  const message = "is not built yet: leave it out; the gateway finds services through the load balancer";
  return [{ field: "serviceDiscovery", message }];
}
