import type {
  AcceptedChange,
  Container,
  Environment,
  Gateway,
  HealthCheck,
  Import,
  Inventory,
  Kept,
  Learnt,
  KeptNames,
  LegacyServiceFacts,
  NameOverrides,
  Service,
  ServiceNames,
} from "../environment";
import { NATS, REMOVALS, SERVICES_INGRESS } from "../environment";
import { PHASES } from "../phase";
import type { FromRunning, LearntVariables } from "../plain-value";
import { quote } from "../problem";
import * as options from "./option-shapes";
import {
  anything,
  type Fields,
  flag,
  listOf,
  number,
  objectOf,
  oneOf,
  oneOfKinds,
  only,
  optional,
  recordOf,
  type Shape,
  type Shaped,
  type StandIn,
  text,
  textSuchAs,
} from "../shape";

const learnt = objectOf<Learnt>({
  subnets: recordOf(objectOf<Learnt["subnets"][string]>({ cidr: text, availabilityZone: text })),
  takenCidrs: listOf(text),
  nat: optional(
    objectOf<NonNullable<Learnt["nat"]>>({
      addresses: recordOf(
        objectOf<NonNullable<Learnt["nat"]>["addresses"][string]>({ allocationId: text, natGatewayId: optional(text) }),
      ),
      routeTables: recordOf(text),
    }),
  ),
  legacyServices: recordOf(
    objectOf<LegacyServiceFacts>({
      name: text,
      taskDefinition: text,
      desiredCount: number,
      subnets: listOf(text),
      securityGroups: listOf(text),
      assignPublicIp: flag,
      platformVersion: text,
      url: optional(text),
    }),
  ),
  variables: optional(recordOf(objectOf<LearntVariables>({ set: recordOf(text), unset: listOf(text) }))),
});

const inventory = objectOf<Inventory>({
  account: text,
  region: text,
  vpc: optional(text),
  publicSubnets: optional(listOf(text)),
  privateSubnets: optional(listOf(text)),
  servicesSecurityGroup: optional(text),
  gatewaySecurityGroup: optional(text),
  natEips: optional(listOf(text)),
  existingParameters: optional(listOf(text)),
  learnt: optional(learnt),
  imports: optional(
    recordOf(recordOf(objectOf<Import>({ id: text, evidence: text, unfinished: optional(only(true)) }))),
  ),
  kept: optional(recordOf(recordOf(recordOf(objectOf<Kept>({ found: text, insteadOf: optional(text) }))))),
});

const fromRunning = objectOf<FromRunning>({ fromRunning: only(true) });

const plainValue: Shape = (field, value, standIn) => {
  if (typeof value !== "object" || value === null) return text(field, value, standIn);
  const shaped = fromRunning(field, value, standIn);
  // Whether what runs is meant is not clear then, and a value of its own breaks no rule.
  return shaped.problems.length === 0 ? shaped : { ...shaped, value: text(field, undefined, standIn).value };
};

const container: Fields<Container> = {
  port: number,
  image: options.image,
  healthCheck: oneOfKinds<HealthCheck, "protocol">("protocol", { TCP: {}, HTTP: { path: textSuchAs("/health") } }),
  healthCommand: oneOf("curl", "wget"),
  environment: recordOf(plainValue),
  secrets: listOf(text),
  secretAliases: optional(recordOf(text)),
  cpu: optional(number),
  memory: optional(number),
  desiredCount: optional(number),
  autoscaling: optional(options.autoscaling),
};

const phase = optional(oneOf(...PHASES));

const service = objectOf<Service>({
  ...container,
  firstPort: optional(number),
  previousPort: optional(number),
  protocol: anything,
  phase,
  removal: optional(oneOf(...REMOVALS)),
  legacyUrl: optional(text),
  legacyDesiredCount: optional(number),
});

const gateway = objectOf<Gateway>({
  ...container,
  urlAliases: optional(recordOf(text)),
  ingressCidrs: listOf(text),
  publicIp: flag,
  targetGroup: optional(text),
  entrance: optional(options.entrance),
  canary: optional(options.canary),
});

const gatewayNames: { readonly [Name in keyof ServiceNames]: Shape } = {
  container: optional(text),
  taskFamily: optional(text),
  service: optional(text),
  targetGroup: optional(text),
  logGroup: optional(text),
  executionRole: optional(text),
  taskRole: optional(text),
};
const keptNames = objectOf<KeptNames>({ ...gatewayNames, legacyService: optional(text) });

const environment = objectOf<Environment>({
  name: text,
  inventory,
  owner: text,
  costCenter: text,
  onCall: optional(text),
  protected: flag,
  adoption: optional(oneOf("as-found", "as-written")),
  adoptionGivesUp: optional(recordOf(recordOf(text))),
  state: options.state,
  network: objectOf<Environment["network"]>({
    vpc: objectOf<Environment["network"]["vpc"]>({ kind: oneOf("create", "existing"), cidr: text }),
    availabilityZones: listOf(text),
    publicSubnetCidrs: optional(listOf(text)),
    privateSubnetCidrs: optional(listOf(text)),
    nat: oneOf(...NATS),
    flowLogsRetentionDays: optional(number),
    interfaceEndpoints: optional(options.interfaceEndpoints),
    servicesIngress: optional(oneOf(...SERVICES_INGRESS)),
    egressPorts: optional(listOf(number)),
    atlas: optional(options.atlas),
  }),
  accepted: optional(
    listOf(
      objectOf<AcceptedChange>({
        address: textSuchAs("aws_lb_target_group.auth"),
        change: textSuchAs("0123456789ab"),
        reason: text,
      }),
    ),
  ),
  phase,
  skipPhases: optional(objectOf<NonNullable<Environment["skipPhases"]>>({ reason: text })),
  containerInsights: flag,
  crossZoneLoadBalancing: flag,
  logRetentionDays: number,
  desiredCount: optional(number),
  ecsExec: optional(options.ecsExec),
  alarms: optional(options.alarms),
  fargateSpotPercent: optional(number),
  nightStop: optional(options.nightStop),
  secrets: optional(options.secrets),
  serviceDiscovery: optional(options.serviceDiscovery),
  deployment: optional(options.deployment),
  repositories: optional(options.repositories),
  services: recordOf(service),
  gateway,
  names: optional(
    objectOf<NameOverrides>({
      cluster: optional(text),
      loadBalancer: optional(text),
      services: optional(recordOf(keptNames)),
      gateway: optional(objectOf<Partial<ServiceNames>>(gatewayNames)),
    }),
  ),
});

/** An inventory as its type says it is, whatever was read from a file; and what of that is misshapen or not known. */
export function shapedInventory(value: unknown): Shaped & { readonly value: Inventory } {
  return inventory("inventory", value, 0) as Shaped & { readonly value: Inventory };
}

/**
 * An environment as its type says it is, whatever it was; and what of that is misshapen or not known, or that it cannot be
 * read: a field may be a function that throws.
 */
export function shapedEnvironment(value: unknown, standIn: StandIn): Shaped & { readonly value: Environment } {
  let shaped: Shaped;
  try {
    shaped = environment("", value, standIn);
  } catch (error) {
    const message = `cannot be read: ${error instanceof Error ? error.message : quote(error)}`;
    shaped = { problems: [{ field: "environment", message }], value: environment("", undefined, standIn).value };
  }
  return shaped as Shaped & { readonly value: Environment };
}
