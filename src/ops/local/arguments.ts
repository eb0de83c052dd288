import type { Environment } from "../../model/environment";
import { parseOptions } from "../arguments";
import { UsageError } from "../command";
import { EXIT_HELP } from "../exit-status";

/** What `npm run local` was asked to do. */
export interface LocalArguments {
  readonly help: boolean;
  readonly keep: boolean;
  /** The environment's name. */
  readonly env: string;
}

/** What `npm run local -- --help` prints. */
export const HELP = `npm run local [-- --keep] [--env dev]

Brings the whole platform up on this machine: real Terraform with the real AWS provider, against an AWS emulator that
starts with the command and ends with it. No AWS account is touched and no credentials are needed.

  --env <name>   the environment to bring up, one that makes its own VPC (default: dev)
  --keep         keep the emulator running when all is done, until Ctrl-C, to look around in
  --help         show this

Exit status:
  0  everything was applied, a second plan of every stack is empty, and every service runs
  1  something of that is not so
${EXIT_HELP}`;

/**
 * Reads the command line.
 *
 * @param env environment variables, in which npm leaves what has not arrived. @default nothing was left
 * @throws UsageError for a flag or an argument that is not known.
 */
export function parseArguments(args: readonly string[], env?: NodeJS.ProcessEnv): LocalArguments {
  return parseOptions(
    args,
    {
      help: { type: "boolean", default: false },
      keep: { type: "boolean", default: false },
      env: { type: "string", default: "dev" },
    },
    env,
  );
}

/**
 * The environment of a name, if it can be brought up where there is nothing yet.
 *
 * @throws UsageError naming those that can.
 */
export function requireCreatable(name: string, environments: readonly Environment[]): Environment {
  const choices = environments.filter(({ network }) => network.vpc.kind === "create");
  const chosen = choices.find((choice) => choice.name === name);
  if (chosen !== undefined) return chosen;
  const reason = environments.some((environment) => environment.name === name)
    ? "its VPC exists already and would have to be found, and an empty emulator has none"
    : "there is no such environment";
  throw new UsageError(`--env ${name}: ${reason}. Choose ${choices.map((choice) => choice.name).join(" or ")}.`);
}
