import { OperatorError } from "../../model/problem";
import { isDenied } from "../credentials";
import { explainFailure, type FailedCall } from "../discover/errors";

/**
 * Why a call has no answer: `denied`, a permission lacks; `credentials`, they are missing, expired or refused; `passing`,
 * AWS is slow, busy or out of reach; `refused`, anything else.
 */
export type FailureKind = "denied" | "credentials" | "passing" | "refused";

/** A call to AWS that has no answer, said in one sentence with what to do. */
export class CallFailure extends OperatorError {
  override readonly name = "CallFailure";

  constructor(
    message: string,
    /** Such as `ecs:DescribeServices`. */
    readonly action: string,
    readonly kind: FailureKind,
  ) {
    super(message);
  }
}

const CREDENTIALS =
  /Expired|CredentialsProvider|TokenProvider|AuthFailure|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidAccessKeyId/;

/** Which of AWS's errors will pass by themselves; source: the sentences of discover's own errors. */
const PASSING = /^AWS (throttles|cannot be reached|has not answered|fails)/;

/** What only looking at the shapes of secrets asks for. */
const OF_SECRETS = ["ssm:GetParameter", "secretsmanager:GetSecretValue"];

/** The error of a call as `watch` throws it: discover's sentences, without what only discover could have written. */
export function explainCall(error: unknown, call: FailedCall): CallFailure {
  const { action } = call;
  if (isDenied(error)) {
    const policy = OF_SECRETS.includes(action)
      ? "The policy that --check-secrets needs beside is docs/verify-secrets-policy.json."
      : "The policy that verify needs is docs/verify-policy.json.";
    return new CallFailure(`AWS denies ${action} to these credentials. ${policy}`, action, "denied");
  }
  const message = explainFailure(error, call).message.replace(/ Nothing was written\.$/, "");
  if (CREDENTIALS.test((error as Error).name)) return new CallFailure(message, action, "credentials");
  return new CallFailure(message, action, PASSING.test(message) ? "passing" : "refused");
}
