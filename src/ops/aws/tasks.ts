import { DescribeTasksCommand, type ECSClient, paginateListTasks, type Task } from "@aws-sdk/client-ecs";
import { collect, inParts } from "./collect";

/** A task of a cluster that runs, or is on its way there. */
export interface ClusterTask {
  readonly id: string;
  /** The ECS service that it belongs to. @default it was started by hand, or by a schedule */
  readonly ecsService?: string;
  /** When ECS was asked for it, in milliseconds since 1970; it reads its secrets after that. @default AWS does not tell */
  readonly createdAt?: number;
  /** `family:revision`. */
  readonly taskDefinition: string;
  /** Its private addresses, by which target groups know it. */
  readonly addresses: readonly string[];
}

/** The most that DescribeTasks takes, and that one page of ListTasks holds. */
const TASKS_AT_ONCE = 100;

/** Every task of a cluster that is to run: those that AWS has told to stop are none. */
export async function fetchClusterTasks(client: ECSClient, cluster: string): Promise<ClusterTask[]> {
  const arns = await collect(
    paginateListTasks({ client, pageSize: TASKS_AT_ONCE }, { cluster }),
    (page) => page.taskArns,
  );
  const pages = await Promise.all(
    inParts(arns, TASKS_AT_ONCE).map((tasks) => client.send(new DescribeTasksCommand({ cluster, tasks }))),
  );
  return pages.flatMap(({ tasks = [] }) => tasks).map(clusterTask);
}

function clusterTask({
  taskArn = "",
  group = "",
  taskDefinitionArn = "",
  createdAt,
  attachments = [],
}: Task): ClusterTask {
  const [, ecsService] = /^service:(.+)$/.exec(group) ?? [];
  return {
    id: taskArn.replace(/^.*\//, ""),
    ...(ecsService !== undefined && { ecsService }),
    ...(createdAt && { createdAt: createdAt.getTime() }),
    taskDefinition: taskDefinitionArn.replace(/^.*\//, ""),
    addresses: attachments.flatMap(({ details = [] }) =>
      details.flatMap(({ name, value }) => (name === "privateIPv4Address" && value !== undefined ? [value] : [])),
    ),
  };
}
