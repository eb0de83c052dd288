import { nearest } from "./nearest";
import { type Problem, quote } from "./problem";
import { unwritable } from "./unwritable";

/** Which of its two stand-ins a shape puts in the place of what is misshapen. */
export type StandIn = 0 | 1;

/** What came of a look at a value. */
export interface Shaped {
  /** What is misshapen in it, or not known. */
  readonly problems: readonly Problem[];
  /** The value without what is not known, and with a stand-in wherever it is misshapen: rules can read it. */
  readonly value: unknown;
}

/**
 * What a value must look like, where the compiler could not check it: in JSON, behind a cast, or built from a spread, whose
 * unknown fields pass the compiler.
 */
export type Shape = (field: string, value: unknown, standIn: StandIn) => Shaped;

/** The shape of each field of a type. */
export type Fields<T> = { readonly [Key in keyof T]-?: Shape };

/** What was given, without its value: it may be a secret that was put in the wrong place. */
function given(value: unknown): string {
  if (value === undefined) return "(missing)";
  if (value === null) return "null is given";
  if (Array.isArray(value)) return "a list is given";
  if (typeof value === "object" && !isPlainObject(value)) return `a ${kindOf(value)} is given`;
  const names: Readonly<Record<string, string>> = { string: "text", number: "a number", object: "an object" };
  return `${names[typeof value] ?? `a ${typeof value}`} is given`;
}

/** What an object is, as JavaScript calls it: `Object`, `Map`, `Date`. */
function kindOf(value: object): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}

/** Whether it has nothing but fields: of a Map or a Date the fields are none, and what is in it would be passed over. */
function isPlainObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && kindOf(value) === "Object";
}

function misshapen(field: string, message: string, standIn: unknown): Shaped {
  return { problems: [{ field, message }], value: standIn };
}

function ofType<T>(type: "string" | "number" | "boolean", needed: string, standIns: readonly [T, T]): Shape {
  return (field, value, standIn) =>
    typeof value === type
      ? { problems: [], value }
      : misshapen(field, `${given(value)}: ${needed} is needed`, standIns[standIn]);
}

function textOf(needed: string): Shape {
  const string = ofType("string", needed, ["a", "b"]);
  return (field, value, standIn) => {
    const message = typeof value === "string" ? unwritable(value) : undefined;
    return message === undefined ? string(field, value, standIn) : misshapen(field, message, standIn === 0 ? "a" : "b");
  };
}

/** A string. */
export const text = textOf("text in quotes");

/** A string of a form that an example shows best; a rule of its own looks at it. */
export function textSuchAs(example: string): Shape {
  return textOf(`text such as '${example}'`);
}

/** A number. */
export const number = ofType("number", "a number", [1, 2]);

/** True or false. */
export const flag = ofType("boolean", "true or false", [true, false]);

/** One value and no other. */
export function only(wanted: string | number | boolean): Shape {
  return (field, value) =>
    value === wanted
      ? { problems: [], value }
      : misshapen(field, `${given(value)}: ${JSON.stringify(wanted)} is needed`, wanted);
}

/** Anything: a rule of its own looks at it. */
export const anything: Shape = (_, value) => ({ problems: [], value });

/** What may be left out. */
export function optional(shape: Shape): Shape {
  return (field, value, standIn) => (value === undefined ? { problems: [], value } : shape(field, value, standIn));
}

/** One of a few words. */
export function oneOf(...words: readonly [string, ...string[]]): Shape {
  const list = words.map((word) => `'${word}'`);
  return (field, value, standIn) => {
    if (typeof value === "string" && words.includes(value)) return { problems: [], value };
    const message =
      typeof value === "string"
        ? `${quote(value)} is ${list.length > 1 ? `neither ${list.join(" nor ")}` : `not ${list.join("")}`}`
        : `${given(value)}: ${list.join(" or ")} is needed`;
    return misshapen(field, message, standIn === 0 ? words[0] : words.at(-1));
  };
}

/** What several looks come to, each at a part of the value. */
function together<Key>(
  parts: readonly (readonly [Key, Shaped])[],
  value: (parts: readonly (readonly [Key, unknown])[]) => unknown,
): Shaped {
  return {
    problems: parts.flatMap(([, { problems }]) => problems),
    value: value(parts.map(([key, part]) => [key, part.value])),
  };
}

/** A list of things of one shape. */
export function listOf(item: Shape): Shape {
  return (field, value, standIn) =>
    Array.isArray(value)
      ? together(
          // Also what a comma too many has left out, which `map` would pass over.
          Array.from(
            value,
            (element: unknown, index) => [index, item(`${field}[${index}]`, element, standIn)] as const,
          ),
          (items) => items.map(([, element]) => element),
        )
      : misshapen(field, `${given(value)}: a list is needed`, standIn === 0 ? [] : [item(field, undefined, 1).value]);
}

/** The fields of an object, whatever they are called; `undefined` when it is none. */
function entriesOf(value: unknown): [string, unknown][] | undefined {
  return isPlainObject(value) ? Object.entries(value) : undefined;
}

