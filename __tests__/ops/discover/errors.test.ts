import { DeadlineError, explainFailure } from "../../../src/ops/discover/errors";

/** An error as the SDK throws it. */
function awsError(name: string, more: object = {}, message = "said by AWS"): Error {
  return Object.assign(new Error(message), { name, ...more });
}

const explain = (error: Error) => explainFailure(error, { action: "ec2:DescribeSubnets", deadlineSeconds: 60 }).message;

test.each([
  ["ExpiredTokenException", {}, "The AWS credentials have expired. Sign in again, for example with: aws sso login."],
  ["RequestExpired", {}, "The AWS credentials have expired. Sign in again, for example with: aws sso login."],
  ["CredentialsProviderError", {}, "There are no AWS credentials. Set AWS_PROFILE, or sign in with: aws sso login."],
  ["AuthFailure", {}, "AWS does not accept the credentials (ec2:DescribeSubnets: AuthFailure)."],
  [
    "UnauthorizedOperation",
    { $metadata: { httpStatusCode: 403 } },
    "AWS denies ec2:DescribeSubnets to these credentials. The policy that discover needs is docs/discover-policy.json.",
  ],
  [
    "AccessDeniedException",
    { $metadata: { httpStatusCode: 400 } },
    "AWS denies ec2:DescribeSubnets to these credentials. The policy that discover needs is docs/discover-policy.json.",
  ],
  [
    "RequestLimitExceeded",
    { $metadata: { httpStatusCode: 503, attempts: 6 } },
    "AWS throttles ec2:DescribeSubnets (asked 6 times). Wait a minute and run the command again.",
  ],
  [
    "SomethingNew",
    { $retryable: { throttling: true }, $metadata: { attempts: 1 } },
    "AWS throttles ec2:DescribeSubnets (asked once). Wait a minute and run the command again.",
  ],
  ["TimeoutError", {}, "AWS has not answered ec2:DescribeSubnets within 60 seconds. Run the command again."],
  [
    "Error",
    { code: "ECONNREFUSED" },
    "AWS cannot be reached for ec2:DescribeSubnets (ECONNREFUSED). Look at the network, a proxy, AWS_ENDPOINT_URL and the region.",
  ],
  [
    "TimeoutError",
    { code: "ECONNRESET" },
    "AWS cannot be reached for ec2:DescribeSubnets (ECONNRESET). Look at the network, a proxy, AWS_ENDPOINT_URL and the region.",
  ],
  [
    "InternalFailure",
    { $metadata: { httpStatusCode: 500, attempts: 6 } },
    "AWS fails at ec2:DescribeSubnets (InternalFailure, asked 6 times). Run the command again later.",
  ],
  [
    "InvalidParameterValue",
    { $metadata: { httpStatusCode: 400 } },
    "AWS refuses ec2:DescribeSubnets (InvalidParameterValue: said by AWS).",
  ],
])("%s %p is one sentence", (name, more, sentence) => {
  expect(explain(awsError(name, more))).toBe(`${sentence} Nothing was written.`);
});

test("a session that has run out is said to be expired, though no credentials are found", () => {
  const error = awsError("CredentialsProviderError", {}, "The SSO session has expired.");
  expect(explain(error)).toMatch(/^The AWS credentials have expired/);
});

test("a call without an answer says how long it was waited for", () => {
  expect(explain(new DeadlineError())).toMatch(/^AWS has not answered ec2:DescribeSubnets within 60 seconds/);
});
