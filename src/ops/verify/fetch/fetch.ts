import type { Clients } from "../../aws/clients";
import { secretName } from "../../../model/names";
import { type Expected, type ExpectedService, everyService } from "../expected";
import { lifeOf } from "../life";
import type { BalancingFacts, Facts, HttpFact, ServiceFacts, TaskDefinitionFacts } from "../facts";
import { type NamedSecret, secretsIn } from "../read-secrets";
import { ask, askEach, askWith } from "./answer";
import { fetchBalancing } from "./balancing";
import { fetchImage, imageName, imageReference, type ImageReference } from "./images";
import { fetchLog } from "./logs";
import { fetchConnections, fetchEgress, fetchIngress, hasConnections } from "./network";
import { fetchNetworkAcls } from "./network-acls";
import { fetchNamedParameters, fetchParameters } from "./parameters";
import { fetchRoles } from "./roles";
import { fetchScalableTargets } from "./scaling";
import { fetchSecretShapes } from "./secret-shapes";
import { fetchSecret } from "./secrets";
import { fetchServices, fetchTaskDefinition } from "./services";
import { fetchTasks } from "./tasks";

/** A task definition changes in nothing but its status: what was read of one is true for as long as anybody waits. */
export type TaskDefinitionCache = Map<string, TaskDefinitionFacts>;

/** What is asked, and with what. */
export interface FetchOptions {
  readonly expected: Expected;
  /** Watched: each call has a deadline and fails with a `CallFailure`. */
  readonly clients: Clients;
  readonly taskDefinitions: TaskDefinitionCache;
  /** What the gateway answers over HTTP. @default it is not asked */
  readonly gateway?: Promise<readonly HttpFact[]> | undefined;
  /** Whether to look at the shapes of secrets, for which they are read. @default false */
  readonly checkSecrets?: boolean | undefined;
}

/** Asks AWS and the gateway everything at once, as far as one answer is not needed for the next question. */
export async function fetchFacts(options: FetchOptions): Promise<Facts> {
  const { expected, clients, checkSecrets = false } = options;
  const all = everyService(expected);
  const balancers = fetchBalancing(
    clients.elbv2,
    { loadBalancer: expected.loadBalancer, entrance: expected.entrance?.loadBalancer },
    [...all, expected.entrance?.canary, { targetGroup: expected.gateway.targetGroupBeside }].flatMap(
      (of) => of?.targetGroup ?? [],
    ),
  );
  const [ofServices, balancing, tasks, tags, parameters, managedSecrets, secretShapes, logs, gateway] =
    await Promise.all([
      fetchOfServices(options, all, balancers),
      balancers,
      fetchTasks(clients, expected, balancers),
      fetchImages(options, all.map(({ image }) => image)), // prettier-ignore
      ask(() => fetchParameters(clients.ssm, expected.environment, ownParameters(expected))),
      askEach(
        expected.managedSecrets.map(({ name }) => name),
        (name) => fetchSecret(clients.secretsManager, name),
      ),
      checkSecrets ? fetchSecretShapes({ ...clients, ...expected }) : undefined,
      askEach(
        all.map(({ logGroup }) => logGroup),
        (group) => fetchLog(clients.logs, group),
      ),
      options.gateway,
    ]);
  const images = new Map([...tags, ...(await fetchRunningImages(options, ofServices.taskDefinitions, tags))]);
  const secrets = await withNamed(options, ofServices.taskDefinitions, { parameters, managedSecrets });
  const roles = await fetchRoles(clients.iam, expected, { ...ofServices, ...secrets });
  const inStores = { ...secrets, roles, ...(secretShapes && { secretShapes }) };
  return {
    at: Date.now(),
    ...ofServices,
    ...inStores,
    balancing,
    ...tasks,
    images,
    logs,
    ...(gateway && { gateway }),
  };
}

/** Beside the environment's secrets those that task definitions name: other parameters, and other secrets of this project's. */
async function withNamed(
  { expected, clients }: FetchOptions,
  definitions: Facts["taskDefinitions"],
  { parameters, managedSecrets }: Pick<Facts, "parameters" | "managedSecrets">,
): Promise<Pick<Facts, "parameters" | "managedSecrets">> {
  const named = [...definitions.values()].flatMap((answer) => (answer.known ? secretsIn(expected, answer.value) : []));
  const namesIn = (wanted: NamedSecret["store"]) =>
    new Set(named.flatMap(({ store, name }) => (store === wanted ? [name] : [])));
  const others = parameters.known ? [...namesIn("ssm")].filter((name) => !parameters.value.has(name)) : [];
  const managed = [...namesIn("secretsmanager")].filter((name) =>
    name.startsWith(secretName(expected.environment, "")),
  );
  const more = managed.filter((name) => !managedSecrets.has(name));
  return {
    parameters: await askWith(parameters, async (found) =>
      others.length === 0 ? found : new Map([...found, ...(await fetchNamedParameters(clients.ssm, others))]),
    ),
    managedSecrets: new Map([
      ...managedSecrets,
      ...(await askEach(more, (name) => fetchSecret(clients.secretsManager, name))),
    ]),
  };
}

