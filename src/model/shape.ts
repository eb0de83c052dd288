import { nearest } from "./nearest";
import { type Problem, quote } from "./problem";

/** What a value must look like, where the compiler could not check it: in JSON, or behind a cast. */
export type Shape = (field: string, value: unknown) => Problem[];

/** The shape of each field of a type. */
export type Fields<T> = { readonly [Key in keyof T]-?: Shape };

/** What was given, without its value: it may be a secret that was put in the wrong place. */
function given(value: unknown): string {
  if (value === undefined) return "(missing)";
  if (value === null) return "null is given";
  if (Array.isArray(value)) return "a list is given";
  const names: Readonly<Record<string, string>> = { string: "text", number: "a number", object: "an object" };
  return `${names[typeof value] ?? `a ${typeof value}`} is given`;
}

function ofType(type: "string" | "number" | "boolean", needed: string): Shape {
  return (field, value) => (typeof value === type ? [] : [{ field, message: `${given(value)}: ${needed} is needed` }]);
}

/** A string. */
export const text = ofType("string", "text in quotes");

/** A number. */
export const number = ofType("number", "a number");

/** True or false. */
export const flag = ofType("boolean", "true or false");

/** One value and no other. */
export function only(wanted: string | number | boolean): Shape {
  return (field, value) =>
    value === wanted ? [] : [{ field, message: `${given(value)}: ${JSON.stringify(wanted)} is needed` }];
}

/** Anything: a rule of its own looks at it. */
export const anything: Shape = () => [];

/** What may be left out. */
export function optional(shape: Shape): Shape {
  return (field, value) => (value === undefined ? [] : shape(field, value));
}

/** One of a few words. */
export function oneOf(...words: readonly string[]): Shape {
  const list = words.map((word) => `'${word}'`);
  return (field, value) => {
    if (typeof value !== "string") return [{ field, message: `${given(value)}: ${list.join(" or ")} is needed` }];
    if (words.includes(value)) return [];
    return [
      {
        field,
        message: `${quote(value)} is ${list.length > 1 ? `neither ${list.join(" nor ")}` : `not ${list.join("")}`}`,
      },
    ];
  };
}

/** A list of things of one shape. */
export function listOf(item: Shape): Shape {
  return (field, value) =>
    Array.isArray(value)
      ? value.flatMap((element: unknown, index) => item(`${field}[${index}]`, element))
      : [{ field, message: `${given(value)}: a list is needed` }];
}

function entriesOf(field: string, value: unknown): [string, unknown][] | Problem {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.entries(value)
    : { field, message: `${given(value)}: an object is needed` };
}

/** An object whose values all have one shape. */
export function recordOf(shape: Shape): Shape {
  return (field, value) => {
    const entries = entriesOf(field, value);
    return Array.isArray(entries) ? entries.flatMap(([key, inner]) => shape(`${field}.${key}`, inner)) : [entries];
  };
}

/** An object of known fields. What is wrong with the object itself is said of `field`; "" stands for the environment. */
export function objectOf<T>(fields: Fields<T>, options: { readonly unknownFields: "refused" | "passed" }): Shape {
  const known = Object.keys(fields);
  return (field, value) => {
    const entries = entriesOf(field || "environment", value);
    if (!Array.isArray(entries)) return [entries];
    const values = new Map(entries);
    const path = (key: string) => (field === "" ? key : `${field}.${key}`);
    const strangers =
      options.unknownFields === "passed" ? [] : [...values.keys()].filter((key) => !known.includes(key));
    return [
      ...Object.entries<Shape>(fields).flatMap(([key, shape]) => shape(path(key), values.get(key))),
      ...strangers.map((key) => ({
        field: path(key),
        message: `is not a field that is known here: the nearest is '${nearest(key, known)[0] ?? ""}'`,
      })),
    ];
  };
}
