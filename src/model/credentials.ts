// Anywhere in the value: a list of addresses may hold one. A password may hold a slash; a port before a path is none.
// Of the scheme its last letter is enough, and no password is longer: else a long value that is none takes minutes.
const CONNECTION_STRING = /[a-z0-9+.-]:\/\/[^\s/:@]*:(?:[^\s/@]+|(?!\d+\/)[^\s,@]{1,512})@/i;
// Prefixes that AWS, Stripe and Paystack, GitHub, Slack and SendGrid print on their keys, PEM keys and JSON web tokens.
const ISSUED_KEY =
  /(?<![A-Za-z0-9])(?:(?:AKIA|ASIA)[A-Z0-9]{16}|[sr]k_(?:live|test)_\w+|gh[pousr]_\w+|github_pat_\w+|xox[abprs]-[\w-]+|SG\.[\w.-]+|-----BEGIN [A-Z ]*PRIVATE KEY|eyJ[\w-]{1,512}\.eyJ)/;
const SECRET_NAME =
  /(?:^|_)(?:SECRET|PASSWORD|PASSWD|PASS|TOKEN|CREDENTIALS?|(?:API|ACCESS|PRIVATE|SECRET|ENCRYPTION)_?KEY)(?:_KEY)?$/i;
const HARMLESS_VALUE = /^(?:|true|false|\d{1,6}|\d+(?:ms|s|m|h|d|w))$/i;

/** Whether a variable's name says that it holds a credential, whatever it holds. */
export function hasCredentialName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/**
 * Why a plain environment variable looks like a credential, or `undefined`. The reason never repeats the value.
 * A connection string with a password and the shape of an issued key tell by themselves; otherwise the name does.
 */
export function credentialReason(name: string, value: string): string | undefined {
  if (CONNECTION_STRING.test(value)) return "its value is a connection string with a password";
  if (ISSUED_KEY.test(value)) return "its value has the shape of an issued key";
  if (hasCredentialName(name) && !HARMLESS_VALUE.test(value)) return "its name says that it is a credential";
  return undefined;
}
