import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  type ECSClient,
  ListTaskDefinitionsCommand,
  ListTasksCommand,
  type Service,
  type Task,
} from "@aws-sdk/client-ecs";
import { credentialReason } from "../../../model/credentials";
import { inParts } from "../../aws/collect";
import { lifeOf } from "../life";
import type { ServiceFacts, TaskDefinitionFacts } from "../facts";
import { askEach, ifThere } from "./answer";

/** The most that DescribeServices takes. */
const SERVICES_AT_ONCE = 10;
/** Tasks that have stopped and are asked why. */
const STOPPED_TASKS = 10;

/** The services of these names in a cluster, and why tasks stopped of those that run too few. */
export async function fetchServices(
  client: ECSClient,
  cluster: string,
  names: readonly string[],
): Promise<ServiceFacts> {
  const [{ clusters: [found] = [] }, pages] = await Promise.all([
    client.send(new DescribeClustersCommand({ clusters: [cluster] })),
    ifThere(
      Promise.all(
        inParts([...new Set(names)].sort(), SERVICES_AT_ONCE).map((services) =>
          client.send(new DescribeServicesCommand({ cluster, services })),
        ),
      ),
      { ClusterNotFoundException: [] },
    ),
  ]);
  const all = pages.flatMap(({ services = [] }) => services);
  const services = new Map(all.map((service) => [service.serviceName ?? "", service]));
  const failing = all.filter((service) => isFailing(service)).map(({ serviceName = "" }) => serviceName);
  const [stopped, earlier] = await Promise.all([
    askEach(failing, (name) => fetchStopped(client, cluster, services.get(name) ?? {})),
    askEach(failing, (name) => fetchEarlier(client, services.get(name) ?? {})),
  ]);
  return { ...(found && { cluster: found }), services, stopped, earlier };
}

/** Revisions that are looked at for the one before: those that were deregistered in between are not among them. */
const REVISIONS = 10;

/** The revision before the one that a service is to run, as `family:revision`. */
async function fetchEarlier(client: ECSClient, { taskDefinition = "" }: Service): Promise<string | undefined> {
  const [, familyPrefix = "", revision = ""] = /([^/]+):(\d+)$/.exec(taskDefinition) ?? [];
  if (familyPrefix === "") return undefined;
  const { taskDefinitionArns = [] } = await client.send(
    new ListTaskDefinitionsCommand({ familyPrefix, sort: "DESC", maxResults: REVISIONS }),
  );
  const others = taskDefinitionArns.map((arn) => arn.replace(/^.*\//, ""));
  return others.find((name) => Number(/:(\d+)$/.exec(name)?.[1]) < Number(revision));
}

function isFailing({ status, desiredCount = 0, runningCount = 0, deployments = [] }: Service): boolean {
  if (lifeOf("ECS service", status) !== "alive") return false;
  return runningCount < desiredCount || deployments.some(({ failedTasks = 0 }) => failedTasks > 0);
}

/** AWS keeps a stopped task for an hour; those of earlier task definitions tell nothing about this one. */
async function fetchStopped(client: ECSClient, cluster: string, service: Service): Promise<string[]> {
  const { taskArns = [] } = await client.send(
    new ListTasksCommand({
      cluster,
      serviceName: service.serviceName,
      desiredStatus: "STOPPED",
      maxResults: STOPPED_TASKS,
    }),
  );
  if (taskArns.length === 0) return [];
  const { tasks = [] } = await client.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
  return tasks
    .filter(({ taskDefinitionArn }) => taskDefinitionArn === service.taskDefinition)
    .sort((a, b) => Number(b.stoppedAt ?? 0) - Number(a.stoppedAt ?? 0))
    .flatMap(stopReasons);
}

/** ECS stops tasks itself when it scales a service or replaces them: that is no failure. */
const MEANT = /^(Scaling activity initiated by|\(?service .*deployment|Task stopped by user)/i;

function stopReasons({ stoppedReason = "", containers = [] }: Task): string[] {
  const ofContainers = containers.flatMap(({ name = "", reason, exitCode }) => [
    ...(reason === undefined ? [] : [reason]),
    ...(exitCode === undefined || exitCode === 0 ? [] : [`Container ${name} exited with status ${exitCode}`]),
  ]);
  return [stoppedReason, ...ofContainers].filter((reason) => reason !== "" && !MEANT.test(reason));
}

/** A task definition; of its containers' variables, the values of those named, and of these no credential. */
export async function fetchTaskDefinition(
  client: ECSClient,
  taskDefinition: string,
  variables: readonly string[],
): Promise<TaskDefinitionFacts> {
  const answer = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
  const { status, executionRoleArn: executionRole, containerDefinitions = [] } = answer.taskDefinition ?? {};
  const containers = containerDefinitions.map(
    ({ name = "", image = "", portMappings = [], environment = [], secrets = [] }) => ({
      name,
      image,
      ports: portMappings.flatMap(({ containerPort }) => containerPort ?? []),
      urls: new Map(
        environment
          .filter((variable) => variables.includes(variable.name ?? ""))
          .map(({ name: key = "", value = "" }) => [
            key,
            credentialReason(key, value) === undefined ? value : undefined,
          ]),
      ),
      secrets: secrets.flatMap(({ valueFrom }) => valueFrom ?? []),
    }),
  );
  return { ...(status && { status }), ...(executionRole !== undefined && { executionRole }), containers };
}
