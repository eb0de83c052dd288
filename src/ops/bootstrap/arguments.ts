import type { Environment } from "../../model/environment";
import { stateStackName } from "../../model/names";
import { chooseEnvironment, parseOptions } from "../arguments";
import { UsageError } from "../command";
import { EXIT_HELP } from "../exit-status";
import { requireS3State, requireStateStorage } from "../s3-state";

/** What `npm run bootstrap` was asked to do. */
export interface BootstrapArguments {
  readonly help: boolean;
  readonly autoApprove: boolean;
  /** The account whose state stack is brought up. @default that of `env`, or the only one */
  readonly account: string | undefined;
  /** An environment of that account. */
  readonly env: string | undefined;
}

/** What `npm run bootstrap -- --help` prints. */
export const HELP = `npm run bootstrap [-- --account <account> | --env <name>] [--auto-approve]

Brings up an account's state stack: the bucket and lock table that hold the state of every stack of that account, its own
among them. The first time it begins on a local state, which then moves into the bucket. Run it again at any time, also
after it was interrupted: it goes on from what is there, and changes nothing when all is well. Afterwards it is a stack
like any other.

  --account <id>   the account, where environments are in more than one
  --env <name>     the same, by an environment of that account
  --auto-approve   do not ask before applying; a plan that destroys something is refused all the same
  --help           show this

It acts on the account of the AWS credentials at hand (AWS_PROFILE, aws sso login) and refuses any other account than
the stack's own.

Exit status:
  0  the state storage is there, and holds its own state
  1  the plan was not approved or would destroy something, an apply failed, or there are two states to choose from
${EXIT_HELP}`;

/**
 * Reads the command line.
 *
 * @param variables environment variables, in which npm leaves what has not arrived. @default nothing was left
 * @throws UsageError for what is not known.
 */
export function parseArguments(args: readonly string[], variables?: NodeJS.ProcessEnv): BootstrapArguments {
  const values = parseOptions(
    args,
    {
      help: { type: "boolean", default: false },
      "auto-approve": { type: "boolean", default: false },
      account: { type: "string" },
      env: { type: "string" },
    },
    variables,
  );
  const { help, "auto-approve": autoApprove, account, env } = values;
  return { help, autoApprove, account, env };
}

const NO_BUCKET = "the bucket and lock table are for states in S3, and this environment needs none.";

/**
 * The name of the state stack to bring up.
 *
 * @throws OperatorError when there is none to bring up: no environment, or not the one that was chosen, keeps its state in S3.
 * @throws UsageError when an account has no environment, or there are several and none was chosen.
 */
export function chooseStateStack(
  { account, env }: Pick<BootstrapArguments, "account" | "env">,
  environments: readonly Environment[],
): string {
  requireStateStorage(environments);
  const ofAccounts = new Map<string, { readonly stack: string; readonly names: string[] }>();
  for (const { name, inventory, state } of environments) {
    if (state.kind !== "s3") continue;
    const known = ofAccounts.get(inventory.account)?.names ?? [];
    ofAccounts.set(inventory.account, { stack: stateStackName(state), names: [...known, name] });
  }
  const list = [...ofAccounts].map(([id, { names }]) => `--account ${id} (${names.join(", ")})`).join(" or ");
  if (env !== undefined) {
    const chosen = chooseEnvironment(env, environments);
    const stack = stateStackName(requireS3State(chosen, NO_BUCKET));
    if (account === undefined || account === chosen.inventory.account) return stack;
    throw new UsageError(
      `--env ${env}: it is in account ${chosen.inventory.account}, not in ${account}. Give one of the two.`,
    );
  }
  if (account !== undefined) {
    const chosen = ofAccounts.get(account);
    if (chosen !== undefined) return chosen.stack;
    throw new UsageError(`--account ${account}: no environment with its state in S3 is there. Choose ${list}.`);
  }
  const [only, ...others] = ofAccounts.values();
  if (only !== undefined && others.length === 0) return only.stack;
  throw new UsageError(`Environments are in ${ofAccounts.size} accounts, and each has a state stack. Choose ${list}.`);
}
