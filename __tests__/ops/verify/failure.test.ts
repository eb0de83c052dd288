import { explainCall } from "../../../src/ops/verify/failure";
import { ask } from "../../../src/ops/verify/fetch/answer";

const fail = (name: string, more: object = {}) =>
  explainCall(Object.assign(new Error("said by AWS"), { name, ...more }), {
    action: "ecs:DescribeServices",
    deadlineSeconds: 30,
  });

test.each([
  ["AccessDeniedException", {}, "denied", "AWS denies ecs:DescribeServices to these credentials. The policy that verify needs is docs/verify-policy.json."],
  ["ExpiredTokenException", {}, "credentials", "The AWS credentials have expired. Sign in again, for example with: aws sso login."],
  ["CredentialsProviderError", {}, "credentials", "There are no AWS credentials. Set AWS_PROFILE, or sign in with: aws sso login."],
  ["UnrecognizedClientException", {}, "credentials", "AWS does not accept the credentials (ecs:DescribeServices: UnrecognizedClientException)."],
  ["ThrottlingException", { $metadata: { attempts: 4 } }, "passing", "AWS throttles ecs:DescribeServices (asked 4 times). Wait a minute and run the command again."],
  ["DeadlineError", {}, "passing", "AWS has not answered ecs:DescribeServices within 30 seconds. Run the command again."],
  ["InternalFailure", { $metadata: { httpStatusCode: 500, attempts: 4 } }, "passing", "AWS fails at ecs:DescribeServices (InternalFailure, asked 4 times). Run the command again later."],
  ["Error", { code: "ECONNREFUSED" }, "passing", "AWS cannot be reached for ecs:DescribeServices (ECONNREFUSED). Look at the network, a proxy, AWS_ENDPOINT_URL and the region."],
  ["InvalidParameterException", {}, "refused", "AWS refuses ecs:DescribeServices (InvalidParameterException: said by AWS)."],
])("%s is one sentence", (name, more, kind, message) => {
  expect(fail(name, more)).toMatchObject({ kind, message, action: "ecs:DescribeServices" });
}); // prettier-ignore

test("a call that fails is an answer; a mistake of our own is none", async () => {
  const failure = fail("AccessDenied");
  expect(await ask(() => Promise.reject(failure))).toEqual({ known: false, failure });
  await expect(ask(() => Promise.reject(new TypeError("ours")))).rejects.toThrow(TypeError);
  const gone = Object.assign(new Error("no"), { name: "TargetGroupNotFoundException", $metadata: {} });
  expect(await ask(() => Promise.reject(gone))).toMatchObject({ known: false, failure: { kind: "passing" } });
});
