import { SHARED } from "../../model/names";
import { parseOptions } from "../arguments";
import { UsageError } from "../command";
import { EXIT_HELP } from "../exit-status";
import type { Accepted } from "./acceptance";

/** What `npm run guard` was asked to do. */
export interface GuardArguments {
  readonly help: boolean;
  readonly json: boolean;
  /** A file that the verdict is also written to, as Markdown. */
  readonly markdown: string | undefined;
  /** The file with the plan; empty where a configuration is to be looked at. */
  readonly plan: string;
  /** The folder of a stack of which only the configuration is to be looked at, before any plan. */
  readonly configuration: string | undefined;
  /** The environment's name, or `shared` for the stack that holds the states. */
  readonly env: string;
  /** Changes that the engineer accepts for this plan, each with a reason. */
  readonly accept: readonly Accepted[];
  /** Characters of the Markdown at most. */
  readonly markdownCharacters: number;
}

/** Characters that GitHub takes in a comment, with room for what stands around a verdict. */
const COMMENT = 60_000;

/** What `npm run guard -- --help` prints. */
export const HELP = `npm run guard -- --plan <file> --env <name> [--accept <address> --because <reason>] [--json]
  [--markdown <file> [--markdown-characters <number>]]
npm run guard -- --configuration <folder> --env <name>

Judges a plan before it is applied. What it does is routine, by the table in src/ops/guard/routine; or it needs a word, which a
person gives with --accept or in the environment's 'accepted'; or it is refused for good: what would destroy, replace or forget
anything that carries traffic or holds what cannot be made again, a second one of what is there, a secret, a stack or a provider
that is not the project's, a step of the move with anything beside it. Exposure, rights and where the states lie are asked about
in every environment, everything else in protected ones. It changes nothing and asks nothing of AWS.

  --plan <file>       the file that 'terraform plan -out=plan' wrote, in the folder of its stack, which Terraform is asked to
                      show; or the output of 'terraform show -json plan', which is not what is applied
  --env <name>        the environment that the plan is of, or 'shared' for the stack that holds the states; state, account,
                      region and tags have to be its own
  --configuration <folder>
                      look at the folder's cdk.tf.json alone, before 'terraform init': nothing runs
  --accept <address>  a change that may be made, because you know why; can be given again
  --because <reason>  why: one for each --accept, in their order, or one for all
  --json              print the verdict as JSON
  --markdown <file>   write the verdict to this file as well, as Markdown for a comment on a pull request
  --markdown-characters <number>
                      characters of it at most (default: ${COMMENT})
  --help              show this

Exit status:
  0  the plan passes
  1  it is refused: do not apply it
${EXIT_HELP}`;

/**
 * Reads the command line.
 *
 * @param variables environment variables, in which npm leaves what has not arrived. @default nothing was left
 * @throws UsageError for what is not known, when no plan or no environment is named, or when something is accepted without a reason.
 */
export function parseArguments(args: readonly string[], variables?: NodeJS.ProcessEnv): GuardArguments {
  const values = parseOptions(
    args,
    {
      help: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      plan: { type: "string", default: "" },
      configuration: { type: "string" },
      env: { type: "string", default: "" },
      markdown: { type: "string" },
      "markdown-characters": { type: "string", default: String(COMMENT) },
      accept: { type: "string", multiple: true, default: [] },
      because: { type: "string", multiple: true, default: [] },
    },
    variables,
  );
  const { help, plan, configuration, env, accept, because, json, markdown, "markdown-characters": characters } = values;
  if (!help) check(values);
  const markdownCharacters = Number(characters);
  if (!Number.isInteger(markdownCharacters) || markdownCharacters < 1000) {
    throw new UsageError(`--markdown-characters ${characters}: a whole number of 1000 or more is needed.`);
  }
  return { help, plan, configuration, env, accept: acceptances(accept, because), json, markdown, markdownCharacters };
}

function check({ plan, configuration, env }: { plan: string; configuration?: string | undefined; env: string }): void {
  if (plan === "" && configuration === undefined) throw new UsageError("Name the plan to judge: --plan <file>.");
  if (plan !== "" && configuration !== undefined) {
    throw new UsageError(
      "--plan and --configuration: give one of the two; a plan is looked at with its configuration.",
    );
  }
  if (env === "") {
    throw new UsageError(
      `Name the environment that it is of: --env <name>, or --env ${SHARED} for the stack that holds the states.`,
    );
  }
}

/** Each address with its reason: the reasons stand in the addresses' order, or one stands for all. */
function acceptances(addresses: readonly string[], reasons: readonly string[]): Accepted[] {
  if (addresses.length === 0 && reasons.length > 0) {
    throw new UsageError("--because: say what it is a reason for with --accept <address>.");
  }
  if (reasons.length > 1 && reasons.length !== addresses.length) {
    throw new UsageError(`${addresses.length} times --accept and ${reasons.length} times --because: give one reason for each, or one for all.`); // prettier-ignore
  }
  return addresses.map((address, index) => {
    const reason = (reasons.length === 1 ? reasons[0] : reasons[index])?.trim() ?? "";
    if (reason === "") throw new UsageError(`--accept ${address}: say why, with --because "<reason>".`);
    return { address, reason };
  });
}