function ownParameters({ parameters }: Expected): string[] {
  return parameters.filter(({ ours }) => ours).map(({ name }) => name);
}

type OfServices = Pick<
  Facts,
  "services" | "scalableTargets" | "taskDefinitions" | "ingress" | "egress" | "connections" | "networkAcls"
>;

/** The services, and what hangs on them. */
async function fetchOfServices(
  { expected, clients, taskDefinitions: cache }: FetchOptions,
  all: readonly ExpectedService[],
  balancers: Promise<BalancingFacts>,
): Promise<OfServices> {
  const names = all.flatMap(({ service, legacy }) => [service, ...(legacy === undefined ? [] : [legacy.service])]);
  // A canary that is no longer asked for has to be gone.
  if (expected.canary === undefined && expected.entrance !== undefined) names.push(expected.entrance.canary.service);
  const [services, scalableTargets] = await Promise.all([
    ask(() => fetchServices(clients.ecs, expected.cluster, names)),
    ask(() => fetchScalableTargets(clients.autoScaling, expected.cluster, names)),
  ]);
  const listed = services.known ? [...services.value.services.values()] : [];
  // What is deleted has a task definition, groups and subnets still, which say nothing of what is there.
  const found = listed.filter(({ status }) => lifeOf("ECS service", status) === "alive");
  const variables = expected.urls.map(({ variable }) => variable);
  const read = async (arn: string) => {
    const definition = cache.get(arn) ?? (await fetchTaskDefinition(clients.ecs, arn, variables));
    cache.set(arn, definition);
    return definition;
  };
  const groups = found.flatMap((service) => service.networkConfiguration?.awsvpcConfiguration?.securityGroups ?? []);
  const earlier = services.known ? [...services.value.earlier.values()] : [];
  const revisions = [
    ...found.flatMap(({ taskDefinition }) => taskDefinition ?? []),
    ...earlier.flatMap((answer) => (answer.known ? (answer.value ?? []) : [])),
  ];
  const [taskDefinitions, ingress, egress] = await Promise.all([
    askEach(revisions, read),
    askWith(services, async () => {
      const { loadBalancer } = await balancers;
      const ofBalancer = (loadBalancer.known ? loadBalancer.value?.balancer.SecurityGroups : undefined) ?? [];
      return fetchIngress(clients.ec2, [...groups, ...ofBalancer]);
    }),
    askWith(services, (facts) => fetchEgress(clients.ec2, privateSubnets(expected, facts), expected.natEips)),
  ]);
  const facts = { services, scalableTargets, taskDefinitions, ingress, egress };
  const connections = hasConnections(expected)
    ? { connections: await askWith(egress, (ways) => fetchConnections(clients.ec2, expected, ways)) }
    : {};
  const places = { ...facts, ...connections, balancing: await balancers };
  return { ...facts, ...connections, networkAcls: await fetchNetworkAcls(clients.ec2, expected, places) };
}

/** Those that the private services run in; before there are any, those of the inventory. */
function privateSubnets({ services, privateSubnets: given }: Expected, facts: ServiceFacts): string[] {
  const used = services.flatMap(({ service: name }) => {
    const service = facts.services.get(name);
    const subnets = service?.networkConfiguration?.awsvpcConfiguration?.subnets ?? [];
    return lifeOf("ECS service", service?.status) === "alive" ? subnets : [];
  });
  return [...new Set(used.length > 0 ? used : given)].sort();
}

async function fetchImages({ clients }: FetchOptions, references: readonly ImageReference[]) {
  const byName = new Map(references.map((reference) => [imageName(reference), reference]));
  return await askEach(byName.keys(), (name) => fetchImage(clients.ecr, byName.get(name) ?? { repository: name }));
}

/** The images that run, but for those that were asked for by their tags already. */
async function fetchRunningImages(
  options: FetchOptions,
  definitions: Facts["taskDefinitions"],
  tags: Facts["images"],
): Promise<Facts["images"]> {
  const digests = [...tags.values()].flatMap((answer) =>
    answer.known && "digest" in answer.value ? [answer.value.digest] : [],
  );
  const containers = [...definitions.values()].flatMap((answer) => (answer.known ? answer.value.containers : []));
  const references = containers.flatMap(({ image }) => imageReference(image, options.expected) ?? []);
  const others = references.filter(
    (reference) => !tags.has(imageName(reference)) && !digests.includes(reference.digest ?? ""),
  );
  return await fetchImages(options, others);
}
