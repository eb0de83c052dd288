// IAM's documents as they stand in a finished stack.

import { holds } from "../model/iam-pattern";
import { readJsonDocument } from "../model/json-document";

/** An object of a document. */
export type Values = Readonly<Record<string, unknown>>;

/** What a document has once or several times, as a list. */
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

/** A part of a document that is an object; empty when it is none. */
export const object = (value: unknown): Values =>
  typeof value === "object" && value !== null ? (value as Values) : {};

/** The document that `jsonencode({"Key" = ...})` encodes; a reference stands as its text. `undefined` when it is anything else. */
export function documentOf(value: unknown): Values | undefined {
  return readJsonDocument(value) as Values | undefined;
}

/** The statements of a document. */
export function statementsOf(document: Values): Values[] {
  return list(document.Statement).map(object);
}

/** Whether a pattern of IAM's, in which `*` and `?` stand for others, means something. */
export function means(pattern: unknown, what: string): boolean {
  return holds(String(pattern).toLowerCase(), what.toLowerCase());
}
