/** A name that can be one at all: most are not, and this is quick. */
const CANDIDATE = /secret|pass|pwd|pw|pswd|token|cred|key|salt|pepper|psk|auth|seed|mnemonic/i;

/** Words that say by themselves, at the end of a name, written apart or together: JWT_SECRET, jwtSecret, JWTSECRET. */
const CREDENTIAL =
  /(?:SECRET|SECRETHASH|PASSWORD|PASSWD|PASSWRD|PSWD|PASSPHRASE|PASSCODE|PWD|TOKEN|CREDENTIAL|CREDS|MNEMONIC|BASICAUTH|HTPASSWD|APIKEY)S?$/;

/** What a key is for: the other keys, such as those of tables, caches and objects, open nothing. */
const KEY =
  /(?:API|ACCESS|PRIVATE|SECRET|SHARED|PRESHARED|MASTER|ROOT|SESSION|COOKIE|TOKEN|PASSWORD|WEBHOOK|LICENSE|DEPLOY|SIGN|SIGNING|SIGNATURE|SECURITY|UNSEAL|CONSUMER|(?:EN|DE)CRYPTION|ENC|ENCRYPT|CRYPT|CRYPTO|CIPHER|FERNET|AES\d{0,3}|RSA|HMAC|MAC|JWT|JWE|JWK|AUTH|SSH|TLS|SSL|APP|APPLICATION|SERVER|SERVICE|SERVICEROLE|INTERNAL|STORAGE|ACCOUNT|MERCHANT|SUBSCRIPTION|INTEGRATION|STRIPE|PAYSTACK|FLUTTERWAVE|OPENAI|ANTHROPIC|GEMINI|GOOGLE|MAPS|FIREBASE|FCM|SENDGRID|TWILIO|MAILGUN|MAILCHIMP|RESEND|BREVO|POSTMARK|CLOUDINARY|ALGOLIA|DATADOG|PUSHER|SUPABASE|RAZORPAY)KEYS?$/;

/** Words that say it only where they stand alone: COMPASS and BASALT are none. */
const WHOLE = new Set(["PASS", "PW", "SALT", "PEPPER", "PSK", "SEED"]);
const JOINED_PASS = /(?:^|_)(?:DB|SMTP|MAIL|EMAIL|MYSQL|PG|POSTGRES|MONGO|REDIS|ADMIN|ROOT|USER|FTP|LDAP|APP)PASS$/;

/** Words behind the one that says it: which one it is, and how it is written. */
const SUFFIX =
  /^(?:\d+|V\d+|[A-Z]|OLD|NEW|CURRENT|PREVIOUS|PREV|NEXT|PRIMARY|SECONDARY|LIVE|TEST|PROD|PRODUCTION|DEV|STAGING|BACKUP|DEFAULT|VALUE|PLAIN|PLAINTEXT|CLEARTEXT|BASE|BASE64|B64|HEX|PEM|STRING|STR|TEXT|RAW|WO)$/;

/** The working directory of a shell, and the one before it (POSIX, "cd"). */
const DIRECTORY = /^(?:OLD)?PWD$/;

/**
 * Called like a credential, and none: AWS's marks of a page or of a repeated call, whether
 * instance metadata asks for a token (EC2 API reference, InstanceMetadataOptions), and keys that are made to be public.
 */
const NONE = /(?:^|_)(?:HTTP|NEXT|CLIENT|CLIENT_REQUEST|CREATION|PAGE|CONTINUATION|MAX|NUM)_TOKENS?$|(?:^|_)PUBLI(?:C|SHABLE)_/; // prettier-ignore

/** The end of a name is enough, and names that people write are shorter. */
const LONGEST = 100;

function wordsOf(name: string): string[] {
  return name
    .slice(-LONGEST)
    .split(/[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/)
    .filter((word) => word !== "")
    .map((word) => word.toUpperCase());
}

/** The names that were looked at: in a plan a few stand a hundred thousand times. */
const known = new Map<string, boolean>();
const MOST = 10_000;

/** Whether a variable's name says that it holds a credential, whatever it holds. */
export function hasCredentialName(name: string): boolean {
  const found = known.get(name);
  if (found !== undefined) return found;
  if (known.size >= MOST) known.clear();
  const says = saysCredential(name);
  known.set(name, says);
  return says;
}

function saysCredential(name: string): boolean {
  if (!CANDIDATE.test(name.slice(-LONGEST)) || DIRECTORY.test(name)) return false;
  const words = wordsOf(name);
  while (words.length > 1 && SUFFIX.test(words.at(-1) ?? "")) words.pop();
  const last = (words.pop() ?? "").replace(/\d+$/, "");
  const all = [...words, last];
  if (NONE.test(all.join("_"))) return false;
  const joined = all.join("");
  return CREDENTIAL.test(joined) || KEY.test(joined) || WHOLE.has(last) || JOINED_PASS.test(all.join("_"));
}
