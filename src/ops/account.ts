import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import { OperatorError } from "../model/problem";
import { credentialsProblem, isDenied } from "./credentials";
import type { SynthesizedStack } from "./stack";

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

function explain(error: Error): string {
  const said = `${error.name}: ${error.message}`;
  // Everybody may ask who they are: to be denied that is to be nobody.
  if (isDenied(error)) return `AWS does not accept the credentials (${said}).`;
  return credentialsProblem(error, said) ?? `AWS could not be asked whose the credentials are (${said}).`;
}
