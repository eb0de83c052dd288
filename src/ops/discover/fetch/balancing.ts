import {
  type ElasticLoadBalancingV2Client,
  paginateDescribeListeners,
  paginateDescribeLoadBalancers,
  paginateDescribeTargetGroups,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { BalancingFacts } from "../facts";
import { collect } from "../../aws/collect";

/** The most that one page holds. */
const PAGE = { pageSize: 400 };

/**
 * Lists by pages of hundreds: asking for a name that does not exist is an error, and one call for each name. Listeners are
 * those of the load balancers of these names or at these hosts.
 */
export async function fetchBalancing(
  client: ElasticLoadBalancingV2Client,
  names: readonly string[],
  hosts: readonly string[] = [],
): Promise<BalancingFacts> {
  const [loadBalancers, targetGroups] = await Promise.all([
    collect(paginateDescribeLoadBalancers({ client, ...PAGE }, {}), (page) => page.LoadBalancers),
    collect(paginateDescribeTargetGroups({ client, ...PAGE }, {}), (page) => page.TargetGroups),
  ]);
  const arns = loadBalancers
    .filter(
      ({ LoadBalancerName = "", DNSName = "" }) =>
        names.includes(LoadBalancerName) || hosts.includes(DNSName.toLowerCase()),
    )
    .flatMap(({ LoadBalancerArn }) => LoadBalancerArn ?? []);
  const listeners = await Promise.all(
    arns.map((LoadBalancerArn) =>
      collect(paginateDescribeListeners({ client, ...PAGE }, { LoadBalancerArn }), (page) => page.Listeners),
    ),
  );
  return { loadBalancers, targetGroups, listeners: listeners.flat() };
}
