import { hasCommandCredential } from "./commands";
import { hasCredentialName } from "./credential-names";
import { isHarmless } from "./harmless-values";
import { isBasicCredential } from "./encodings";
import { isRandomToken } from "./random-tokens";

/** Characters of a name that are looked at: its end says what it is. */
const LONGEST_NAME = 64;

/** What is shorter stands for something that is missing. */
const SHORTEST = 3;

/** Names of parameters of URLs, beside those that say so anywhere (RFC 6750; SigV4 and Azure's signed URLs). */
const IN_QUERY = /^(?:sig|signature|x-amz-signature|x-amz-security-token|auth|pw|psw|access_?token|id_?token|apikey)$/i;

/** Words that alone, with a colon behind them, name a credential and nothing else. */
const PASSWORD = /^(?:password|passwd|pwd|passphrase)$/i;

/** A name and what is written as its value. */
interface Assignment {
  readonly name: string;
  readonly value: string;
  /** What stands directly before the name. */
  readonly before: string;
  readonly isNameQuoted: boolean;
  readonly isValueQuoted: boolean;
  readonly separator: string;
  /** Whether there is room between the separator and the value. */
  readonly isSpaced: boolean;
  /** Whether the name begins a line and the value ends it, or the two stand in quotes, as a header of a call does. */
  readonly isLine: boolean;
}

const isNamePart = (code: number): boolean =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  (code >= 48 && code <= 57) ||
  code === 95 ||
  code === 45 ||
  code === 46;

const QUOTED = /\\?(["'`])((?:(?!\1|\\).|\\[^"'`]){0,300})/sy;
const PLAIN = /(?![[{(])[^\s"'`;&,<>|\\)}\]]{1,300}/y;
const REFERENCE = /\$\{[^}]{1,200}\}|\$\([^)]{1,200}\)|\{\{[^}]{1,200}\}\}|<[\w -]{1,60}>/y;

function matchAt(form: RegExp, text: string, place: number): RegExpExecArray | null {
  form.lastIndex = place;
  return form.exec(text);
}

/** What is assigned at a separator, `=` or `:`; `undefined` where there is no name or no value. */
function assignmentAt(text: string, place: number): Assignment | undefined {
  let end = place;
  if (text.charAt(place) === "=" && "=!<>".includes(text.charAt(place - 1) || " ")) return undefined; // a comparison
  if (text.charAt(end - 1) === ":") end -= 1; // :=
  while (end > 0 && place - end < 6 && (text.charAt(end - 1) === " " || text.charAt(end - 1) === "\t")) end -= 1;
  const isNameQuoted = `"'\``.includes(text.charAt(end - 1) || " ");
  if (isNameQuoted) end -= text.charAt(end - 2) === "\\" ? 2 : 1;
  let start = end;
  while (start > 0 && end - start < LONGEST_NAME && isNamePart(text.charCodeAt(start - 1))) start -= 1;
  const name = text.slice(start, end);
  if (name.length < 2 || !matters(name)) return undefined;
  let from = place + 1;
  if (text.charAt(from) === ">") from += 1; // =>
  const spaces = from;
  while (from - spaces < 6 && (text.charAt(from) === " " || text.charAt(from) === "\t")) from += 1;
  const reference = matchAt(REFERENCE, text, from)?.[0];
  const quoted = matchAt(QUOTED, text, from);
  const value = reference ?? quoted?.[2] ?? matchAt(PLAIN, text, from)?.[0];
  if (value === undefined || value.length < SHORTEST) return undefined;
  const before = text.charAt(start - (isNameQuoted ? 2 : 1));
  const behind = from + (quoted?.[0] ?? value).length;
  const isEnd = /^["'`]?[ \t,;]{0,3}(?:\\n|[\r\n]|$)/.test(text.slice(behind, behind + 8));
  const isStart = /(?:^|[\r\n]|\\n)[ \t]{0,20}(?:- |export )?["']?$/.test(text.slice(Math.max(0, start - 32), start));
  return {
    name,
    value,
    before,
    isNameQuoted,
    isValueQuoted: quoted !== null,
    separator: text.charAt(place),
    isSpaced: from > spaces || end < place - 1,
    isLine: (isStart && isEnd) || (/["']/.test(before) && before === text.charAt(behind)),
  };
}

/** Whether a name can matter here at all: most do not, and this is quick. */
function matters(name: string): boolean {
  return hasCredentialName(name) || /^(?:name|value|key|_?auth)$/i.test(name) || IN_QUERY.test(name);
}

/** Whether an assignment is one, and no part of a sentence, of an ARN, of the name of an image, or of a comparison. */
function isMeant(
  { name, value, before, isNameQuoted, isValueQuoted, separator, isSpaced, isLine }: Assignment,
  isLong: boolean,
): boolean {
  if (before === "$" || name.startsWith("$")) return false;
  if (isNameQuoted || (separator === "=" && !isSpaced)) return true;
  if (isSpaced) return (separator === "=" && isValueQuoted) || (isLine && (isLong || !/^[A-Za-z.,!?-]*$/.test(value)));
  return !/[:/.\w-]/.test(before) && (PASSWORD.test(name) || /^\w+_\w+$/.test(name));
}

function isCredential({ name, value, before }: Assignment): boolean {
  if (hasCredentialName(name) || (/^_?auth$/.test(name) && isBasicCredential(value))) return true;
  if (before !== "?" && before !== "&" && before !== ";") return false;
  return IN_QUERY.test(name) || (/^key$/i.test(name) && isRandomToken(value) && value.length >= 24);
}

/** The text of an object that is written as a name and a value: `{"name": "JWT_SECRET", "value": "…"}`. */
const PAIR_NAME = /^(?:name|key|Name|Key)$/;
const PAIR_VALUE = /^(?:value|Value)$/;
const CLOSE = 300;

/** Whether a text gives a credential a value, as `?password=…`, `Password=…;`, `"token": "…"` and `--api-key …` do. */
export function setsCredential(text: string): boolean {
  const isLong = /\n|\\n/.test(text);
  let pair: { readonly name?: string; readonly value?: string; readonly end: number } = { end: -CLOSE };
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    if (code === 125) pair = { end: -CLOSE };
    if (code !== 61 && code !== 58) continue;
    const assignment = assignmentAt(text, place);
    if (assignment === undefined) continue;
    const { name, value } = assignment;
    if (isCredential(assignment) && isMeant(assignment, isLong) && !isHarmless(value)) return true;
    if (PAIR_NAME.test(name) || PAIR_VALUE.test(name)) {
      const near = place - pair.end < CLOSE ? pair : { end: place };
      pair = PAIR_NAME.test(name) ? { ...near, name: value, end: place } : { ...near, value, end: place };
      const { name: of = "", value: held = "" } = pair;
      if (held !== "" && hasCredentialName(of) && !isHarmless(held)) return true;
    }
  }
  return hasCommandCredential(text);
}
