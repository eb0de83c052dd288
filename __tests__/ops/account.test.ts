import type { STSClient } from "@aws-sdk/client-sts";
import { checkAccount } from "../../src/ops/account";

const stack = { name: "kelmah-state", provider: { region: "eu-north-1", accounts: ["992350137489"] } };

/** STS that answers with an account or fails with an error of a name. */
function sts(answer: string | Error): STSClient {
  const send = () => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve({ Account: answer }));
  return { send } as unknown as STSClient;
}

function failure(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

test("accepts the stack's account", async () => {
  await expect(checkAccount(sts("992350137489"), stack)).resolves.toBeUndefined();
});

test("refuses another account and names both", async () => {
  await expect(checkAccount(sts("111122223333"), stack)).rejects.toThrow(
    "The AWS credentials are account 111122223333's, but kelmah-state belongs to 992350137489. " +
      "Nothing was changed. Choose that account's credentials, for example with AWS_PROFILE.",
  );
});

test.each([
  [
    "no credentials",
    failure("CredentialsProviderError", "Could not load credentials from any providers"),
    "There are no AWS credentials. Set AWS_PROFILE, or sign in with: aws sso login.",
  ],
  [
    "an SSO session that has run out",
    failure("CredentialsProviderError", "The SSO session associated with this profile has expired."),
    "The AWS credentials have expired. Sign in again, for example with: aws sso login.",
  ],
  [
    "a token that has run out",
    failure("ExpiredToken", "The security token included in the request is no longer valid"),
    "The AWS credentials have expired. Sign in again, for example with: aws sso login.",
  ],
  [
    "keys that AWS does not know",
    failure("InvalidClientTokenId", "The security token included in the request is invalid."),
    "AWS does not accept the credentials (InvalidClientTokenId: The security token included in the request is invalid.).",
  ],
  [
    "credentials that may not even ask",
    failure("AccessDenied", "explicit deny"),
    "AWS does not accept the credentials (AccessDenied: explicit deny).",
  ],
  [
    "a certificate that has run out, which is not the credentials'",
    failure("Error", "certificate has expired"),
    "AWS could not be asked whose the credentials are (Error: certificate has expired).",
  ],
  [
    "no network",
    failure("Error", "getaddrinfo ENOTFOUND"),
    "AWS could not be asked whose the credentials are (Error: getaddrinfo ENOTFOUND).",
  ],
])("says what to do about %s", async (_, error, message) => {
  await expect(checkAccount(sts(error), stack)).rejects.toThrow(message);
});
