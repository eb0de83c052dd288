import * as ecs from "@aws-sdk/client-ecs";
import { registryHost } from "../../../model/names";
import type { ProductionClients } from "./account";
import { GATEWAY, heldValue, LEGACY_URLS, type LegacyService, PRODUCTION, SERVICES } from "./facts";
import { defined } from "./defined";

/** How many revisions a family has before the one that runs: what runs is never the first, and seldom the same. */
function earlierRevisions(family: string): number {
  return 1 + (family.length % 3);
}

/** Registers the revisions of a service's task definition, secrets in plain text; returns `family:revision` of the last. */
export async function registerTaskDefinition(
  { ecs: client }: ProductionClients,
  service: LegacyService,
  secrets: ReadonlyMap<string, string>,
): Promise<string> {
  const { account, region, role } = PRODUCTION;
  const { family, container, repository, tag, port, logGroup } = service;
  const command = `wget -q -O /dev/null http://localhost:${port}/health || exit 1`;
  const plain = {
    NODE_ENV: "production",
    ...(service === GATEWAY ? { API_GATEWAY_PORT: String(port), ...LEGACY_URLS } : { PORT: String(port) }),
    ...service.variables,
  };
  const roleArn = `arn:aws:iam::${account}:role/${role}`;
  const input: ecs.RegisterTaskDefinitionCommandInput = {
    family,
    requiresCompatibilities: ["FARGATE"],
    networkMode: "awsvpc",
    cpu: "256",
    memory: "512",
    executionRoleArn: roleArn,
    ...(service.taskRole && { taskRoleArn: roleArn }),
    containerDefinitions: [
      {
        name: container,
        image: `${registryHost({ account, region })}/${repository}:${tag}`,
        essential: true,
        portMappings: [{ containerPort: port, hostPort: port, protocol: "tcp" }],
        environment: [
          ...Object.entries(plain).map(([name, value]) => ({ name, value })),
          ...Object.entries(service.secrets).map(([name, secret]) => ({
            name,
            value: heldValue(service, secret, secrets),
          })),
        ],
        healthCheck: { command: ["CMD-SHELL", command], interval: 30, timeout: 5, retries: 3, startPeriod: 60 },
        logConfiguration: {
          logDriver: "awslogs",
          options: {
            "awslogs-group": logGroup,
            "awslogs-region": region,
            "awslogs-stream-prefix": "ecs",
          },
        },
      },
    ],
  };
  let revision: number | undefined;
  for (let index = 0; index <= earlierRevisions(family); index++) {
    revision = (await client.send(new ecs.RegisterTaskDefinitionCommand(input))).taskDefinition?.revision;
  }
  return `${family}:${defined(revision)}`;
}

/** The legacy service: public subnets, a public IP (docs/platform.md, "Services"). */
export async function createLegacyService(
  { ecs: client }: ProductionClients,
  service: LegacyService,
  { taskDefinition, targetGroup }: { readonly taskDefinition: string; readonly targetGroup?: string },
): Promise<void> {
  const isGateway = targetGroup !== undefined;
  await client.send(
    new ecs.CreateServiceCommand({
      cluster: PRODUCTION.cluster,
      serviceName: isGateway ? PRODUCTION.gatewayService : `${service.name}-service`,
      taskDefinition,
      desiredCount: 1,
      launchType: "FARGATE",
      ...(isGateway && {
        loadBalancers: [{ targetGroupArn: targetGroup, containerName: service.container, containerPort: service.port }],
      }),
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: [...PRODUCTION.publicSubnets],
          securityGroups: [isGateway ? PRODUCTION.gatewaySecurityGroup : PRODUCTION.servicesSecurityGroup],
          assignPublicIp: "ENABLED",
        },
      },
    }),
  );
}

/** The private service behind the internal load balancer (docs/original-runbook.md, section 6). */
export async function createPrivateService(
  { ecs: client }: ProductionClients,
  service: (typeof SERVICES)[number],
  { taskDefinition, targetGroup }: { readonly taskDefinition: string; readonly targetGroup: string },
): Promise<void> {
  await client.send(
    new ecs.CreateServiceCommand({
      cluster: PRODUCTION.cluster,
      serviceName: `${service.name}-service-nlb`,
      taskDefinition,
      desiredCount: 1,
      launchType: "FARGATE",
      loadBalancers: [{ targetGroupArn: targetGroup, containerName: service.container, containerPort: service.port }],
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: [...PRODUCTION.privateSubnets],
          securityGroups: [PRODUCTION.servicesSecurityGroup],
          assignPublicIp: "DISABLED",
        },
      },
    }),
  );
}

/** What runs of the legacy services, so that it can be compared: revision, counts and tasks. */
export async function legacyRunning({ ecs: client }: ProductionClients): Promise<Record<string, unknown>> {
  const { cluster } = PRODUCTION;
  const names = [...SERVICES.map(({ name }) => `${name}-service`), PRODUCTION.gatewayService];
  const { services = [] } = await client.send(new ecs.DescribeServicesCommand({ cluster, services: names }));
  const { taskArns } = await client.send(new ecs.ListTasksCommand({ cluster }));
  const { tasks = [] } = await client.send(new ecs.DescribeTasksCommand({ cluster, tasks: taskArns }));
  const entries = services.map(({ serviceName = "", taskDefinition, desiredCount, runningCount }) => {
    const own = tasks.filter(({ group }) => group === `service:${serviceName}`);
    const arns = own.map(({ taskArn = "", lastStatus = "" }) => `${taskArn} ${lastStatus}`).sort();
    return [serviceName, { taskDefinition, desiredCount, runningCount, tasks: arns }] as const;
  });
  return Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b)));
}
