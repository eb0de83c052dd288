import { hasCredentialName } from "./credential-names";
import { isBasicCredential } from "./encodings";
import { isHarmless } from "./harmless-values";

/** Credentials on command lines that no name tells: of curl, sshpass, MySQL, Docker and chpasswd, by their manuals. */
const COMMANDS: readonly (readonly [mark: string, form: RegExp])[] = [
  ["-u", /(?:curl|wget|https?)\b[^\n|;]{0,100}\s-u[ =]?["']?[^\s:"'$-][^\s:"'$]{0,60}:(?![$<{*/])[^\s"']{3}/],
  ["--user", /--user[ =]["']?[^\s:"'$]{1,60}:(?![$<{*])[^\s"']{3}/],
  ["sshpass", /sshpass {1,3}-p ?["']?(?![$<{*\s])[^\s"']/],
  ["mysql", /mysql(?:dump|admin)? [^\n|;]{0,100}-p["']?(?![$<{*\s])[^\s"']/],
  ["docker login", /docker login [^\n|;]{0,100}-p ["']?(?![$<{*\s])[^\s"']/],
  ["chpasswd", /\w:(?![$<{*])[^\s:"'|]{3,100}["']? {0,3}\| {0,3}(?:sudo )?chpasswd/],
];

/** A bearer's token in a header of a call (RFC 6750), which has digits in it, where a sentence has words. */
const BEARER = /\bbearer[ :]{1,3}(?=[\w.~+/-]{0,200}\d)[\w.~+/=-]{16}/i;

/** A user and a password in a header of a call (RFC 7617). */
const BASIC = /\bbasic {1,3}([A-Za-z0-9+/]{8,400}={0,2})/gi;

const FLAG = /--?([a-z][\w-]{2,40}) {1,3}["']?([^\s"'-][^\s"']{0,200})/gi;

/** Whether a text holds a credential as command lines and the headers of calls give it. */
export function hasCommandCredential(text: string): boolean {
  if (COMMANDS.some(([mark, form]) => text.includes(mark) && form.test(text)) || BEARER.test(text)) return true;
  if (/basic /i.test(text)) {
    for (const [, word = ""] of text.matchAll(BASIC)) if (isBasicCredential(word)) return true;
  }
  if (!text.includes("-")) return false;
  for (const [, name = "", value = ""] of text.matchAll(FLAG)) {
    if (hasCredentialName(name) && !isHarmless(value) && !/^[<{[|=:(]/.test(value)) return true;
  }
  return false;
}
