import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECRClient } from "@aws-sdk/client-ecr";
import { ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { IAMClient } from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";
import { proxyAgents } from "../http/agents";
import { DeadlineError, explainFailure, type FailedCall } from "../discover/errors";

/** The AWS APIs that are asked. */
export interface Clients {
  readonly autoScaling: ApplicationAutoScalingClient;
  readonly ec2: EC2Client;
  readonly ecr: ECRClient;
  readonly ecs: ECSClient;
  readonly elbv2: ElasticLoadBalancingV2Client;
  readonly iam: IAMClient;
  readonly logs: CloudWatchLogsClient;
  readonly s3: S3Client;
  readonly secretsManager: SecretsManagerClient;
  readonly ssm: SSMClient;
  readonly sts: STSClient;
}

/** How AWS is reached: an emulator's address and credentials, or nothing but the region. */
export interface ClientConfig {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Attempts at one call, the first included. @default 6 */
  readonly maxAttempts?: number;
  /** Variables that may name a proxy. @default AWS is reached directly */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * How every client sends its calls: through a proxy where the environment names one, as Terraform and the AWS CLI do, and no
 * longer than somebody answers.
 */
export function requestHandler(env: NodeJS.ProcessEnv) {
  return { connectionTimeout: 5_000, requestTimeout: 15_000, throwOnRequestTimeout: true, ...proxyAgents(env, true) };
}

/** Clients that back off when AWS throttles them, and end an attempt that nobody answers. */
export function createClients({ maxAttempts = 6, env = {}, ...config }: ClientConfig): Clients {
  const options = {
    ...config,
    maxAttempts,
    retryMode: "adaptive",
    requestHandler: requestHandler(env),
  };
  return {
    autoScaling: new ApplicationAutoScalingClient(options),
    ec2: new EC2Client(options),
    ecr: new ECRClient(options),
    ecs: new ECSClient(options),
    elbv2: new ElasticLoadBalancingV2Client(options),
    iam: new IAMClient(options),
    logs: new CloudWatchLogsClient(options),
    // The states of an account are in one region, whichever the environment's is.
    s3: new S3Client({ ...options, followRegionRedirects: true }),
    secretsManager: new SecretsManagerClient(options),
    ssm: new SSMClient(options),
    sts: new STSClient(options),
  };
}

/** The prefix of each client's actions in IAM policies. */
const IAM_PREFIX: Readonly<Record<keyof Clients, string>> = {
  autoScaling: "application-autoscaling",
  ec2: "ec2",
  ecr: "ecr",
  ecs: "ecs",
  elbv2: "elasticloadbalancing",
  iam: "iam",
  logs: "logs",
  s3: "s3",
  secretsManager: "secretsmanager",
  ssm: "ssm",
  sts: "sts",
};

/** Commands that IAM knows under another name. */
const IAM_ACTIONS: Readonly<Record<string, string>> = { "s3:ListObjectsV2": "s3:ListBucket" };

/** The calls that were made, by IAM action. */
export class CallCount {
  private readonly calls = new Map<string, number>();
  private retries = 0;

  /** One call, answered after so many attempts. */
  add(action: string, attempts: number): void {
    this.calls.set(action, (this.calls.get(action) ?? 0) + 1);
    this.retries += attempts - 1;
  }

  get total(): number {
    return [...this.calls.values()].reduce((sum, calls) => sum + calls, 0);
  }

  get retried(): number {
    return this.retries;
  }

  get byAction(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.calls].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

interface Metadata {
  readonly $metadata?: { readonly attempts?: number };
}

/** The part of a client's middleware stack that is used here; its own type differs from client to client. */
interface Stack {
  add(
    middleware: (
      next: (args: unknown) => Promise<{ output: Metadata }>,
      context: { commandName?: string },
    ) => (args: unknown) => Promise<{ output: Metadata }>,
    options: { step: "initialize"; name: string; priority: "high" },
  ): void;
}

/** How calls are watched. */
export interface WatchOptions {
  /** Seconds that a call may take, its retries included. @default 60 */
  readonly deadlineSeconds?: number;
  readonly signal?: AbortSignal | undefined;
  /** Makes the error that is thrown of AWS's. @default discover's sentences */
  readonly explain?: (error: unknown, call: FailedCall) => Error;
}

/** AWS's answers that are no failures: what was asked for does not exist, which is for the asker to know. */
const EXPECTED = /NotFound|NoSuch/;

/** Counts every call of these clients, gives it a deadline, and makes a sentence of what goes wrong with it. */
export function watch(
  clients: Clients,
  { deadlineSeconds = 60, signal, explain = explainFailure }: WatchOptions = {},
): CallCount {
  const count = new CallCount();
  // One listener for all calls.
  const interrupted =
    signal &&
    new Promise<never>((_, reject) => {
      signal.addEventListener(
        "abort",
        () => {
          reject(signal.reason as Error);
        },
        { once: true },
      );
    });
  interrupted?.catch(() => undefined);
  for (const [name, client] of Object.entries(clients) as [keyof Clients, { middlewareStack: unknown }][]) {
    (client.middlewareStack as Stack).add(
      (next, context) => async (args) => {
        const command = `${IAM_PREFIX[name]}:${(context.commandName ?? "").replace(/Command$/, "")}`;
        const action = IAM_ACTIONS[command] ?? command;
        try {
          const answer = await within(deadlineSeconds, [next(args), ...(interrupted ? [interrupted] : [])]);
          count.add(action, answer.output.$metadata?.attempts ?? 1);
          return answer;
        } catch (error) {
          count.add(action, (error as Metadata).$metadata?.attempts ?? 1);
          signal?.throwIfAborted();
          // Whose the credentials are is asked first, and explained where it is asked.
          if (name === "sts" || EXPECTED.test((error as Error).name)) throw error;
          throw explain(error, { action, deadlineSeconds });
        }
      },
      { step: "initialize", name: "kelmahWatch", priority: "high" },
    );
  }
  return count;
}

/** What the first of these promises comes to, or an error when none does in time. */
async function within<T>(seconds: number, promises: readonly Promise<T>[]): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new DeadlineError());
    }, seconds * 1000);
  });
  try {
    return await Promise.race([...promises, late]);
  } finally {
    clearTimeout(timer);
  }
}
