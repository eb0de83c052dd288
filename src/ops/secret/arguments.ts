import { parseWords } from "../arguments";
import { UsageError } from "../command";
import { EXIT_HELP } from "../exit-status";

/** What `npm run secret` was asked to do. */
export interface SecretArguments {
  readonly help: boolean;
  /** The environment's name. */
  readonly env: string;
  /** The secret's name, as a service's `secrets` has it. */
  readonly secret: string;
  /** The file that holds the value. @default it is asked for, or comes through a pipe */
  readonly fromFile?: string;
}

/** What `npm run secret -- --help` prints. */
export const HELP = `npm run secret -- --env <name> <SECRET> [--from-file <file>]

Sets the value of a secret where the environment keeps it: in Parameter Store or in Secrets Manager, under the environment's
own key or AWS's. It asks for the value without showing what is typed, or takes it from a file or a pipe. The value is never
shown, and never on a command line, where a shell's history and the list of processes would have it.

  --env <name>        the environment: dev, staging or prod
  <SECRET>            the secret, as a service's 'secrets' in src/environments/catalogue.ts has it: MONGODB_URI
  --from-file <file>  take the value from this file, and not from the terminal or a pipe
  --help              show this

One line end behind the value, which editors and pipes put there, is left out. An empty value is refused, and so is 'pending',
which is what a parameter holds that nobody has set.

In PowerShell write '--' in quotes, or it does not reach the command: npm run secret '--' --env prod MONGODB_URI

Exit status:
  0  the value is set
  1  it is not: the value is refused, something has to be done first, or AWS refused to set it
${EXIT_HELP}`;

/** What can be the name of a secret, and so may be repeated: anything else may be a value that was typed by mistake. */
const NAME = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/;

const VALUE_GIVEN =
  "Give the secret's name alone, such as MONGODB_URI. A value on a command line stays in the shell's history: if one was " +
  "typed there, make a new one where it is from";

/**
 * Reads the command line.
 *
 * @param env environment variables, in which npm leaves what has not arrived. @default nothing was left
 * @throws UsageError for what is not understood; it never repeats what may be a value.
 */
export function parseArguments(args: readonly string[], env?: NodeJS.ProcessEnv): SecretArguments {
  const { values, words } = parseWords(
    args,
    {
      help: { type: "boolean", default: false },
      env: { type: "string", default: "" },
      "from-file": { type: "string" },
    },
    env,
  );
  const { help, env: name, "from-file": fromFile } = values;
  if (!help) {
    if (name === "") throw new UsageError("Name an environment, such as: --env prod.");
    if (words.length !== 1 || !NAME.test(words[0] ?? "")) throw new UsageError(`${VALUE_GIVEN}.`);
    if (fromFile === "") throw new UsageError("--from-file needs a file.");
  }
  return { help, env: name, secret: words[0] ?? "", ...(fromFile !== undefined && { fromFile }) };
}
