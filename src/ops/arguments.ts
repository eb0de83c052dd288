import { parseArgs, type ParseArgsConfig } from "node:util";
import type { Environment } from "../model/environment";
import { nearest } from "../model/nearest";
import { UsageError } from "./command";

/** What the options of a command line are called and of which type, as Node's own parser takes it. */
type Options = NonNullable<ParseArgsConfig["options"]>;

/** The values of those options. */
type Values<T extends Options> = ReturnType<typeof parseArgs<{ args: string[]; options: T }>>["values"];

/**
 * Reads the options of a command line.
 *
 * @throws UsageError for an option or an argument that is not known, or that lacks its value.
 */
export function parseOptions<const T extends Options>(args: readonly string[], options: T): Values<T> {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split(". ")[0] ?? ""}.`);
  }
}

/**
 * Reads the options of a command line that has words beside them.
 *
 * @throws UsageError for an option that is not known, or that lacks its value.
 */
export function parseWords<const T extends Options>(
  args: readonly string[],
  options: T,
): { readonly values: Values<T>; readonly words: readonly string[] } {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    return { values, words: positionals };
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split(". ")[0] ?? ""}.`);
  }
}

/**
 * The environment of a name.
 *
 * @throws UsageError with the name that is most like it, and all that there are.
 */
export function chooseEnvironment(name: string, environments: readonly Environment[]): Environment {
  const chosen = environments.find((environment) => environment.name === name);
  if (chosen !== undefined) return chosen;
  const names = environments.map((environment) => environment.name);
  throw new UsageError(
    `--env ${name}: there is no such environment. Did you mean ${nearest(name, names)[0] ?? ""}? There are ${names.join(", ")}.`,
  );
}
