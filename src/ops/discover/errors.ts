import { OperatorError } from "../../model/problem";
import { ProxyError } from "../http/agents";
import { credentialsProblem, isDenied } from "../credentials";

/** The call that failed: its IAM action, and how long it was waited for. */
export interface FailedCall {
  /** Such as `ec2:DescribeSubnets`. */
  readonly action: string;
  readonly deadlineSeconds: number;
}

/** Thrown when a call has had no answer in time. */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError";
}

interface AwsError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
  readonly $retryable?: { readonly throttling?: boolean };
  readonly code?: string;
}

const THROTTLED =
  /^(Throttl\w*|TooManyRequests\w*|RequestLimitExceeded|RequestThrottled\w*|BandwidthLimitExceeded|SlowDown|PriorRequestNotComplete|EC2ThrottledException|LimitExceededException|ProvisionedThroughputExceeded\w*)$/;
const UNREACHABLE = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/;

/** An error of AWS's as a sentence for the person at the keyboard: what failed, and what to do about it. */
export function explainFailure(error: unknown, { action, deadlineSeconds }: FailedCall): OperatorError {
  return new OperatorError(`${sentence(error as AwsError, action, deadlineSeconds)} Nothing was written.`, {
    cause: error,
  });
}

function sentence(error: AwsError, action: string, deadlineSeconds: number): string {
  const { name, message, $metadata: { httpStatusCode: status = 0, attempts = 1 } = {} } = error;
  const times = attempts === 1 ? "once" : `${attempts} times`;
  const credentials = credentialsProblem(error, `${action}: ${name}`);
  if (credentials !== undefined) return credentials;
  if (isDenied(error)) {
    return `AWS denies ${action} to these credentials. The policy that discover needs is docs/discover-policy.json.`;
  }
  if (error.$retryable?.throttling === true || THROTTLED.test(name) || status === 429) {
    return `AWS throttles ${action} (asked ${times}). Wait a minute and run the command again.`;
  }
  if (error instanceof ProxyError) {
    return `AWS cannot be reached for ${action}: ${error.message}. Look at HTTPS_PROXY, and at what the proxy lets through.`;
  }
  // The SDK calls a connection that ends a TimeoutError too; its code tells them apart.
  if (UNREACHABLE.test(error.code ?? "")) {
    return `AWS cannot be reached for ${action} (${error.code ?? ""}). Look at the network, a proxy, AWS_ENDPOINT_URL and the region.`;
  }
  if (name === "DeadlineError" || name === "TimeoutError") {
    return `AWS has not answered ${action} within ${deadlineSeconds} seconds. Run the command again.`;
  }
  if (status >= 500) return `AWS fails at ${action} (${name}, asked ${times}). Run the command again later.`;
  return `AWS refuses ${action} (${name}: ${message}).`;
}
