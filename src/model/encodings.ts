// A credential in base64 or in percent signs is one all the same.

/** Characters of base64 at least that can hold a credential, and at most that are read. */
const SHORTEST = 16;
const LONGEST = 100_000;

/** What is read of a decoded text before the rest of it is. */
const BEGINNING = 60;

// Printable, and what ends a line.
const TEXT = /^[\t\n\r\x20-\x7e]*$/;

function decodeBase64(word: string): string | undefined {
  const plain = word
    .replaceAll("-", "+")
    .replaceAll("_", "/")
    .replace(/={1,2}$/, "");
  try {
    return atob(plain.slice(0, plain.length - (plain.length % 4 === 1 ? 1 : 0)));
  } catch {
    return undefined;
  }
}

/** The text that a word of base64, in either alphabet, encodes (RFC 4648); `undefined` where it encodes something else. */
export function textOfBase64(word: string): string | undefined {
  const beginning = decodeBase64(word.slice(0, BEGINNING));
  if (beginning === undefined || !TEXT.test(beginning)) return undefined;
  return word.length <= BEGINNING ? beginning : decodeBase64(word.slice(0, LONGEST));
}

/** Whether a word is a user and a password in base64, as headers of calls (RFC 7617) and sign-ons of registries have them. */
export function isBasicCredential(word: string): boolean {
  const text = word.length > 400 ? undefined : decodeBase64(word);
  return text !== undefined && /^[\x21-\x7e]{1,100}:[\x21-\x7e]{1,200}$/.test(text);
}

/** A word of a text, and where it begins. */
export interface Word {
  readonly word: string;
  readonly place: number;
}

/** The words of a text that can be base64, or one of the keys that are written in it. */
export function* wordsOf(text: string): Generator<Word> {
  if (text.length < SHORTEST) return;
  const words = new RegExp(`[A-Za-z0-9+/_-]{${SHORTEST},}={0,2}`, "g");
  for (let found = words.exec(text); found !== null; found = words.exec(text)) {
    yield { word: found[0], place: found.index };
  }
}

/** A text whose percent signs are read (RFC 3986), as far as they stand for ASCII; `undefined` where it has none. */
export function withoutPercents(text: string): string | undefined {
  if (!/%[0-7][0-9A-Fa-f]/.test(text)) return undefined;
  return decodeURIComponent(text.replaceAll(/%(?![0-7][0-9A-Fa-f])/g, "%25"));
}
