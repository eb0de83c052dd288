/** What cdktf writes in the place of what is not known yet (cdktf 0.21, `tokens/private/encoding`). */
const TOKEN = "${TfToken[";

/**
 * Why a text cannot stand in an environment, whatever it is for; `undefined` when it can: half of a character is kept by no
 * file, NUL ends a text for whatever runs in a container, and a token of cdktf's would be replaced by what it refers to.
 */
export function unwritable(text: string): string | undefined {
  if (/\p{Cs}/u.test(text)) return "holds half of a character (a lone surrogate), which no file keeps: write it whole";
  if (text.includes("\0")) return "holds the character NUL, at which programs end a text: leave it out";
  if (text.includes(TOKEN)) return `holds '${TOKEN}', which cdktf takes for a reference of its own: leave it out`;
  return undefined;
}
