import { readJsonDocument } from "./json-document";

/** A value and what is known about it. */
export interface Leaf {
  /** Keys and places on the way to the value; of a way that is longer than any that people write, its beginning and its end. */
  readonly path: readonly (string | number)[];
  readonly value: string;
  readonly sensitive: boolean;
  /** The type of the resource it belongs to, where it belongs to one. */
  readonly type?: string | undefined;
}

/** Keys that say nothing of their own about what is below them: that of a default, an output, an object of name and value. */
const TRANSPARENT = new Set(["value", "Value", "default", "expression", "constant_value"]);

/** What a value is called: the last key on the way to it that says so. */
export function nameOf(path: Leaf["path"]): string {
  const keys = path.filter((step) => typeof step === "string");
  return [...keys].reverse().find((key) => !TRANSPARENT.has(key)) ?? keys.at(-1) ?? "";
}

const LONGEST_PATH = 100;

interface Place {
  readonly value: unknown;
  readonly marks: unknown;
  readonly path: Leaf["path"];
  /** Set for a key, which is a text as a value is. */
  readonly isKey?: true;
}

/** An object of a name and a value, as container definitions, tags of an Auto Scaling group and CloudFormation have them. */
function givenName(value: object): string | undefined {
  const { name, key, Name, Key } = value as Readonly<Record<string, unknown>>;
  return [name, key, Name, Key].find((one) => typeof one === "string");
}

function* placesBelow({ value, marks, path }: Place): Generator<Place> {
  const object = value as object;
  const name = givenName(object);
  for (const [key, inner] of Object.entries(object)) {
    const below = typeof marks === "object" && marks !== null ? (marks as Record<string, unknown>)[key] : marks;
    // A key can be given by a person too: in tags, in a map of variables.
    if (!Array.isArray(value)) yield { value: key, marks: false, path: extend(path, "key"), isKey: true };
    const isNamed = (key === "value" || key === "Value") && name !== undefined && path.length > 0;
    // Of a value that is written in the configuration the name stands one key further up.
    const step = Array.isArray(value) ? Number(key) : isNamed ? name : key;
    yield { value: inner, marks: below, path: key === "constant_value" ? path : extend(path, step) };
  }
}

function extend(path: Leaf["path"], step: string | number): Leaf["path"] {
  return path.length < LONGEST_PATH ? [...path, step] : [...path.slice(0, LONGEST_PATH), step];
}

/**
 * Every text below a value, with those in JSON documents (container definitions, policies) and the keys. The text of an object
 * with a `name` and a `value`, as environment variables are written, goes by its name.
 */
export function* leaves(
  value: unknown,
  options: { readonly marks?: unknown; readonly path?: Leaf["path"]; readonly type?: string | undefined } = {},
): Generator<Leaf> {
  const { marks, path = [], type } = options;
  // A list of what is still to be seen, and no call of itself: a document may be nested deeper than calls may be.
  const places: Place[] = [{ value, marks, path }];
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const { value: found, isKey } = place;
    if (typeof found === "string" || typeof found === "number") {
      const document =
        typeof found === "string" && place.marks !== true && isKey === undefined ? documentIn(found) : undefined;
      if (document !== undefined) places.push({ value: document, marks: undefined, path: place.path });
      else {
        const about = isKey === undefined ? type : undefined;
        yield { path: place.path, value: String(found), sensitive: place.marks === true, type: about };
      }
    } else if (typeof found === "object" && found !== null) {
      for (const below of [...placesBelow(place)].reverse()) places.push(below);
    }
  }
}

function documentIn(text: string): object | undefined {
  if (!/^\s*(?:[[{]|\$\{jsonencode\()/.test(text)) return undefined;
  const document = text.trimStart().startsWith("$") ? readJsonDocument(text) : parsed(text);
  return typeof document === "object" && document !== null ? document : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
