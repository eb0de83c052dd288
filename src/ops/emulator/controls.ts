import { EmulatorError } from "./error";

/** A kind of id that the next resources can be given. A new VPC takes ids for its default group and main route table. */
export type IdKind =
  | "vpc"
  | "subnet"
  | "securityGroup"
  | "securityGroupRule"
  | "eipAllocation"
  | "publicIp"
  | "natGateway"
  | "internetGateway"
  | "routeTable";

/** What DescribeTargetHealth says about a registered target. */
export interface TargetHealth {
  /** The target's id, which is its address; `*` for all that have no health of their own. */
  readonly target: string;
  /** `healthy` takes back what was set. */
  readonly state: "healthy" | "initial" | "unhealthy" | "draining" | "unavailable";
  /** @default "Target.FailedHealthChecks" */
  readonly reason?: string;
  /** @default "Health checks failed" */
  readonly description?: string;
}

/** How the roll-outs of a service end. */
export interface RolloutOutcome {
  /** @default the desired count, which is also the most */
  readonly runningCount?: number;
  /** `ROLLED_BACK`: the circuit breaker has gone back to the revision before. @default "COMPLETED" */
  readonly rolloutState?: "COMPLETED" | "IN_PROGRESS" | "FAILED" | "ROLLED_BACK";
  readonly rolloutStateReason?: string;
  /** @default 0 */
  readonly failedTasks?: number;
  /** `DRAINING`: it has been deleted, and AWS has not stopped all of its tasks yet. @default as it is */
  readonly status?: "DRAINING";
}

/** The roll-outs of a service, the present one and all later ones. */
export interface Rollout {
  /** The cluster's name. */
  readonly cluster: string;
  /** The service's name. */
  readonly service: string;
  /** How they end; without it they complete again. */
  readonly outcome?: RolloutOutcome;
}

/** An API call that the emulator answered. */
export interface ApiCall {
  /** Seconds since 1970. */
  readonly time: number;
  /** The service that the request was signed for, such as `ec2`. */
  readonly service: string;
  /** The action, such as `DescribeVpcs`; method and path for the services that speak REST. */
  readonly action: string;
  /** The HTTP status. */
  readonly status: number;
}

/** An API call that the emulator could not answer as AWS would. */
export interface UnimplementedCall {
  readonly service: string;
  readonly action: string;
  readonly reason: string;
}

/** Sends one request to the controls of the emulator at an endpoint. */
export async function control(endpoint: string, method: string, name: string, body?: unknown): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(`${endpoint}/kelmah/${name}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch (cause) {
    throw new EmulatorError(`The emulator at ${endpoint} does not answer: it has been stopped or has died.`, { cause });
  }
  const answer: unknown = await response.json();
  if (!response.ok) throw new EmulatorError((answer as { error: string }).error);
  return answer;
}