/** Whether every object has something of that name, so that nothing else can be called so: `constructor`, `__proto__`. */
export function isReservedName(name: string): boolean {
  return name in {};
}

/** What is said of a name that {@link isReservedName}. */
export function reservedNameMessage(name: string): string {
  return `${quote(name)} is what every object of JavaScript has already: call it something else`;
}

/** An object whose values all have one shape, under names of the writer's own. */
export function recordOf(shape: Shape): Shape {
  return (field, value, standIn) => {
    const entries = entriesOf(value);
    if (entries === undefined) {
      const standIns = standIn === 0 ? {} : { a: shape(field, undefined, 1).value };
      return misshapen(field, `${given(value)}: an object is needed`, standIns);
    }
    const reserved = entries.filter(([key]) => isReservedName(key));
    const { problems, value: known } = together(
      entries
        .filter(([key]) => !isReservedName(key))
        .map(([key, inner]) => [key, shape(`${field}.${key}`, inner, standIn)] as const),
      Object.fromEntries,
    );
    const refused = reserved.map(([key]) => ({ field: `${field}.${key}`, message: reservedNameMessage(key) }));
    return { problems: [...problems, ...refused], value: known };
  };
}

/** A field inside another; "" stands for the environment. */
function inside(field: string, key: string): string {
  return field === "" ? key : `${field}.${key}`;
}

/** Looks at known fields, and says of every other one what `stranger` does. */
function lookAt(
  field: string,
  entries: readonly (readonly [string, unknown])[],
  fields: Readonly<Record<string, Shape>>,
  standIn: StandIn,
  stranger: (key: string) => string,
): Shaped {
  const values = new Map(entries);
  const known = new Map(Object.entries(fields));
  const { problems, value } = together(
    [...known].map(([key, shape]) => [key, shape(inside(field, key), values.get(key), standIn)] as const),
    // A field that is left out stays out.
    (parts) => Object.fromEntries(parts.filter(([, inner]) => inner !== undefined)),
  );
  const strangers = [...values.keys()].filter((key) => !known.has(key));
  return {
    problems: [...problems, ...strangers.map((key) => ({ field: inside(field, key), message: stranger(key) }))],
    value,
  };
}

function unknownField(key: string, known: readonly string[]): string {
  return `is not a field that is known here: the nearest is '${nearest(key, known)[0] ?? ""}'`;
}

/** An object of known fields, and no others. What is wrong with the object itself is said of `field`. */
export function objectOf<T>(fields: Fields<T>): Shape {
  const known = Object.keys(fields);
  return (field, value, standIn) => {
    const entries = entriesOf(value);
    const shaped = lookAt(field, entries ?? [], fields, standIn, (key) => unknownField(key, known));
    return entries === undefined
      ? misshapen(field || "environment", `${given(value)}: an object is needed`, shaped.value)
      : shaped;
  };
}

/** The fields of each kind of a type that comes in several, beside the one that says which it is. */
export type Kinds<T, Tag extends keyof T> = {
  readonly [Kind in T[Tag] & string]: Fields<Omit<Extract<T, Readonly<Record<Tag, Kind>>>, Tag>>;
};

/** An object of one of several kinds, which the field `tag` says; each has fields of its own, and no others. */
export function oneOfKinds<T extends object, Tag extends keyof T & string>(tag: Tag, kinds: Kinds<T, Tag>): Shape {
  const fieldsOf: ReadonlyMap<string, Readonly<Record<string, Shape>>> = new Map(
    Object.entries<Readonly<Record<string, Shape>>>(kinds),
  );
  const [first = "", ...others] = fieldsOf.keys();
  const word = oneOf(first, ...others);
  const known = [tag, ...[...fieldsOf.values()].flatMap((fields) => Object.keys(fields))];
  return (field, value, standIn) => {
    const entries = entriesOf(value);
    const { problems, value: chosen } = word(inside(field, tag), new Map(entries).get(tag), standIn);
    const kind = String(chosen);
    const isClear = problems.length === 0;
    const stranger = (key: string) => {
      const owner = [...fieldsOf].find(([, fields]) => Object.hasOwn(fields, key))?.[0];
      return owner === undefined
        ? unknownField(key, known)
        : `belongs to ${tag} '${owner}', and ${tag} is '${kind}' here: leave it out`;
    };
    const shaped = lookAt(field, entries ?? [], { [tag]: word, ...fieldsOf.get(kind) }, standIn, stranger);
    if (entries === undefined) return misshapen(field, `${given(value)}: an object is needed`, shaped.value);
    // Of what kind it should be nobody knows: only what belongs to none can be judged.
    const unclear = entries.flatMap(([key]) =>
      known.includes(key) ? [] : [{ field: inside(field, key), message: unknownField(key, known) }],
    );
    return isClear ? shaped : { problems: [...problems, ...unclear], value: shaped.value };
  };
}
