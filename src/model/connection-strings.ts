import { isHarmless } from "./harmless-values";
import { isRandomToken } from "./random-tokens";

/** Finds the next place of one of a set of characters, from places that never fall: each character is looked at once. */
class Next {
  private found = -1;

  constructor(
    private readonly text: string,
    private readonly characters: RegExp,
  ) {}

  /** The first place at or behind another one; the text's length where there is none. */
  from(place: number): number {
    if (this.found >= place) return this.found;
    this.characters.lastIndex = place;
    this.found = this.characters.exec(this.text)?.index ?? this.text.length;
    return this.found;
  }
}

/** The keys in the addresses that Sentry's browser clients report to are public (docs.sentry.io, "DSN"). */
const SENTRY = /^[0-9a-f]{32}@[\w.-]{0,80}\bsentry\.io\b/;

const IPV6_HOST = /^\[[0-9a-f:.]{2,45}\]/i;
const PORT = /^\d{1,5}\//;

/** Characters of a user or a password that are looked at. */
const LONGEST = 600;

/** Whether a URI of the text has a password, or a token in the place of a user. */
function hasPasswordInUri(text: string): boolean {
  const ends = {
    user: new Next(text, /[\s/:@]/g),
    plain: new Next(text, /[\s/@]/g),
    withSlashes: new Next(text, /[\s,@]/g),
  };
  for (let scheme = text.indexOf("://"); scheme >= 0; scheme = text.indexOf("://", scheme + 3)) {
    const start = scheme + 3;
    if (!/[a-z0-9+.-]/i.test(text.charAt(scheme - 1)) || IPV6_HOST.test(text.slice(start, start + 50))) continue;
    const colon = ends.user.from(start);
    if (text.charAt(colon) === "@") {
      const user = text.slice(start, Math.min(colon, start + LONGEST));
      if (isRandomToken(user) && !SENTRY.test(text.slice(start, start + 150))) return true;
    }
    if (text.charAt(colon) !== ":") continue;
    const password = colon + 1;
    // A password may hold a slash; a port before a path is none.
    const isPort = PORT.test(text.slice(password, password + 6));
    const plain = ends.plain.from(password);
    const end = text.charAt(plain) === "@" || isPort ? plain : ends.withSlashes.from(password);
    if (
      text.charAt(end) === "@" &&
      end > password &&
      !isMasked(text.slice(password, Math.min(end, password + LONGEST)))
    )
      return true;
  }
  return false;
}

/** Whether a mask or a variable of a template stands in the place of a password. */
function isMasked(password: string): boolean {
  return /^(?:[$<{*%]|x{4,}$)/.test(password) && isHarmless(password);
}

/**
 * Connection strings that are no URIs: of Oracle's and Go's drivers of databases, and `user:password@host:port`. What stands
 * before an address of mail or of a call is no user.
 */
const OTHERS: readonly (readonly [mark: string, form: RegExp])[] = [
  [":thin:", /jdbc:oracle:thin:[^\s/@]{1,60}\/[^\s@]{1,100}@/],
  ["tcp(", /(?<![\w.-])[\w.-]{1,60}:[^\s@:/]{1,100}@tcp\(/],
  ["unix(", /(?<![\w.-])[\w.-]{1,60}:[^\s@:/]{1,100}@unix\(/],
  ["@", /(?<![\w.:/@-])(?!mailto:|sips?:|xmpp:|npm:|acct:)[A-Za-z_][\w.-]{0,60}:[^\s@:/,;=]{4,100}@[a-z0-9][\w-]{0,60}(?:\.[\w-]{1,60}){1,6}:\d{2,5}(?!\d)/i], // prettier-ignore
];

/** Whether a text holds a connection string with a password, or with a token in its place. */
export function hasConnectionString(text: string): boolean {
  if (!text.includes("@")) return false;
  return hasPasswordInUri(text) || OTHERS.some(([mark, form]) => text.includes(mark) && form.test(text));
}
