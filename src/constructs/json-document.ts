import { Fn } from "cdktf";

/** `Fn.jsonencode` writes HCL strings, and escapes line feeds and `${` in them, but not what follows. */
function escape(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\r", "\\r").replaceAll("%{", "%%{");
}

function escapeStrings(value: unknown): unknown {
  if (typeof value === "string") return escape(value);
  if (Array.isArray(value)) return value.map(escapeStrings);
  // What is no plain object is cdktf's own, such as a token.
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, escapeStrings(inner)]));
}

/** A JSON document as `jsonencode(...)`, which a reviewer can read and HCL can hold; any text in it stays as it is. */
export function jsonDocument(value: unknown): string {
  return Fn.jsonencode(escapeStrings(value));
}
