import { activeCanary, canaryTasks } from "../../model/canary";
import { entranceSettings, gatewayTargetGroups } from "../../model/entrance";
import { activeEcsExec } from "../../model/ecs-exec";
import { endpointServices } from "../../model/endpoints";
import { atlasOf, type Environment, servicesIngressOf } from "../../model/environment";
import { parameterName, resourceNames, secretName, secretsKeyAlias, stackName } from "../../model/names";
import { hasLegacy, legacyDesiredCount, legacyUrl, meaningOf, noWayBack, phaseOf } from "../../model/move";
import { firstPortOf } from "../../model/ports";
import { gatewayTasks, rightNumber, serviceTasks, type Tasks } from "../../model/scaling";
import { secretsIn } from "../../model/secrets";
import { subnetCidrs } from "../../model/subnets";
import { discoveryName } from "../../model/service-discovery";
import { namespaceUrl, serviceUrlVariables } from "../../model/variables";
import type { Expected, ExpectedService, ExpectedTasks, ExpectedUrl } from "./expected";

/** How an environment has to be in AWS at a time, by its values, its phases and its inventory. */
export function expectedOf(environment: Environment, time = new Date()): Expected {
  const { name, inventory, network } = environment;
  const names = resourceNames(environment);
  const services = Object.keys(environment.services).map((service) => expectedService(environment, service, time));
  const existing = inventory.existingParameters ?? [];
  const gateways = expectedGateways(environment, time);
  const readersOf = (secret: string) => readers(environment, { ...gateways, services }, secret);
  const learnt = Object.entries(inventory.learnt?.subnets ?? {});
  return {
    environment: name,
    protected: environment.protected,
    discoverable: environment.state.kind === "s3",
    ...(environment.onCall !== undefined && { onCall: environment.onCall }),
    account: inventory.account,
    region: inventory.region,
    stack: stackName(name, "services"),
    networkStack: stackName(name, "network"),
    cluster: names.cluster,
    loadBalancer: names.loadBalancer,
    vpcCidr: network.vpc.cidr,
    privateCidrs:
      network.vpc.kind === "create"
        ? subnetCidrs(network).private
        : learnt.flatMap(([id, { cidr }]) => (inventory.privateSubnets?.includes(id) === true ? [cidr] : [])),
    servicesIngress: servicesIngressOf(network),
    nat: network.nat,
    endpoints: endpointServices(network.interfaceEndpoints ?? [], activeEcsExec(environment) !== undefined).map(
      (service) => `com.amazonaws.${inventory.region}.${service}`,
    ),
    privateSubnets: inventory.privateSubnets ?? [],
    natEips: inventory.natEips ?? [],
    atlas: atlasOf(network),
    services,
    ...gateways,
    urls: expectedUrls(environment),
    parameters: secretsIn(environment, "ssm").map((secret) => ({
      name: parameterName(name, secret),
      secret,
      readers: readersOf(secret),
      ours: !existing.includes(secret),
    })),
    managedSecrets: secretsIn(environment, "secretsmanager").map((secret) => ({
      name: secretName(name, secret),
      secret,
      readers: readersOf(secret),
    })),
    ...(environment.secrets?.key && { secretsKey: secretsKeyAlias(name) }),
    undiscovered: inventory.learnt === undefined && services.some(({ legacy }) => legacy !== undefined),
  };
}

function readers(
  { services: written, gateway: { secrets } }: Environment,
  { services, gateway, canary }: Pick<Expected, "services" | "gateway" | "canary">,
  secret: string,
): string[] {
  const reads = ({ name }: ExpectedService) => (written[name]?.secrets ?? secrets).includes(secret);
  const all = [...services, gateway, ...(canary === undefined ? [] : [canary])];
  return all.filter((of) => of.tasks > 0 && reads(of)).map(({ service }) => service);
}

