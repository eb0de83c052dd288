import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as ecs from "@aws-sdk/client-ecs";
import * as elbv2 from "@aws-sdk/client-elastic-load-balancing-v2";
import * as ssm from "@aws-sdk/client-ssm";
import type { Environment, Inventory } from "../../src/model/environment";
import { defined } from "../../src/ops/rehearse/production/defined";
import { GATEWAY, LEGACY_URLS, PRODUCTION, SERVICES } from "../../src/ops/rehearse/production/facts";
import type { Production } from "../../src/ops/rehearse/production/production";
import type { Expected } from "../../src/ops/verify/expected";
import { expectedOf } from "../../src/ops/verify/expected-of";

/** The inventory of production's full starting point as discovery writes it, as far as a running platform is compared with it. */
export function discovered({ given }: Production): Inventory {
  const legacy = SERVICES.map(({ name, family, port }) => [
    name,
    {
      name: `${name}-service`,
      taskDefinition: `${family}:1`,
      desiredCount: 1,
      subnets: PRODUCTION.publicSubnets,
      securityGroups: [PRODUCTION.servicesSecurityGroup],
      assignPublicIp: true,
      platformVersion: "LATEST",
      url: LEGACY_URLS[`${name.toUpperCase()}_SERVICE_URL`] ?? `http://${name}:${port}`,
    },
  ]);
  return {
    ...given,
    existingParameters: ["JWT_SECRET", "MONGODB_URI"],
    learnt: {
      subnets: {},
      takenCidrs: [],
      legacyServices: Object.fromEntries(legacy) as NonNullable<Inventory["learnt"]>["legacyServices"],
      variables: Object.fromEntries(
        [...SERVICES, GATEWAY].map(({ name, variables }) => [name, { set: variables, unset: ["LOG_LEVEL"] }]),
      ),
    },
  };
}

/** Brings production's full starting point to where an environment says it is, in whatever phase: all is well then. */
export async function makeHealthy({ clients }: Production, environment: Environment): Promise<void> {
  const expected = expectedOf(environment);
  for (const { name, ours } of expected.parameters) {
    if (ours) await setParameter(clients.ssm, name);
  }
  for (const { service, tasks, legacy } of expected.services) {
    for (const [name, desiredCount] of [[service, tasks], [legacy?.service ?? "", legacy?.tasks]] as const) {
      // Tasks read secrets when they start: these start after the parameters are set.
      const input = { cluster: expected.cluster, service: name, desiredCount, forceNewDeployment: true };
      await clients.ecs.send(new ecs.UpdateServiceCommand(input));
    }
  } // prettier-ignore
  await pointGateway({ clients }, expected);
  for (const { logGroup } of [...expected.services, expected.gateway]) await log(clients.logs, logGroup);
}

/** A parameter as Terraform makes it, and then as a person sets it. */
async function setParameter(client: ssm.SSMClient, Name: string): Promise<void> {
  await client.send(new ssm.PutParameterCommand({ Name, Type: "SecureString", Value: "pending" }));
  await client.send(new ssm.PutParameterCommand({ Name, Type: "SecureString", Value: "set", Overwrite: true }));
}

/** Lets the gateway run with the URLs that the phases ask for, and with others where a test says so. */
export async function pointGateway(
  { clients }: Pick<Production, "clients">,
  { cluster, loadBalancer, urls }: Expected,
  others: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { LoadBalancers } = await clients.elbv2.send(new elbv2.DescribeLoadBalancersCommand({ Names: [loadBalancer] }));
  const dns = defined(LoadBalancers?.[0]?.DNSName);
  const wanted = urls.map(({ variable, calls, port, legacyUrl = "" }) => [
    variable,
    calls === "legacy" ? legacyUrl : `http://${dns}:${port}`,
  ]);
  const variables = { ...(Object.fromEntries(wanted) as Record<string, string>), ...others };
  await changeTask({ clients }, cluster, PRODUCTION.gatewayService, GATEWAY.family, (container) => ({
    ...container,
    environment: [
      ...(container.environment ?? []).filter(({ name = "" }) => !(name in variables)),
      ...Object.entries(variables).map(([name, value]) => ({ name, value })),
    ],
  }));
}

/** Registers another revision of a family, with its container changed, and lets a service run it. */
export async function changeTask(
  { clients }: Pick<Production, "clients">,
  cluster: string,
  service: string,
  family: string,
  change: (container: ecs.ContainerDefinition) => ecs.ContainerDefinition,
): Promise<void> {
  const { taskDefinition } = await clients.ecs.send(new ecs.DescribeTaskDefinitionCommand({ taskDefinition: family }));
  const { containerDefinitions = [], requiresCompatibilities, networkMode, cpu, memory, executionRoleArn } =
    defined(taskDefinition); // prettier-ignore
  const registered = await clients.ecs.send(
    new ecs.RegisterTaskDefinitionCommand({
      family,
      requiresCompatibilities,
      networkMode,
      cpu,
      memory,
      executionRoleArn,
      containerDefinitions: containerDefinitions.map(change),
    }),
  );
  const next = registered.taskDefinition?.taskDefinitionArn;
  await clients.ecs.send(new ecs.UpdateServiceCommand({ cluster, service, taskDefinition: next }));
}

async function log(client: logs.CloudWatchLogsClient, logGroupName: string): Promise<void> {
  const logStreamName = "ecs/container/1";
  await client.send(new logs.CreateLogStreamCommand({ logGroupName, logStreamName }));
  const logEvents = [{ timestamp: Date.now(), message: "listening" }];
  await client.send(new logs.PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
}
