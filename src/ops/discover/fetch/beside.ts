import { type ECSClient, paginateListServices } from "@aws-sdk/client-ecs";
import {
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
  type TargetGroup,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { collect } from "../../aws/collect";
import { fetchClusterTasks } from "../../aws/tasks";
import type { OtherFacts } from "../facts";
import { type ContainerScope, describeServices } from "./containers";

/** The targets of target groups, by the groups' names. */
export async function fetchTargets(
  client: ElasticLoadBalancingV2Client,
  groups: readonly TargetGroup[],
): Promise<OtherFacts["targets"]> {
  const targets = groups.map(async ({ TargetGroupName = "", TargetGroupArn }) => {
    const { TargetHealthDescriptions = [] } = await client.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
    return [TargetGroupName, TargetHealthDescriptions] as const;
  });
  return new Map(await Promise.all(targets));
}

/** The most names that one page holds (ECS API reference, ListServices). */
const NAMES_A_PAGE = 100;

/** The cluster's other services, and all of its tasks. */
export async function fetchBeside(
  client: ECSClient,
  { cluster, services: ours }: Pick<ContainerScope, "cluster" | "services">,
): Promise<Pick<OtherFacts, "services" | "tasks">> {
  const names = await collect(paginateListServices({ client, pageSize: NAMES_A_PAGE }, { cluster }), (page) =>
    page.serviceArns?.map((arn) => arn.replace(/^.*\//, "")),
  );
  const [services, tasks] = await Promise.all([
    describeServices(client, cluster, names.filter((name) => !ours.includes(name))), // prettier-ignore
    fetchClusterTasks(client, cluster),
  ]);
  return { services, tasks };
}
