import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type ECSClient,
  type Service,
} from "@aws-sdk/client-ecs";
import { credentialReason } from "../../../model/credentials";
import type { ContainerFacts, RunningTask, RunningVariable } from "../facts";
import { inParts } from "../../aws/collect";

/** What to look for in ECS. */
export interface ContainerScope {
  readonly cluster: string;
  readonly services: readonly string[];
  /** The ECS services whose variables are compared, by service of the environment: the first of them that runs. */
  readonly runs: ReadonlyMap<string, readonly string[]>;
  /** Names of variables whose values are secrets, whatever they look like. */
  readonly secrets: readonly string[];
}

/** The most that DescribeServices takes. */
const SERVICES_AT_ONCE = 10;

/** Asks for services by name: a cluster may hold hundreds of others. */
export async function fetchContainers(client: ECSClient, scope: ContainerScope): Promise<ContainerFacts> {
  const { clusters: found = [] } = await client.send(
    new DescribeClustersCommand({ clusters: [scope.cluster], include: ["SETTINGS"] }),
  );
  const clusters = found.filter(({ status }) => status === "ACTIVE");
  if (clusters.length === 0) return { clusters, services: [], tasks: [] };
  const pages = await Promise.all(
    inParts([...new Set(scope.services)].sort(), SERVICES_AT_ONCE).map((services) =>
      client.send(new DescribeServicesCommand({ cluster: scope.cluster, services })),
    ),
  );
  const services = pages.flatMap((page) => page.services ?? []).filter(({ status }) => status === "ACTIVE");
  return { clusters, services, tasks: await fetchTasks(client, services, scope) };
}

async function fetchTasks(client: ECSClient, services: readonly Service[], scope: ContainerScope) {
  const running = [...scope.runs].flatMap(([service, names]) => {
    const first = names.flatMap((name) => services.find(({ serviceName }) => serviceName === name) ?? [])[0];
    return first?.taskDefinition === undefined ? [] : [{ service, arn: first.taskDefinition }];
  });
  return await Promise.all(
    running.map(async ({ service, arn }): Promise<RunningTask> => {
      const { taskDefinition } = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition: arn }));
      const containers = taskDefinition?.containerDefinitions ?? [];
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

/**
 * Legacy task definitions hold secrets in plain text (docs/platform.md, "Configuration the containers read"): they go
 * no further than this.
 */
function withoutCredential(
  { name = "", value = "" }: { readonly name?: string | undefined; readonly value?: string | undefined },
  secrets: readonly string[],
): RunningVariable {
  return secrets.includes(name) || credentialReason(name, value) !== undefined ? { name } : { name, value };
}
