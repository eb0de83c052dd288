import { parseArgs, type ParseArgsConfig } from "node:util";
import type { Environment } from "../model/environment";
import { nearest } from "../model/nearest";
import { UsageError } from "./command";

/** What the options of a command line are called and of which type, as Node's own parser takes it. */
type Options = NonNullable<ParseArgsConfig["options"]>;

/** The values of those options. */
type Values<T extends Options> = ReturnType<typeof parseArgs<{ args: string[]; options: T }>>["values"];

/** Options that npm has itself, which its own configuration may have set. */
const OF_NPM: readonly string[] = ["help", "json"];

/**
 * PowerShell keeps an unquoted `--` for itself, npm then takes the options that follow for its own (`npm_config_<name>`), and the
 * command would do without them.
 *
 * @throws UsageError with the way to write them.
 */
function checkArrived(args: readonly string[], options: Options, env: NodeJS.ProcessEnv): void {
  const lost = Object.keys(options).filter(
    (name) => !OF_NPM.includes(name) && env[`npm_config_${name.replaceAll("-", "_")}`] !== undefined,
  );
  if (lost.length === 0 || args.some((arg) => arg.startsWith("--"))) return;
  const command = env.npm_lifecycle_event ?? "<command>";
  const list = lost.map((name) => `--${name}`).join(" and ");
  throw new UsageError(
    `${list} did not arrive. In PowerShell write '--' in quotes: npm run ${command} '--' --${lost[0] ?? ""} ...`,
  );
}

/**
 * Reads the options of a command line.
 *
 * @param env environment variables, in which npm leaves what has not arrived. @default nothing was left
 * @throws UsageError for an option or an argument that is not known, that lacks its value, or that has not arrived.
 */
export function parseOptions<const T extends Options>(
  args: readonly string[],
  options: T,
  env: NodeJS.ProcessEnv = {},
): Values<T> {
  checkArrived(args, options, env);
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split(". ")[0] ?? ""}.`);
  }
}

/**
 * Reads the options of a command line that has words beside them.
 *
 * @param env as {@link parseOptions} has it.
 * @throws UsageError for an option that is not known, that lacks its value, or that has not arrived.
 */
export function parseWords<const T extends Options>(
  args: readonly string[],
  options: T,
  env: NodeJS.ProcessEnv = {},
): { readonly values: Values<T>; readonly words: readonly string[] } {
  checkArrived(args, options, env);
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
