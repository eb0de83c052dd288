import { parseOptions } from "../arguments";
import { UsageError } from "../command";
import { EXIT_HELP } from "../exit-status";

/** What `npm run discover` was asked to do. */
export interface DiscoverArguments {
  readonly help: boolean;
  /** The environment's name. */
  readonly env: string;
  readonly write: boolean;
  readonly json: boolean;
  readonly all: boolean;
  /** Files with what `terraform apply -json` wrote. */
  readonly journals: readonly string[];
}

/** What `npm run discover -- --help` prints. */
export const HELP = `npm run discover -- --env <name> [--write] [--all] [--json] [--journal <file>]

Finds in AWS what an environment describes and exists already, so that Terraform adopts it and makes nothing twice: what
production was made of by hand, or what an apply was making when it was killed. Terraform plans the imports in a folder
of its own, so that every attribute that adopting would change is shown. It asks the account of the AWS
credentials at hand (AWS_PROFILE, aws sso login), refuses any other account than the inventory's, and changes nothing in
AWS: the policy it needs is docs/discover-policy.json. Values of secrets are never asked for, shown or written.

  --env <name>       the environment: dev, staging or prod
  --write            write what was found to the inventory, src/environments/inventory/<name>.json (or to
                     KELMAH_INVENTORY_DIR): what was learnt, and what is to be imported; read the diff and commit it
  --all              show every resource and every difference, and not only what a person has to know
  --json             print the result as JSON
  --journal <file>   the output of a killed 'terraform apply -json': ids of what has no name; may be given again
  --help             show this

Exit status:
  0  nothing has to be settled before a plan
  1  something was found twice, would be replaced, would lose what nobody has given up, would not start, is given in the
     inventory and does not exist, or would move the gateway while it is adopted: nothing is written
${EXIT_HELP}`;

/**
 * Reads the command line.
 *
 * @param env environment variables, in which npm leaves what has not arrived. @default nothing was left
 * @throws UsageError for a flag or an argument that is not known, or when no environment is named.
 */
export function parseArguments(args: readonly string[], env?: NodeJS.ProcessEnv): DiscoverArguments {
  const values = parseOptions(
    args,
    {
      help: { type: "boolean", default: false },
      env: { type: "string", default: "" },
      write: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      all: { type: "boolean", default: false },
      journal: { type: "string", multiple: true, default: [] },
    },
    env,
  );
  if (!values.help && values.env === "") throw new UsageError("Name an environment, such as: --env prod.");
  const { journal, ...rest } = values;
  return { ...rest, journals: journal };
}
