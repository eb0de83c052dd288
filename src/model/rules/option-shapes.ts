import type { PinnedImage, TaggedImage } from "../image";
import type {
  Alarms,
  Atlas,
  Autoscaling,
  Canary,
  Certificate,
  Deployment,
  EcsExec,
  Entrance,
  NightStop,
  Repositories,
  Secrets,
  WebApplicationFirewall,
} from "../options";
import { INTERFACE_ENDPOINTS, type ServiceDiscovery, type Subscription } from "../options";
import type { CloudState, S3State } from "../environment";
import {
  flag,
  listOf,
  number,
  objectOf,
  oneOf,
  oneOfKinds,
  optional,
  recordOf,
  type Shape,
  text,
  textSuchAs,
} from "../shape";

const taggedImage = objectOf<TaggedImage>({ repository: text, tag: text, reason: optional(text) });
const pinnedImage = objectOf<PinnedImage>({ repository: text, digest: textSuchAs("sha256:..."), reason: text });

/** {@link Image}: pinned where it has a digest. */
export const image: Shape = (field, value, standIn) => {
  const { digest, tag } = (value ?? {}) as { readonly digest?: unknown; readonly tag?: unknown };
  if (digest === undefined) return taggedImage(field, value, standIn);
  if (tag === undefined) return pinnedImage(field, value, standIn);
  const pinned = Object.fromEntries(Object.entries(value as object).filter(([key]) => key !== "tag"));
  const shaped = pinnedImage(field, pinned, standIn);
  const message = "is given beside a digest, and it is not clear which of the two is meant: leave one of them out";
  return { ...shaped, problems: [...shaped.problems, { field: `${field}.tag`, message }] };
};

/** {@link Entrance}. */
export const entrance = objectOf<Entrance>({
  certificate: oneOfKinds<Certificate, "kind">("kind", {
    existing: { arn: textSuchAs("arn:aws:acm:eu-north-1:111122223333:certificate/...") },
    requested: {
      domainName: textSuchAs("api.kelmah.com"),
      hostedZoneId: textSuchAs("Z0123456789ABCDEFGHIJ"),
      pointDomain: optional(flag),
    },
  }),
  sslPolicy: optional(text),
  idleTimeoutSeconds: optional(number),
  accessLogsRetentionDays: optional(number),
  deletionProtection: optional(flag),
  waf: optional(
    oneOfKinds<WebApplicationFirewall, "kind">("kind", {
      existing: { webAclArn: textSuchAs("arn:aws:wafv2:eu-north-1:111122223333:regional/webacl/...") },
      managed: { ruleGroups: listOf(text) },
    }),
  ),
});

/** {@link Canary}. */
export const canary = objectOf<Canary>({ image, weight: number, stickinessSeconds: optional(number) });

/** {@link Alarms}. */
export const alarms = objectOf<Alarms>({
  subscriptions: listOf(objectOf<Subscription>({ protocol: oneOf("email", "https"), endpoint: text })),
  utilizationPercent: optional(number),
  gatewayErrors: optional(number),
  gatewayErrorPattern: optional(text),
});

/** {@link Autoscaling}. */
export const autoscaling = objectOf<Autoscaling>({
  min: number,
  max: number,
  cpuPercent: optional(number),
  memoryPercent: optional(number),
});

/** {@link EcsExec}. */
export const ecsExec = objectOf<EcsExec>({
  enabled: optional(flag),
  reason: optional(text),
  sessionLogsRetentionDays: optional(number),
});

/** {@link NightStop}. */
export const nightStop = objectOf<NightStop>({ stop: text, start: text, timeZone: text, weekends: optional(flag) });

/** Names of interface endpoints. */
export const interfaceEndpoints = listOf(oneOf(...INTERFACE_ENDPOINTS));

/** {@link Atlas}. */
export const atlas = oneOfKinds<Atlas, "kind">("kind", {
  "nat-allowlist": {},
  privatelink: { serviceName: textSuchAs("com.amazonaws.vpce.eu-north-1.vpce-svc-0123456789abcdef0") },
  peering: { connectionId: textSuchAs("pcx-0123456789abcdef0"), cidr: textSuchAs("192.168.248.0/21") },
});

/** {@link Secrets}. */
export const secrets = objectOf<Secrets>({
  stores: optional(recordOf(oneOf("ssm", "secretsmanager"))),
  inBothStores: optional(listOf(text)),
  key: optional(objectOf<NonNullable<Secrets["key"]>>({ rotationDays: optional(number) })),
});

/** {@link ServiceDiscovery}. */
export const serviceDiscovery = objectOf<ServiceDiscovery>({
  namespace: text,
  gatewayCalls: optional(oneOf("load-balancer", "namespace")),
});

/** {@link Repositories}. */
export const repositories = objectOf<Repositories>({
  immutableTags: flag,
  keepImages: optional(number),
  keepUntaggedDays: optional(number),
});

/** Where an environment keeps its state: S3, or HCP Terraform. */
export const state = oneOfKinds<S3State | CloudState, "kind">("kind", {
  s3: { bucket: text, lockTable: text, region: optional(text), stack: optional(text) },
  cloud: { organization: text, hostname: optional(text), project: optional(text), workspacePrefix: optional(text) },
});

/** {@link Deployment}. */
export const deployment = objectOf<Deployment>({
  github: optional(
    objectOf<NonNullable<Deployment["github"]>>({
      repository: text,
      ownerId: optional(number),
      repositoryId: optional(number),
      oidcProviderArn: optional(text),
    }),
  ),
  hcp: optional(objectOf<NonNullable<Deployment["hcp"]>>({ oidcProviderArn: optional(text) })),
  planReadsSecrets: optional(objectOf<NonNullable<Deployment["planReadsSecrets"]>>({ reason: text })),
  roles: optional(oneOf("bounded", "untouched")),
});