/** At night none has to run, so that none has to answer. */
function expectedTasks(tasks: Tasks, time: Date): Pick<ExpectedService, "tasks" | "range"> {
  if (tasks.scaling === undefined) return { tasks: tasks.desiredCount };
  const range = rightNumber(tasks, time);
  return { tasks: range.min === 0 ? 0 : tasks.desiredCount, range };
}

/** The gateway, its canary and what stands in front of both. */
function expectedGateways(environment: Environment, time: Date): Pick<Expected, "gateway" | "canary" | "entrance"> {
  const { gateway } = environment;
  const { gateway: own, canary: second, entrance } = resourceNames(environment);
  const [targetGroup, targetGroupBeside] = gatewayTargetGroups(environment);
  const expected: ExpectedService = {
    name: "gateway",
    service: own.service,
    ...expectedTasks(gatewayTasks(environment), time),
    container: own.container,
    port: gateway.port,
    logGroup: own.logGroup,
    image: gateway.image,
    ...(targetGroup !== undefined && { targetGroup }),
  };
  if (gateway.entrance === undefined) return { gateway: expected };
  const inBoth = { ...expected, ...(targetGroupBeside !== undefined && { targetGroupBeside }) };
  const names = { service: second.service, targetGroup: second.targetGroup };
  const canary = activeCanary(gateway);
  const { certificate } = gateway.entrance;
  const ofEntrance = {
    loadBalancer: entrance,
    sslPolicy: entranceSettings(gateway.entrance, environment).sslPolicy,
    ...(certificate.kind === "existing" && { certificateArn: certificate.arn }),
    canary: names,
  };
  if (canary === undefined) return { gateway: inBoth, entrance: ofEntrance };
  const shares = { [own.targetGroup]: canary.shares.gateway, [second.targetGroup]: canary.shares.canary };
  return {
    gateway: inBoth,
    canary: {
      ...expected,
      ...names,
      name: "canary",
      ...expectedTasks(canaryTasks(environment), time),
      image: canary.image,
    },
    entrance: { ...ofEntrance, shares },
  };
}

function expectedService(environment: Environment, name: string, time: Date): ExpectedService {
  const { serviceDiscovery } = environment;
  const own = environment.services[name];
  const names = resourceNames(environment).services[name];
  if (own === undefined || names === undefined) throw new Error(`The environment has no service ${name}`);
  const legacy = legacyOf(environment, name);
  const impossible = noWayBack(environment, name);
  return {
    name,
    phase: phaseOf(environment, name),
    service: names.service,
    ...expectedTasks(serviceTasks(environment, name), time),
    container: names.container,
    port: own.port,
    targetGroup: names.targetGroup,
    targetGroupPort: firstPortOf(own),
    logGroup: names.logGroup,
    image: own.image,
    ...(serviceDiscovery && { discoveryName: discoveryName(name, serviceDiscovery.namespace) }),
    ...(legacy && { legacy }),
    ...(impossible !== undefined && { noWayBack: impossible }),
  };
}

function legacyOf(environment: Environment, name: string): ExpectedTasks | undefined {
  const { learnt } = environment.inventory;
  const service = learnt?.legacyServices[name]?.name ?? environment.names?.services?.[name]?.legacyService;
  if (service === undefined || !hasLegacy(environment, name)) return undefined;
  const known = learnt !== undefined || environment.services[name]?.legacyDesiredCount !== undefined;
  const runs = meaningOf(environment, name).legacyRuns;
  return { service, tasks: known || !runs ? legacyDesiredCount(environment, name) : undefined };
}

function expectedUrls(environment: Environment): ExpectedUrl[] {
  return [...serviceUrlVariables(environment)].map(([variable, service]) => {
    const legacy = legacyUrl(environment, service);
    const named = namespaceUrl(environment, service);
    return {
      variable,
      service,
      calls: meaningOf(environment, service).gatewayCalls,
      port: environment.services[service]?.port ?? 0,
      ...(legacy !== undefined && { legacyUrl: legacy }),
      ...(named !== undefined && { namespaceUrl: named }),
    };
  });
}
