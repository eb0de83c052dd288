import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import { OperatorError } from "../model/problem";
import type { SynthesizedStack } from "./stack";

const EXPIRED = ["ExpiredToken", "ExpiredTokenException", "TokenProviderError", "SSOTokenProviderFailure"];
const REFUSED = ["InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch", "AccessDenied"];

/**
 * Makes sure that the credentials at hand belong to the account a stack is for.
 *
 * @throws Error saying whose they are and whose they must be, or what is wrong with them.
 */
export async function checkAccount(sts: STSClient, stack: Pick<SynthesizedStack, "name" | "provider">): Promise<void> {
  const wanted = stack.provider.accounts;
  const actual = await callerAccount(sts);
  if (wanted.includes(actual)) return;
  throw new OperatorError(
    `The AWS credentials are account ${actual}'s, but ${stack.name} belongs to ${wanted.join(" or ")}. ` +
      "Nothing was changed. Choose that account's credentials, for example with AWS_PROFILE.",
  );
}

async function callerAccount(sts: STSClient): Promise<string> {
  try {
    const { Account } = await sts.send(new GetCallerIdentityCommand({}));
    return Account ?? "unknown";
  } catch (error) {
    throw new OperatorError(explain(error as Error), { cause: error });
  }
}

function explain({ name, message }: Error): string {
  // The token of an SSO session that has run out is reported as a failure to find credentials.
  if (EXPIRED.includes(name) || /expired/i.test(message))
    return "The AWS credentials have expired. Sign in again, for example with: aws sso login";
  if (name === "CredentialsProviderError")
    return "There are no AWS credentials. Set AWS_PROFILE, or sign in with: aws sso login";
  if (REFUSED.includes(name)) return `AWS does not accept the credentials (${name}: ${message}).`;
  return `AWS could not be asked whose the credentials are (${name}: ${message}).`;
}
