/** What the revision that runs has, where nobody has written it down: `npm run discover -- --write` learns it. */
export interface FromRunning {
  readonly fromRunning: true;
}

/** What a plain environment variable holds. */
export type PlainValue = string | FromRunning;

/** What was learnt about the variables of one container that are to be as they run. */
export interface LearntVariables {
  /** The values that its running revision has, by name. */
  readonly set: Readonly<Record<string, string>>;
  /** Names that its running revision does not have: the next one is not given them either. */
  readonly unset: readonly string[];
}

/** The names of a container's variables that are to be as they run. */
export function fromRunningNames(environment: Readonly<Record<string, PlainValue>>): string[] {
  return Object.entries(environment).flatMap(([name, value]) => (typeof value === "string" ? [] : [name]));
}
