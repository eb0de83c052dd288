import { activeCanary, canaryTasks } from "../../model/canary";
import { entranceSettings, gatewayTargetGroups } from "../../model/entrance";
import { activeEcsExec } from "../../model/ecs-exec";
import { endpointServices } from "../../model/endpoints";
import {
  type Environment,
  type Image,
  type Nat,
  type ServicesIngress,
  servicesIngressOf,
  atlasOf,
} from "../../model/environment";
import { parameterName, resourceNames, secretName, secretsKeyAlias, stackName } from "../../model/names";
import { hasLegacy, legacyDesiredCount, legacyUrl, meaningOf, noWayBack, phaseOf } from "../../model/move";
import type { Phase } from "../../model/phase";
import type { Atlas } from "../../model/options";
import { firstPortOf } from "../../model/ports";
import { gatewayTasks, rightNumber, serviceTasks, type TaskRange, type Tasks } from "../../model/scaling";
import { secretsIn } from "../../model/secrets";
import { subnetCidrs } from "../../model/subnets";
import { discoveryName } from "../../model/service-discovery";
import { namespaceUrl, serviceUrlVariables } from "../../model/variables";

/** An ECS service and how many tasks it has to run. */
export interface ExpectedTasks {
  readonly service: string;
  /** `undefined` when nobody knows: its legacy has not been discovered. */
  readonly tasks: number | undefined;
  /** What autoscaling and the night stop make of it. @default exactly as many */
  readonly range?: TaskRange;
}

/** A service of the environment, or its gateway, as it has to be. */
export interface ExpectedService extends ExpectedTasks {
  /** The service of the environment, or `gateway`. */
  readonly name: string;
  readonly tasks: number;
  /** @default it is the gateway, which does not move */
  readonly phase?: Phase;
  readonly container: string;
  readonly port: number;
  /** @default the gateway is called without one */
  readonly targetGroup?: string;
  /** The port that its target group was made with, which tasks do not register with. @default the service's own */
  readonly targetGroupPort?: number;
  /** Its name in the namespace, which its tasks register under. @default it has none */
  readonly discoveryName?: string;
  /** Another one that it stays in: of the load balancer that was there before. @default none */
  readonly targetGroupBeside?: string;
  readonly logGroup: string;
  readonly image: Image;
  /** The public ECS service from before the move. @default there is none */
  readonly legacy?: ExpectedTasks;
  /** Why the gateway cannot be pointed back at that. @default it can, or there never was one */
  readonly noWayBack?: string;
}

/** What one of the gateway's URL variables has to say. */
export interface ExpectedUrl {
  readonly variable: string;
  readonly service: string;
  readonly calls: "legacy" | "private";
  /** Of the load balancer's listener. */
  readonly port: number;
  /** @default it has none, or nobody has found it out */
  readonly legacyUrl?: string;
  /** By its name in the namespace. @default the gateway calls private services at the load balancer */
  readonly namespaceUrl?: string;
}

/** The public load balancer, and how it has to share calls out. */
export interface ExpectedEntrance {
  readonly loadBalancer: string;
  /** The HTTPS listener's security policy. */
  readonly sslPolicy: string;
  /** @default one is requested, whose ARN Terraform knows */
  readonly certificateArn?: string;
  /** Per cent of the calls by target group, where there is a canary. @default all are the gateway's */
  readonly shares?: Readonly<Record<string, number>>;
  /** What a canary is called while there is one. */
  readonly canary: { readonly service: string; readonly targetGroup: string };
}

/** A secret in one of the stores. */
export interface ExpectedSecret {
  /** Of the parameter, or of the secret in Secrets Manager. */
  readonly name: string;
  readonly secret: string;
  /** The ECS services whose tasks read it when they start, and that are to run any. */
  readonly readers: readonly string[];
}

/** How an environment has to be in AWS, with the names that everything has there. */
export interface Expected {
  readonly environment: string;
  /** Whether its plans pass the guard before anybody applies them. */
  readonly protected: boolean;
  /** Whether `npm run discover` can look at it: it knows states in S3 only. */
  readonly discoverable: boolean;
  /** Who is called when somebody is cut off. @default nobody has written it down */
  readonly onCall?: string;
  readonly account: string;
  readonly region: string;
  /** The stack whose plan mends what differs. */
  readonly stack: string;
  readonly networkStack: string;
  readonly cluster: string;
  readonly loadBalancer: string;
  readonly vpcCidr: string;
  /** The blocks of the private subnets, where they are known. */
  readonly privateCidrs: readonly string[];
  readonly servicesIngress: ServicesIngress;
  readonly nat: Nat;
  /** Services of AWS that have an interface endpoint: `com.amazonaws.eu-north-1.logs`. */
  readonly endpoints: readonly string[];
  readonly privateSubnets: readonly string[];
  /** What Atlas lets in: one address a NAT gateway. Empty where nobody has written it down. */
  readonly natEips: readonly string[];
  /** How the services reach Atlas: only `nat-allowlist` needs the NAT gateway's address. */
  readonly atlas: Atlas;
  readonly services: readonly ExpectedService[];
  readonly gateway: ExpectedService;
  /** The second gateway, while it gets calls. @default there is none */
  readonly canary?: ExpectedService;
  /** The public load balancer in front of the gateway. @default it is none of this project's */
  readonly entrance?: ExpectedEntrance;
  readonly urls: readonly ExpectedUrl[];
  /** By name; `ours` are those that Terraform makes, holding `pending`. */
  readonly parameters: readonly (ExpectedSecret & { readonly ours: boolean })[];
  /** Those of Secrets Manager, by name: Terraform makes them without a value. */
  readonly managedSecrets: readonly ExpectedSecret[];
  /** The alias of the key that parameters are under. @default AWS's own */
  readonly secretsKey?: string;
  /** Whether there are legacy services that discovery has not learnt about yet. */
  readonly undiscovered: boolean;
}

/** What does not work when the tasks of this one do not. */
export function stoppedOf({ phase }: ExpectedService): "private" | "gateway" {
  return phase === undefined ? "gateway" : "private";
}

/** Whether a number of tasks is what is expected, or nobody knows what is. */
export function isExpected({ tasks, range }: ExpectedTasks, desired: number): boolean {
  if (range !== undefined) return desired >= range.min && desired <= range.max;
  return tasks === undefined || desired === tasks;
}

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

/** Everything that runs: the services, the gateway and its canary. */
export function everyService({ services, gateway, canary }: Expected): readonly ExpectedService[] {
  return [...services, gateway, ...(canary === undefined ? [] : [canary])];
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
