import { credentialReason } from "./credentials";

/** One thing that is wrong with an environment, said for the person who has to mend it. */
export interface Problem {
  /** Where: the path of the field in the environment, such as `services.auth.port`. */
  readonly field: string;
  /** What is wrong, and the rule: `5001 is also the port of 'user': a listener needs a port of its own`. */
  readonly message: string;
}

/** Quotes a value as a person would type it; what is missing is called missing, and no credential is ever repeated. */
export function quote(value: unknown): string {
  if (value === undefined) return "(missing)";
  if (Array.isArray(value)) return `[${value.map(quote).join(", ")}]`;
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string") return `(a value of type ${typeof value})`;
  return credentialReason("", value) === undefined ? `'${value}'` : "(not shown: it looks like a credential)";
}

/** An error that the person at the keyboard can mend: its message says how, and is all that is shown of it. */
export class OperatorError extends Error {
  override readonly name: string = "OperatorError";
}

/** Thrown before anything is written: every problem of every environment, at once. */
export class InvalidEnvironmentError extends OperatorError {
  override readonly name = "InvalidEnvironmentError";

  constructor(readonly problems: ReadonlyMap<string, readonly Problem[]>) {
    const sections = [...problems].map(([environment, list]) => {
      const lines = list.map((problem) => `  ${problem.field}: ${problem.message}`);
      return `Environment ${quote(environment)} has ${list.length} problem${list.length === 1 ? "" : "s"}:\n${lines.join("\n")}`;
    });
    super(`${sections.join("\n\n")}\n\nNothing was written. Correct src/environments/ and run the command again.`);
  }
}
