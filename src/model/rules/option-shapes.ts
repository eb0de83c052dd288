import type {
  Alarms,
  Autoscaling,
  Canary,
  Deployment,
  EcsExec,
  Entrance,
  NightStop,
  Repositories,
  Secrets,
} from "../options";
import { INTERFACE_ENDPOINTS, type ServiceDiscovery, type Subscription } from "../options";
import type { CloudState, S3State } from "../environment";
import { flag, listOf, number, objectOf, oneOf, optional, recordOf, type Shape, text } from "../shape";

const typed = { unknownFields: "passed" } as const;

/** An object that is one of several kinds: its own rules look at what belongs to its kind. */
const ofKind = (...kinds: readonly string[]): Shape => objectOf<{ kind: unknown }>({ kind: oneOf(...kinds) }, typed);

/** An image in ECR. */
export const image = objectOf<Canary["image"]>({ repository: text, tag: text, reason: optional(text) }, typed);

/** {@link Entrance}. */
export const entrance = objectOf<Entrance>(
  {
    certificate: ofKind("existing", "requested"),
    sslPolicy: optional(text),
    idleTimeoutSeconds: optional(number),
    accessLogsRetentionDays: optional(number),
    deletionProtection: optional(flag),
    waf: optional(ofKind("existing", "managed")),
  },
  typed,
);

/** {@link Canary}. */
export const canary = objectOf<Canary>({ image, weight: number, stickinessSeconds: optional(number) }, typed);

/** {@link Alarms}. */
export const alarms = objectOf<Alarms>(
  {
    subscriptions: listOf(objectOf<Subscription>({ protocol: oneOf("email", "https"), endpoint: text }, typed)),
    utilizationPercent: optional(number),
    gatewayErrors: optional(number),
    gatewayErrorPattern: optional(text),
  },
  typed,
);

/** {@link Autoscaling}. */
export const autoscaling = objectOf<Autoscaling>(
  { min: number, max: number, cpuPercent: optional(number), memoryPercent: optional(number) },
  typed,
);

/** {@link EcsExec}. */
export const ecsExec = objectOf<EcsExec>(
  { enabled: optional(flag), reason: optional(text), sessionLogsRetentionDays: optional(number) },
  typed,
);

/** {@link NightStop}. */
export const nightStop = objectOf<NightStop>(
  { stop: text, start: text, timeZone: text, weekends: optional(flag) },
  typed,
);

/** Names of interface endpoints. */
export const interfaceEndpoints = listOf(oneOf(...INTERFACE_ENDPOINTS));

/** `Atlas`. */
export const atlas = ofKind("nat-allowlist", "privatelink", "peering");

/** {@link Secrets}. */
export const secrets = objectOf<Secrets>(
  {
    stores: optional(recordOf(oneOf("ssm", "secretsmanager"))),
    inBothStores: optional(listOf(text)),
    key: optional(objectOf<NonNullable<Secrets["key"]>>({ rotationDays: optional(number) }, typed)),
  },
  typed,
);

/** {@link ServiceDiscovery}. */
export const serviceDiscovery = objectOf<ServiceDiscovery>(
  { namespace: text, gatewayCalls: optional(oneOf("load-balancer", "namespace")) },
  typed,
);

/** {@link Repositories}. */
export const repositories = objectOf<Repositories>(
  { immutableTags: flag, keepImages: optional(number), keepUntaggedDays: optional(number) },
  typed,
);

const s3State = objectOf<S3State>(
  { kind: oneOf("s3"), bucket: text, lockTable: text, region: optional(text), stack: optional(text) },
  typed,
);

const cloudState = objectOf<CloudState>(
  {
    kind: oneOf("cloud"),
    organization: text,
    hostname: optional(text),
    project: optional(text),
    workspacePrefix: optional(text),
  },
  // Beside S3's fields it would not be clear which of the two is meant.
  { unknownFields: "refused" },
);

/** Where an environment keeps its state: the fields of its own kind. */
export const state: Shape = (field, value) => {
  const kind = objectOf<{ kind: unknown }>({ kind: oneOf("s3", "cloud") }, typed)(field, value);
  if (kind.length > 0) return kind;
  return (value as { kind: string }).kind === "cloud" ? cloudState(field, value) : s3State(field, value);
};

/** {@link Deployment}. */
export const deployment = objectOf<Deployment>(
  {
    github: optional(
      objectOf<NonNullable<Deployment["github"]>>(
        {
          repository: text,
          ownerId: optional(number),
          repositoryId: optional(number),
          oidcProviderArn: optional(text),
        },
        typed,
      ),
    ),
    hcp: optional(
      objectOf<NonNullable<Deployment["hcp"]>>({ oidcProviderArn: optional(text) }, { unknownFields: "refused" }),
    ),
    planReadsSecrets: optional(objectOf<NonNullable<Deployment["planReadsSecrets"]>>({ reason: text }, typed)),
  },
  typed,
);
