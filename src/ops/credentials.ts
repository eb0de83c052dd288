const EXPIRED = /^(ExpiredToken(Exception)?|RequestExpired|TokenProviderError|SSOTokenProviderFailure)$/;
const NONE = "CredentialsProviderError";
const REFUSED =
  /^(AuthFailure|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidAccessKeyId)$/;
const DENIED = /^(AccessDenied(Exception)?|UnauthorizedOperation|UnauthorizedAccess|NotAuthorized)$/;

/** Whether AWS refuses a call for want of a permission. */
export function isDenied(error: unknown): boolean {
  return DENIED.test((error as Error).name);
}

/**
 * What is wrong with the AWS credentials at hand, when that is why a call has failed, as a sentence for the person at the
 * keyboard.
 *
 * @param detail What is added in brackets when AWS does not accept the credentials, such as the error's name.
 * @returns `undefined` when the call has failed for another reason.
 */
export function credentialsProblem({ name, message }: Error, detail: string): string | undefined {
  // The token of an SSO session that has run out is reported as a failure to find credentials. In other errors something
  // else may have expired, such as a proxy's certificate.
  if (EXPIRED.test(name) || (name === NONE && /expired/i.test(message))) {
    return "The AWS credentials have expired. Sign in again, for example with: aws sso login.";
  }
  if (name === NONE) return "There are no AWS credentials. Set AWS_PROFILE, or sign in with: aws sso login.";
  return REFUSED.test(name) ? `AWS does not accept the credentials (${detail}).` : undefined;
}
