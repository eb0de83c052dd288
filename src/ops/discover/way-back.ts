import type { Environment } from "../../model/environment";
import { legacyUrl } from "../../model/move";
import type { BalancingFacts } from "./facts";

/** The hosts at which the environment's legacy services were called, as far as anybody knows. */
export function legacyHosts(environment: Environment): string[] {
  return Object.keys(environment.services).flatMap((service) => {
    const url = legacyUrl(environment, service);
    return url !== undefined && URL.canParse(url) ? [new URL(url).hostname.toLowerCase()] : [];
  });
}

/**
 * Whether a URL led to a load balancer of this region that is gone, or has no listener on its port any more. Of any other host
 * AWS tells nothing.
 */
export function isGone(
  url: string | undefined,
  { inventory: { region } }: Pick<Environment, "inventory">,
  { loadBalancers, listeners }: BalancingFacts,
): boolean {
  if (url === undefined || !URL.canParse(url)) return false;
  const { hostname, protocol, port } = new URL(url);
  // `<name>-<id>.<region>.elb.amazonaws.com` for an Application Load Balancer, `.elb.<region>.` for a network one.
  if (!hostname.endsWith(`.${region}.elb.amazonaws.com`) && !hostname.endsWith(`.elb.${region}.amazonaws.com`)) {
    return false;
  }
  const balancer = loadBalancers.find(({ DNSName }) => DNSName?.toLowerCase() === hostname);
  const called = Number(port || (protocol === "https:" ? 443 : 80));
  return !listeners.some(
    ({ LoadBalancerArn, Port }) => balancer?.LoadBalancerArn === LoadBalancerArn && Port === called,
  );
}
