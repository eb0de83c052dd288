// What an environment may have beside the platform itself; docs/options.md has a paragraph and the cost of each.
import type { Image } from "./image";

/** The certificate that the public entrance shows: one that AWS Certificate Manager has, or one to request and validate in Route 53. */
export type Certificate =
  | { readonly kind: "existing"; readonly arn: string }
  | {
      readonly kind: "requested";
      /** What callers call: `api.kelmah.com`. */
      readonly domainName: string;
      /** The public zone in Route 53 that proves whose domain it is. */
      readonly hostedZoneId: string;
      /** Whether the domain's address is the entrance's; `false` leaves callers where they are. @default true */
      readonly pointDomain?: boolean;
    };

/** What looks at calls before the public entrance passes them on: a web ACL that exists, or one with AWS's managed rule groups. */
export type WebApplicationFirewall =
  | { readonly kind: "existing"; readonly webAclArn: string }
  | { readonly kind: "managed"; readonly ruleGroups: readonly string[] };

/**
 * An internet-facing application load balancer with HTTPS in front of the gateway (docs/original-runbook.md, "Notes");
 * the gateway's tasks are private behind it, and `gateway.ingressCidrs` says who may call the load balancer.
 */
export interface Entrance {
  readonly certificate: Certificate;
  /** The listener's security policy: TLS 1.2 or newer. @default "ELBSecurityPolicy-TLS13-1-2-2021-06" */
  readonly sslPolicy?: string;
  /**
   * Seconds that a quiet connection is kept; web sockets need at least 120 (docs/platform.md, "What the images are
   * like"). @default 120
   */
  readonly idleTimeoutSeconds?: number;
  /** Days that access logs are kept in a bucket of their own. @default no access logs */
  readonly accessLogsRetentionDays?: number;
  /** Whether AWS refuses to delete it; a protected environment may not say no. @default whether the environment is protected */
  readonly deletionProtection?: boolean;
  /** @default none */
  readonly waf?: WebApplicationFirewall;
}

/**
 * A second gateway that gets a share of the calls (docs/original-runbook.md, "Operational playbooks"). Weight 0 aborts
 * it, and `gateway.image` set to the same image promotes it: either way nothing of it is left.
 */
export interface Canary {
  readonly image: Image;
  /** Per cent of the calls, 0 to 100. */
  readonly weight: number;
  /** Seconds that a caller stays with the gateway that answered first. @default each call is on its own */
  readonly stickinessSeconds?: number;
}

/** Who is told when an alarm rings. */
export interface Subscription {
  readonly protocol: "email" | "https";
  readonly endpoint: string;
}

/**
 * CloudWatch alarms (docs/original-runbook.md, "Monitoring & alerting (suggested)"), the topic they write to, and the
 * dashboard.
 */
export interface Alarms {
  readonly subscriptions: readonly Subscription[];
  /** Of a task's own CPU and memory. @default 85 */
  readonly utilizationPercent?: number;
  /** Errors within 5 minutes at the gateway: 5xx of the load balancers in front of it, or errors in its log where it has none. @default 10 */
  readonly gatewayErrors?: number;
  /** What an error looks like in the gateway's log: a regular expression as CloudWatch Logs takes it, without the `%`. @default 5xx and errors */
  readonly gatewayErrorPattern?: string;
}

/** Tasks follow the load; `desiredCount` 0 parks the service all the same. */
export interface Autoscaling {
  readonly min: number;
  readonly max: number;
  /** Average CPU of the tasks that is aimed at. One of the two is needed. @default CPU does not matter */
  readonly cpuPercent?: number;
  /** Average memory of the tasks that is aimed at. @default memory does not matter */
  readonly memoryPercent?: number;
}

/** Shells in tasks with `aws ecs execute-command`, each session logged under a key of the customer's own. */
export interface EcsExec {
  /**
   * `false` opens no more shells and keeps the log of those that were opened, and its key: both go when the field is left out.
   * The cluster is told to log nothing, since the provider cannot take its configuration away (5.100.0, aws_ecs_cluster).
   *
   * @default true
   */
  readonly enabled?: boolean;
  /** Why they are needed. A protected environment has to say it. @default nobody says */
  readonly reason?: string;
  /** Days that the sessions' log is kept. @default 90 */
  readonly sessionLogsRetentionDays?: number;
}

/** Hours in which nothing runs. */
export interface NightStop {
  /** When tasks stop: `20:00`. */
  readonly stop: string;
  /** When they start again: `07:00`. */
  readonly start: string;
  /** IANA's name: `Africa/Accra`. */
  readonly timeZone: string;
  /** Whether they stay stopped from Friday's stop to Monday's start. @default true */
  readonly weekends?: boolean;
}

