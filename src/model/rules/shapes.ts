import type {
  Container,
  Environment,
  Gateway,
  Import,
  Inventory,
  Learnt,
  KeptNames,
  LegacyServiceFacts,
  NameOverrides,
  Service,
} from "../environment";
import { NATS, REMOVALS, SERVICES_INGRESS } from "../environment";
import { PHASES } from "../phase";
import type { FromRunning, LearntVariables } from "../plain-value";
import * as options from "./option-shapes";
import type { Problem } from "../problem";
import {
  anything,
  type Fields,
  flag,
  listOf,
  number,
  objectOf,
  oneOf,
  only,
  optional,
  recordOf,
  type Shape,
  text,
} from "../shape";

// It is JSON: the compiler sees no misspelt field.
const json = { unknownFields: "refused" } as const;

const learnt = objectOf<Learnt>(
  {
    subnets: recordOf(objectOf<Learnt["subnets"][string]>({ cidr: text, availabilityZone: text }, json)),
    takenCidrs: listOf(text),
    nat: optional(
      objectOf<NonNullable<Learnt["nat"]>>(
        {
          addresses: recordOf(
            objectOf<NonNullable<Learnt["nat"]>["addresses"][string]>(
              { allocationId: text, natGatewayId: optional(text) },
              json,
            ),
          ),
          routeTables: recordOf(text),
        },
        json,
      ),
    ),
    loadBalancer: optional(
      objectOf<NonNullable<Learnt["loadBalancer"]>>({ deletionProtection: flag, crossZone: flag }, json),
    ),
    logRetentionDays: recordOf(number),
    legacyServices: recordOf(
      objectOf<LegacyServiceFacts>(
        {
          name: text,
          taskDefinition: text,
          desiredCount: number,
          subnets: listOf(text),
          securityGroups: listOf(text),
          assignPublicIp: flag,
          platformVersion: text,
          url: optional(text),
        },
        json,
      ),
    ),
    variables: optional(recordOf(objectOf<LearntVariables>({ set: recordOf(text), unset: listOf(text) }, json))),
  },
  json,
);

const inventory = objectOf<Inventory>(
  {
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
    imports: optional(recordOf(recordOf(objectOf<Import>({ id: text, evidence: text }, json)))),
  },
  json,
);

const typed = { unknownFields: "passed" } as const;

const fromRunning = objectOf<FromRunning>({ fromRunning: only(true) }, { unknownFields: "refused" });

const plainValue: Shape = (field, value) =>
  typeof value === "object" && value !== null ? fromRunning(field, value) : text(field, value);

const container: Fields<Container> = {
  port: number,
  image: options.image,
  // What is in a health check is the rules' own: its protocol decides.
  healthCheck: recordOf(anything),
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

const service = objectOf<Service>(
  {
    ...container,
    firstPort: optional(number),
    previousPort: optional(number),
    protocol: anything,
    phase,
    removal: optional(oneOf(...REMOVALS)),
    legacyUrl: optional(text),
    legacyDesiredCount: optional(number),
  },
  typed,
);

const gateway = objectOf<Gateway>(
  {
    ...container,
    urlAliases: optional(recordOf(text)),
    ingressCidrs: listOf(text),
    publicIp: flag,
    targetGroup: optional(text),
    entrance: optional(options.entrance),
    canary: optional(options.canary),
  },
  typed,
);

const serviceNames = objectOf<KeptNames>(
  {
    container: optional(text),
    taskFamily: optional(text),
    service: optional(text),
    targetGroup: optional(text),
    logGroup: optional(text),
    executionRole: optional(text),
    taskRole: optional(text),
    legacyService: optional(text),
  },
  typed,
);

const environment = objectOf<Environment>(
  {
    name: text,
    inventory,
    owner: text,
    costCenter: text,
    onCall: optional(text),
    protected: flag,
    adoption: optional(oneOf("as-found", "as-written")),
    state: options.state,
    network: objectOf<Environment["network"]>(
      {
        vpc: objectOf<Environment["network"]["vpc"]>({ kind: oneOf("create", "existing"), cidr: text }, typed),
        availabilityZones: listOf(text),
        publicSubnetCidrs: optional(listOf(text)),
        privateSubnetCidrs: optional(listOf(text)),
        nat: oneOf(...NATS),
        flowLogsRetentionDays: optional(number),
        interfaceEndpoints: optional(options.interfaceEndpoints),
        servicesIngress: optional(oneOf(...SERVICES_INGRESS)),
        egressPorts: optional(listOf(number)),
        atlas: optional(options.atlas),
      },
      typed,
    ),
    phase,
    skipPhases: optional(objectOf<NonNullable<Environment["skipPhases"]>>({ reason: text }, typed)),
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
      objectOf<NameOverrides>(
        {
          cluster: optional(text),
          loadBalancer: optional(text),
          services: optional(recordOf(serviceNames)),
          gateway: optional(serviceNames),
        },
        typed,
      ),
    ),
  },
  typed,
);

/** Whether an inventory has the fields that its type says, before anything reads them. */
export function inventoryShapeProblems(value: unknown): Problem[] {
  return inventory("inventory", value);
}

/** Whether an environment has the fields that its type says: the rules look no further where it has not. */
export function environmentShapeProblems(value: unknown): Problem[] {
  return environment("", value);
}
