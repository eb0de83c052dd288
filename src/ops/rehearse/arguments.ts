import type { Environment } from "../../model/environment";
import { nearest } from "../../model/nearest";
import { PHASES, type Phase } from "../../model/phase";
import { parseOptions } from "../arguments";
import { UsageError } from "../command";
import { EXIT_HELP } from "../exit-status";

/** What `npm run rehearse` was asked to do. */
export interface RehearseArguments {
  readonly help: boolean;
  /** The environment's name. */
  readonly env: string;
  readonly from: Phase;
  readonly to: Phase;
}

/** What `npm run rehearse -- --help` prints. */
export const HELP = `npm run rehearse -- --env prod [--from legacy] [--to retired]

Walks the move of an environment from phase to phase and back, on this machine: production as it was made by hand is built
in an AWS emulator, adopted with the environment file as it stands, and moved with real Terraform and the real provider,
one plan at a time: planned, judged by the guard, applied, and verified. No AWS account is touched and no credentials are
needed. Rehearse a change of an environment before its pull request.

  --env <name>    the environment to rehearse, one whose services have legacy services (default: prod)
  --from <phase>  the phase to begin and end in: ${PHASES.join(", ")} (default: legacy)
  --to <phase>    the phase to walk to (default: retired)
  --help          show this

Exit status:
  0  all of it was safe
  1  the first thing that was not
${EXIT_HELP}`;

/**
 * Reads the command line.
 *
 * @param variables environment variables, in which npm leaves what has not arrived. @default nothing was left
 * @throws UsageError for what is not known.
 */
export function parseArguments(args: readonly string[], variables?: NodeJS.ProcessEnv): RehearseArguments {
  const { help, env, from, to } = parseOptions(
    args,
    {
      help: { type: "boolean", default: false },
      env: { type: "string", default: "prod" },
      from: { type: "string", default: "legacy" },
      to: { type: "string", default: "retired" },
    },
    variables,
  );
  return { help, env, from: phase("--from", from), to: phase("--to", to) };
}

function phase(flag: string, word: string): Phase {
  const known = PHASES.find((one) => one === word);
  if (known !== undefined) return known;
  throw new UsageError(
    `${flag} ${word}: there is no such phase, the nearest is '${nearest(word, [...PHASES])[0] ?? ""}'.`,
  );
}

/**
 * The environment to rehearse.
 *
 * @throws UsageError when there is none of that name, or when it has nothing to move.
 */
export function requireMovable(name: string, environments: readonly Environment[]): Environment {
  const movable = environments.filter(({ names }) =>
    Object.values(names?.services ?? {}).some(({ legacyService }) => legacyService !== undefined),
  );
  const found = movable.find((environment) => environment.name === name);
  if (found !== undefined) return found;
  const reason = environments.some((environment) => environment.name === name)
    ? "its services have no legacy services to move from"
    : "there is no such environment";
  throw new UsageError(`--env ${name}: ${reason}. Choose ${movable.map((one) => one.name).join(" or ")}.`);
}