/** Services of AWS that tasks reach without the NAT gateway. */
export const INTERFACE_ENDPOINTS = ["ecr", "logs", "ssm", "secretsmanager", "kms"] as const;

/** A service of AWS that tasks reach without the NAT gateway; `ecr` is two endpoints, its API and its registry. */
export type InterfaceEndpoint = (typeof INTERFACE_ENDPOINTS)[number];

/** How the services reach MongoDB Atlas (docs/original-runbook.md, "MongoDB Atlas connectivity options"). */
export type Atlas =
  | { readonly kind: "nat-allowlist" }
  | {
      readonly kind: "privatelink";
      /** What Atlas calls its endpoint service: `com.amazonaws.vpce.eu-north-1.vpce-svc-...`. */
      readonly serviceName: string;
    }
  | {
      readonly kind: "peering";
      /** The connection that Atlas has asked for: `pcx-...`. */
      readonly connectionId: string;
      /** The block of Atlas's network. */
      readonly cidr: string;
    };

/** Which store holds a secret's value. */
export type SecretStore = "ssm" | "secretsmanager";

/** Where secrets are kept, and under whose key. */
export interface Secrets {
  /** Which store tasks read a secret from, by secret. @default "ssm" for each */
  readonly stores?: Readonly<Record<string, SecretStore>>;
  /** Secrets that are in the other store too, where nobody reads them: on their way from one to the other. @default none */
  readonly inBothStores?: readonly string[];
  /** A KMS key of the customer's own, which AWS rotates. @default AWS's keys for the two stores */
  readonly key?: {
    /** Days from one rotation to the next, 90 to 2560. @default 365 */
    readonly rotationDays?: number;
  };
}

/**
 * AWS Cloud Map beside the load balancer (docs/original-runbook.md, "Architecture rationale and design choices": the
 * next step).
 */
export interface ServiceDiscovery {
  /** The private DNS namespace, which ends in `.internal`: `kelmah.internal`. A service is `<name>.<namespace>` in it. */
  readonly namespace: string;
  /** Where the gateway calls private services. @default "load-balancer" */
  readonly gatewayCalls?: "load-balancer" | "namespace";
}

/** The ECR repositories of the services and the gateway, made or adopted. */
export interface Repositories {
  /** Whether a pushed tag can never be pushed over. */
  readonly immutableTags: boolean;
  /** Images that are kept in each, the newest. @default 50 */
  readonly keepImages?: number;
  /** Days from its push that an image without a tag is kept. @default for ever: one that runs may have lost its tag */
  readonly keepUntaggedDays?: number;
}

/** The GitHub repository whose workflow plans and applies (`.github/workflows/terraform.yml`). */
export interface GithubDeployment {
  /** `owner/name`. */
  readonly repository: string;
  /**
   * The owner's number, which goes with `repositoryId`. GitHub writes both into the tokens of repositories that were made, renamed or
   * transferred since July 15, 2026 ("OpenID Connect reference", "Immutable subject claims"). @default the tokens hold names alone
   */
  readonly ownerId?: number;
  /** The repository's number, which goes with `ownerId`. @default the tokens hold names alone */
  readonly repositoryId?: number;
  /** The provider `token.actions.githubusercontent.com` that the account has already: it can have but one. @default it is made */
  readonly oidcProviderArn?: string;
}

/** Runs in HCP Terraform sign in to AWS by themselves; organization, project and workspaces are those of `state`. */
export interface HcpDeployment {
  /** The provider of `state.hostname` that the account has already: it can have but one. @default it is made */
  readonly oidcProviderArn?: string;
}

/** Who may plan and apply without a person's credentials: a role that only reads, and one that changes, for each. */
export interface Deployment {
  /** @default no workflow of GitHub's */
  readonly github?: GithubDeployment;
  /** @default no run of HCP Terraform's */
  readonly hcp?: HcpDeployment;
  /**
   * Why whoever plans may read secrets: the values of the parameters that Terraform manages, which its provider decrypts on refresh,
   * and those that the task definitions of legacy services hold as plain text. @default they may not: every parameter must be in
   * `inventory.existingParameters`, and no environment of the account may have a legacy service
   */
  readonly planReadsSecrets?: { readonly reason: string };
  /**
   * Roles that the environment's stacks make. `bounded`: each has the permissions boundary `kelmah-boundary-<env>`, without which an apply
   * may neither make nor change one. `untouched`: they have none, and an apply may not change roles at all. @default "bounded"
   */
  readonly roles?: "bounded" | "untouched";
}
