import { DescribeClustersCommand, DescribeServicesCommand, type ECSClient, type Service } from "@aws-sdk/client-ecs";
import { credentialReason, showName } from "../../../model/credentials";
import type { ContainerFacts, RunningDefinition, RunningTask, RunningVariable } from "../facts";
import { inParts } from "../../aws/collect";
import { DefinitionReader } from "./definitions";

/** What to look for in ECS. */
export interface ContainerScope {
  readonly cluster: string;
  readonly services: readonly string[];
  /** The ECS services whose task definitions are compared, by service of the environment; of variables, the first that runs. */
  readonly runs: ReadonlyMap<string, readonly string[]>;
  /** Which of all these are the public ones from before the move. */
  readonly legacy: readonly string[];
  /** Names of variables whose values are secrets, whatever they look like. */
  readonly secrets: readonly string[];
}

/** The most that DescribeServices takes. */
const SERVICES_AT_ONCE = 10;

/** The cluster, the services looked for in it, and what they run. */
export interface FetchedContainers extends ContainerFacts {
  readonly definitions: readonly RunningDefinition[];
}

/** Asks for services by name: a cluster may hold hundreds of others. */
export async function fetchContainers(client: ECSClient, scope: ContainerScope): Promise<FetchedContainers> {
  const { clusters: found = [] } = await client.send(new DescribeClustersCommand({ clusters: [scope.cluster] }));
  const clusters = found.filter(({ status }) => status === "ACTIVE");
  if (clusters.length === 0) return { clusters, services: [], draining: [], tasks: [], definitions: [] };
  const all = await describeServices(client, scope.cluster, scope.services);
  const services = all.filter(({ status }) => status === "ACTIVE");
  const draining = all.filter(({ status }) => status === "DRAINING").flatMap(({ serviceName }) => serviceName ?? []);
  const reader = new DefinitionReader(client, scope.secrets);
  const [tasks, definitions] = await Promise.all([
    fetchTasks(reader, services, scope),
    fetchDefinitions(reader, services, scope),
  ]);
  return { clusters, services, draining, tasks, definitions };
}

/** The services of these names in a cluster, as many at once as AWS takes. */
export async function describeServices(client: ECSClient, cluster: string, names: readonly string[]) {
  const pages = await Promise.all(
    inParts([...new Set(names)].sort(), SERVICES_AT_ONCE).map((services) =>
      client.send(new DescribeServicesCommand({ cluster, services })),
    ),
  );
  return pages.flatMap((page) => page.services ?? []);
}

/** By service of the environment, those of its ECS services that are there, the legacy one first. */
function thereOf(services: readonly Service[], { runs }: ContainerScope) {
  return [...runs].map(
    ([service, names]) =>
      [service, names.flatMap((name) => services.find(({ serviceName }) => serviceName === name) ?? [])] as const,
  );
}

async function fetchTasks(reader: DefinitionReader, services: readonly Service[], scope: ContainerScope) {
  const running = thereOf(services, scope).flatMap(([service, there]) => {
    const first = there.find(({ desiredCount = 0 }) => desiredCount > 0) ?? there[0];
    return first?.taskDefinition === undefined ? [] : [{ service, arn: first.taskDefinition }];
  });
  return await Promise.all(
    running.map(async ({ service, arn }): Promise<RunningTask> => {
      const { containerDefinitions: containers = [] } = await reader.read(arn);
      const plain = containers.flatMap(({ environment = [] }) => environment);
      const secret = containers.flatMap(({ secrets = [] }) => secrets);
      return {
        service,
        taskDefinition: arn.replace(/^.*\//, ""),
        variables: [
          ...plain.map((variable) => withoutCredential(variable, scope.secrets)),
          ...secret.map(({ name = "" }) => ({ name })),
        ],
      };
    }),
  );
}

async function fetchDefinitions(reader: DefinitionReader, services: readonly Service[], scope: ContainerScope) {
  const all = thereOf(services, scope).flatMap(([service, there]) => there.map((of) => [service, of] as const));
  const definitions = all.map(async ([service, of]): Promise<RunningDefinition[]> => {
    const { serviceName: ecsService = "", taskDefinition: arn, runningCount = 0 } = of;
    if (arn === undefined) return [];
    const definition = await reader.withoutCredentials(arn);
    const taskDefinition = arn.replace(/^.*\//, "");
    const isLegacy = scope.legacy.includes(ecsService);
    return [{ service, ecsService, isLegacy, runs: runningCount > 0, taskDefinition, definition }];
  });
  return (await Promise.all(definitions)).flat();
}

/**
 * Legacy task definitions hold secrets in plain text (docs/platform.md, "Configuration the containers read"): they go
 * no further than this.
 */
function withoutCredential(
  { name = "", value = "" }: { readonly name?: string | undefined; readonly value?: string | undefined },
  secrets: readonly string[],
): RunningVariable {
  const shown = showName(name);
  return secrets.includes(name) || credentialReason(name, value) !== undefined
    ? { name: shown }
    : { name: shown, value };
}
