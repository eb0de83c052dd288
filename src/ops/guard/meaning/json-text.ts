/** How deep Terraform's own output is at most, with room to spare: it is 12 deep in the deepest of this project's plans. */
export const DEEPEST = 200;

/**
 * A look at JSON as it is written, in one pass and without recursion: what `JSON.parse` says nothing of, or fails at with a
 * stack that is used up.
 *
 * @returns the first key that an object has twice or that would be an object's own prototype, or that it is too deep.
 */
function look(text: string): { readonly duplicate?: string; readonly tooDeep?: true } {
  // The keys so far of each object that is open, once it has one; of a list there are none.
  const open: (Set<string> | "object" | "list")[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === 0x7b || character === 0x5b) {
      if (open.push(character === 0x7b ? "object" : "list") > DEEPEST) return { tooDeep: true };
    } else if (character === 0x7d || character === 0x5d) {
      open.pop();
    } else if (character === 0x22) {
      const start = at + 1;
      for (at = start; at < text.length && text.charCodeAt(at) !== 0x22; at++) if (text.charCodeAt(at) === 0x5c) at++;
      const inside = open.at(-1) ?? "list";
      if (inside === "list" || !isKey(text, at + 1)) continue;
      const keys = inside === "object" ? new Set<string>() : inside;
      open[open.length - 1] = keys;
      const key = unescaped(text.slice(start, at));
      if (key === "__proto__" || keys.has(key)) return { duplicate: key };
      keys.add(key);
    }
  }
  return {};
}

function isKey(text: string, from: number): boolean {
  let at = from;
  while (" \t\n\r".includes(text.charAt(at)) && at < text.length) at++;
  return text.charAt(at) === ":";
}

function unescaped(key: string): string {
  if (!key.includes("\\")) return key;
  try {
    return JSON.parse(`"${key}"`) as string;
  } catch {
    return key;
  }
}

/** A key that an object of a JSON text has twice, or `__proto__`; `undefined` when there is none. */
export function duplicateKey(text: string): string | undefined {
  return look(text).duplicate;
}

/** What is wrong with a JSON text that its parser would pass or fail at without a sentence; `undefined` when nothing is. */
export function textProblem(text: string): string | undefined {
  const { duplicate, tooDeep } = look(text);
  if (tooDeep === true) return `is nested deeper than ${DEEPEST} levels`;
  if (duplicate === "__proto__") return "has the key '__proto__', which Terraform does not write";
  return duplicate === undefined ? undefined : `has a key twice in one object (${duplicate.slice(0, 60)})`;
}
