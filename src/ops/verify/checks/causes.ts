import type { Deployment, Service } from "@aws-sdk/client-ecs";
import { credentialReason } from "../../../model/credentials";
import type { Commands } from "../commands";

/** Why tasks of a service do not run, in plain words. */
export interface Cause {
  readonly code: string;
  readonly words: string;
  /** What AWS said itself, cut short; empty where that looks like a credential. */
  readonly said: string;
  readonly next: readonly string[];
  /** The stack whose apply mends it, after `next`. @default none does */
  readonly apply?: string;
  /** Whether what ran before may do better: an earlier image or setting, and not a network or a quota. */
  readonly isOwn: boolean;
}

/** Whose tasks they are. */
export interface CauseContext {
  /** The service of the environment, or `gateway`. */
  readonly name: string;
  /** The ECS service. */
  readonly service: string;
  readonly repository: string;
  readonly logGroup: string;
  readonly commands: Commands;
}

interface Known {
  readonly code: string;
  readonly pattern: RegExp;
  readonly words: string;
  readonly next: (context: CauseContext) => readonly string[];
  /** Whether an apply mends it, after `next`. @default false */
  readonly applies?: true;
  /** Whether what ran before may do better. @default false */
  readonly isOwn?: true;
}

const readLogs = ({ commands, logGroup }: CauseContext) => [commands.logs(logGroup)];
const readEvents = ({ commands, service }: CauseContext) => [commands.events(service)];

/**
 * What ECS says when tasks do not start or do not stay; the first that fits. Sources: Amazon ECS developer guide,
 * "Stopped tasks error messages", "Service event messages" and "CannotPullContainer task errors";
 * docs/original-runbook.md, section 1.
 */
const CAUSES: readonly Known[] = [
  {
    code: "image-not-found",
    pattern: /CannotPull[\s\S]*(not found|manifest unknown|does not exist)/i,
    words: "CannotPullContainer: the image's tag is not in ECR",
    next: ({ commands, repository }) => [
      commands.tags(repository),
      "Choose one of these tags in src/environments/catalogue.ts, or push the image.",
    ],
    applies: true,
    isOwn: true,
  },
  {
    code: "image-not-pulled",
    pattern: /CannotPull|pull image manifest|ecr:(GetAuthorizationToken|BatchGetImage)/i,
    words: "CannotPullContainer: the image is not let through to the task",
    next: () => ["Look at the execution role's ecr permissions, and at the subnets' way to ECR (NAT gateway, route)."],
  },
  {
    code: "secret-not-found",
    pattern:
      /invalid ssm parameters|ParameterNotFound|(secret|ssm|parameter)[\s\S]*(not found|can't find|cannot find)/i,
    words: "a secret that it reads is not found in Parameter Store",
    next: () => ["Set the parameter that is named above, then let the service start again."],
  },
  {
    code: "secret-not-read",
    pattern: /unable to (pull|retrieve) secrets?|ResourceInitializationError[\s\S]*(ssm|secretsmanager|secrets)/i,
    words: "its secrets cannot be fetched: its role may not, or the network does not reach Parameter Store",
    next: () => ["Look at the execution role's ssm permissions, and at the subnets' way out (NAT gateway, route)."],
  },
  {
    code: "role-not-assumed",
    pattern: /unable to assume the (service )?role|AssumeRole/i,
    words: "ECS may not take on the task's role",
    next: () => [],
    applies: true,
  },
  {
    code: "no-capacity",
    pattern:
      /Capacity is unavailable|RESOURCE:|no container instance|limit on the number of (vCPUs|tasks)|InsufficientFreeAddresses/i,
    words: "no capacity: AWS has no room for the task, or a limit of the account is reached",
    next: () => ["Wait some minutes; when it stays so, look at the Fargate quotas of the account and free addresses."],
  },
  {
    code: "out-of-memory",
    pattern: /OutOfMemory|OOM/,
    words: "its container needs more memory than it has",
    next: ({ name }) => [`Raise 'memory' of ${name} in src/environments/catalogue.ts.`],
    applies: true,
    isOwn: true,
  },
  {
    code: "container-unhealthy",
    pattern: /container health check/i,
    words: "its container's own health check fails",
    next: readLogs,
    isOwn: true,
  },
  {
    code: "target-unhealthy",
    pattern: /is unhealthy in|ELB health checks|Health checks failed/i,
    words: "health check failing: the load balancer gets no good answer from it",
    next: readLogs,
    isOwn: true,
  },
  {
    code: "container-exits",
    pattern: /Essential container in task exited|exited with status \d+/i,
    words: "its container ends by itself",
    next: readLogs,
    isOwn: true,
  },
  {
    code: "not-placed",
    pattern: /unable to place a task|failed to (launch|start)|TaskFailedToStart/i,
    words: "its tasks do not start",
    next: readEvents,
  },
  {
    code: "never-steady",
    pattern: /unable to consistently start|tasks failed to start|circuit breaker/i,
    words: "its tasks start again and again and do not stay",
    next: (context) => [...readEvents(context), ...readLogs(context)],
    isOwn: true,
  },
];

/** The first known cause among what AWS said, the most telling first. */
export function causeOf(said: readonly string[], context: CauseContext): Cause | undefined {
  for (const { code, pattern, words, next, applies, isOwn = false } of CAUSES) {
    const text = said.find((message) => pattern.test(message));
    if (text === undefined) continue;
    return { code, words, said: shorten(text), next: next(context), ...(applies && context.commands.apply), isOwn };
  }
  return undefined;
}

const MOST = 200;

/** What AWS said, without what the reader knows already, and never with a credential in it. */
export function shorten(text: string): string {
  const plain = text
    .replace(/^\(service [^)]*\)\s*/, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  if (credentialReason("", plain) !== undefined) return "";
  return plain.length > MOST ? `${plain.slice(0, MOST - 1)}…` : plain;
}

/** The deployment that is to stay. */
export function primary({ deployments = [] }: Service): Deployment | undefined {
  return deployments.find(({ status }) => status === "PRIMARY") ?? deployments[0];
}

/** The messages of a service's events since it was steady last or was deployed, newest first. */
export function eventsSinceSteady(service: Service): string[] {
  const since = Number(primary(service)?.createdAt ?? 0);
  const messages: string[] = [];
  for (const { message = "", createdAt } of service.events ?? []) {
    if (message.includes("has reached a steady state") || (createdAt !== undefined && Number(createdAt) < since)) break;
    messages.push(message);
  }
  return messages;
}

/**
 * Since when a service runs nothing, in milliseconds since 1970: the first event after it was steady last, or when its tasks
 * were stopped on demand. ECS keeps the last hundred events.
 */
export function downSince(service: Service): number | undefined {
  const events = service.events ?? [];
  const steady = events.findIndex(({ message = "" }) => message.includes("has reached a steady state"));
  const first = steady > 0 ? events[steady - 1] : undefined;
  const event =
    first ?? events.find(({ message = "" }) => /has (stopped \d+ running tasks|begun draining)/.test(message));
  return event?.createdAt === undefined ? undefined : Number(event.createdAt);
}

/** Whether the circuit breaker has taken the present deployment back. */
export function rolledBack(service: Service): boolean {
  const id = primary(service)?.id;
  return (
    id !== undefined &&
    (service.events ?? []).some(({ message = "" }) => message.includes("rolling back to") && message.includes(id))
  );
}
