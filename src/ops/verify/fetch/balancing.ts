import {
  DescribeLoadBalancersCommand,
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
  paginateDescribeListeners,
  paginateDescribeRules,
  paginateDescribeTargetGroups,
  type TargetGroup,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { collect } from "../../aws/collect";
import { ENTRANCE_PORTS } from "../../../model/entrance";
import type { BalancingFacts, EntranceFacts } from "../facts";
import { ask, askEach, ifThere } from "./answer";

/** The most that one page holds. */
const PAGE = { pageSize: 400 };

/** The internal load balancer and the public one with their listeners, and the target groups of these names with their targets' health. */
export async function fetchBalancing(
  client: ElasticLoadBalancingV2Client,
  { loadBalancer, entrance }: { readonly loadBalancer: string; readonly entrance?: string | undefined },
  names: readonly string[],
): Promise<BalancingFacts> {
  const groups = async () => {
    const targetGroups = await ask(() => fetchTargetGroups(client, names));
    const found = targetGroups.known ? targetGroups.value : new Map<string, TargetGroup>();
    const targets = await askEach(found.keys(), async (name) => {
      const TargetGroupArn = found.get(name)?.TargetGroupArn;
      return (await client.send(new DescribeTargetHealthCommand({ TargetGroupArn }))).TargetHealthDescriptions ?? [];
    });
    return { targetGroups, targets };
  };
  const [balancer, ofEntrance, ofGroups] = await Promise.all([
    ask(() => fetchLoadBalancer(client, loadBalancer)),
    entrance === undefined ? undefined : ask(() => fetchEntrance(client, entrance)),
    groups(),
  ]);
  return { loadBalancer: balancer, ...(ofEntrance && { entrance: ofEntrance }), ...ofGroups };
}

async function fetchLoadBalancer(client: ElasticLoadBalancingV2Client, name: string) {
  const answer = await ifThere(client.send(new DescribeLoadBalancersCommand({ Names: [name] })), {
    LoadBalancerNotFoundException: undefined,
  });
  const balancer = answer?.LoadBalancers?.[0];
  if (balancer === undefined) return undefined;
  const { LoadBalancerArn } = balancer;
  const pages = paginateDescribeListeners({ client, ...PAGE }, { LoadBalancerArn });
  return { balancer, listeners: await collect(pages, (page) => page.Listeners) };
}

async function fetchEntrance(client: ElasticLoadBalancingV2Client, name: string): Promise<EntranceFacts | undefined> {
  const found = await fetchLoadBalancer(client, name);
  if (found === undefined) return undefined;
  const { ListenerArn } = found.listeners.find(({ Port }) => Port === ENTRANCE_PORTS.https) ?? {};
  if (ListenerArn === undefined) return { ...found, rules: [] };
  const pages = paginateDescribeRules({ client, ...PAGE }, { ListenerArn });
  return { ...found, rules: await collect(pages, (page) => page.Rules) };
}

/** Lists them all: asked for by name, one that lacks would hide the others. */
async function fetchTargetGroups(client: ElasticLoadBalancingV2Client, names: readonly string[]) {
  const all = await collect(paginateDescribeTargetGroups({ client, ...PAGE }, {}), (page) => page.TargetGroups);
  const wanted = all.filter(({ TargetGroupName = "" }) => names.includes(TargetGroupName));
  return new Map(wanted.map((group) => [group.TargetGroupName ?? "", group]));
}
