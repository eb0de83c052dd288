import { setsCredential } from "./assignments";
import { hasConnectionString } from "./connection-strings";
import { hasCredentialName } from "./credential-names";
import { isBasicCredential, textOfBase64, withoutPercents, wordsOf } from "./encodings";
import { isHarmless } from "./harmless-values";
import { hasIssuedKey } from "./issued-keys";
import { isAwsSecret } from "./random-tokens";

export { hasCredentialName } from "./credential-names";

/** A value that is shorter holds nothing but what its name says. */
const SHORTEST = 6;

/** How many codings are read: base64 of a text that holds base64 itself, as the sign-on of a registry does. */
const DEPTH = 2;

/** Characters of a line of a certificate or a public key: what stands below such lines is the rest of it, and no key. */
const WRAPPED = 60;

/** Why some word of a text is a credential, as it stands or decoded. */
function reasonInWords(text: string, depth: number): string | undefined {
  let endOfLine = -WRAPPED;
  for (const { word, place } of wordsOf(text)) {
    const isRest = place - endOfLine <= "\\r\\n".length;
    if (isAwsSecret(word) && !isRest) return "its value has the shape of a secret access key of AWS";
    if (word.length >= WRAPPED) endOfLine = place + word.length;
    const inner = depth === 0 ? undefined : textOfBase64(word);
    const reason = inner === undefined ? undefined : reasonByForm(inner, depth - 1);
    if (reason !== undefined) return `${reason}, in base64`;
  }
  return undefined;
}

function reasonByForm(text: string, depth: number): string | undefined {
  if (text.length < SHORTEST) return undefined;
  if (hasConnectionString(text)) return "its value is a connection string with a password";
  if (hasIssuedKey(text)) return "its value has the shape of an issued key";
  if (setsCredential(text)) return "its value gives a credential, as 'password=…' does";
  const plain = depth === 0 ? undefined : withoutPercents(text);
  return (plain === undefined ? undefined : reasonByForm(plain, depth - 1)) ?? reasonInWords(text, depth);
}

/** What was said of short values: a plan has most of its names and values a thousand times. */
const known = new Map<string, string | undefined>();
const LONGEST_KNOWN = 200;
const MOST_KNOWN = 20_000;

/**
 * Why a value looks like a credential, or `undefined`: the shape of the value tells by itself, otherwise its name does. The
 * reason never repeats the value. It takes time that is linear in the length of the value.
 *
 * @param name what the value is called, such as the name of a variable; "" when nothing is known
 */
export function credentialReason(name: string, value: string): string | undefined {
  if (value.length > LONGEST_KNOWN) return reasonFor(name, value);
  const key = `${name}\n${value}`;
  if (!known.has(key)) {
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, reasonFor(name, value));
  }
  return known.get(key);
}

function reasonFor(name: string, value: string): string | undefined {
  const reason = reasonByForm(value, DEPTH);
  if (reason !== undefined) return reason;
  const isNamed = hasCredentialName(name) || (/^_?auth$/i.test(name) && isBasicCredential(value));
  return isNamed && !isHarmless(value) ? "its name says that it is a credential" : undefined;
}

/** Names that people write are shorter. */
const LONGEST_NAME = 1000;

/**
 * A name, an address or the path of a field as it may be shown: whoever gives a credential in the place of a name must not read
 * it again. The steps before it stay: `services.auth.environment.(not shown)`.
 */
export function showName(name: string): string {
  if (credentialReason("", name) === undefined) return name;
  const steps = name.length > LONGEST_NAME ? [name] : name.split(".");
  const places = steps.map((_, index) => index).reverse();
  const hidden = places.find((index) => credentialReason("", steps.slice(index).join(".")) !== undefined) ?? 0;
  return [...steps.slice(0, hidden), "(not shown)"].join(".");
}
