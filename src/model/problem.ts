import { credentialReason, showName } from "./credentials";

/** One thing that is wrong with an environment, said for the person who has to mend it. */
export interface Problem {
  /** Where: the path of the field in the environment, such as `services.auth.port`. */
  readonly field: string;
  /** What is wrong, and the rule: `5001 is also the port of 'user': a listener needs a port of its own`. */
  readonly message: string;
}

/** Characters that are shown of a text: nobody reads more of what is wrong. */
const MOST = 300;

/** Characters that are shown of what is said: it may list what an environment has many of. */
const LONGEST = 3000;

/** The beginning of a text of more characters than these at most. */
export function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** A text in one line: what breaks lines or is not seen stands there by its number. */
function visible(text: string): string {
  const number = (character: string) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, number);
}

function quoteText(text: string): string {
  return `'${visible(shortened(text, MOST))}'`;
}

/** Lists inside one another that are shown: one may be inside itself. */
const DEEPEST = 3;

/**
 * Quotes a value as a person would type it; what is missing is called missing, and no credential is ever repeated.
 *
 * @param depth lists that it is inside of. @default none
 */
export function quote(value: unknown, depth = 0): string {
  if (value === undefined) return "(missing)";
  if (Array.isArray(value)) {
    return depth === DEEPEST ? "[…]" : `[${value.map((inner) => quote(inner, depth + 1)).join(", ")}]`;
  }
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string") return `(a value of type ${typeof value})`;
  return credentialReason("", value) === undefined ? quoteText(value) : "(not shown: it looks like a credential)";
}

/** An error that the person at the keyboard can mend: its message says how, and is all that is shown of it. */
export class OperatorError extends Error {
  override readonly name: string = "OperatorError";
}

function listed(names: readonly string[]): string {
  const [first = "", ...others] = names.map((name) => quote(name));
  const last = others.pop();
  return last === undefined ? first : `${[first, ...others].join(", ")} and ${last}`;
}

/** What several environments share, such as the catalogue, is wrong in each of them: it is said once, of all of them. */
function byEnvironments(problems: ReadonlyMap<string, readonly Problem[]>): Map<string, Problem[]> {
  const owners = new Map<string, { readonly problem: Problem; readonly names: Set<string> }>();
  for (const [environment, list] of problems) {
    for (const problem of list) {
      const key = `${problem.field}: ${problem.message}`;
      const owner = owners.get(key) ?? { problem, names: new Set() };
      owners.set(key, { ...owner, names: owner.names.add(environment) });
    }
  }
  const sections = new Map<string, Problem[]>();
  for (const { problem, names } of owners.values()) {
    const title = `${names.size > 1 ? "Environments" : "Environment"} ${listed([...names])} ${names.size > 1 ? "have" : "has"}`;
    sections.set(title, [...(sections.get(title) ?? []), problem]);
  }
  return sections;
}

/** Thrown before anything is written: every problem of every environment, at once. */
export class InvalidEnvironmentError extends OperatorError {
  override readonly name = "InvalidEnvironmentError";

  constructor(
    readonly problems: ReadonlyMap<string, readonly Problem[]>,
    options?: ErrorOptions,
  ) {
    const sections = [...byEnvironments(problems)].map(([title, list]) => {
      const lines = list.map(
        ({ field, message }) => `  ${shortened(visible(showName(field)), MOST)}: ${shortened(message, LONGEST)}`,
      );
      return `${title} ${list.length} problem${list.length === 1 ? "" : "s"}:\n${lines.join("\n")}`;
    });
    super(
      `${sections.join("\n\n")}\n\nNothing was written. Correct src/environments/ and run the command again.`,
      options,
    );
  }
}
