import { duplicateKey } from "./json-text";

/** The object or list that a text holds as JSON, each key written once; `undefined` for any other text. */
export function documentIn(value: unknown): object | undefined {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return undefined;
  try {
    const parsed = JSON.parse(value) as object;
    // AWS and Node.js may each take another one of two values of a key.
    return duplicateKey(value) === undefined ? parsed : undefined;
  } catch {
    return undefined;
  }
}
