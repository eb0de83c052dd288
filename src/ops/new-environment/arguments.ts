import { parseOptions } from "../arguments";
import { UsageError } from "../command";
import { EXIT_HELP } from "../exit-status";

/** What `npm run new-environment` was asked to make. */
export interface Wish {
  /** The environment's name. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** The block of its VPC. @default one that overlaps no other environment's */
  readonly cidr: string | undefined;
}

/** What `npm run new-environment -- --help` prints. */
export const HELP = `npm run new-environment -- --name demo --account 111122223333 --region eu-west-1 [--cidr 10.40.0.0/16]

Writes src/environments/<name>.ts and src/environments/inventory/<name>.json, and nothing else. The environment has a VPC
of its own and is parked: no task runs before its secrets are set. AWS is not touched.
What comes after it: docs/new-environment.md.

  --name <name>       2 to 10 lower-case letters and digits, a letter first
  --account <id>      the twelve digits of the AWS account that it is to be in
  --region <region>   a region of AWS's commercial partition, such as eu-north-1
  --cidr <block>      of its VPC, /16 to /24 (default: the first 10.x.0.0/16 that no environment overlaps)
  --help              show this

Exit status:
  0  both files are written
  1  one of them is there already, or cannot be written: neither is
${EXIT_HELP}`;

/**
 * Reads the command line; `undefined` when help is asked for.
 *
 * @param env environment variables, in which npm leaves what has not arrived. @default nothing was left
 * @throws UsageError for what is not known, and with every option that lacks.
 */
export function parseArguments(args: readonly string[], env?: NodeJS.ProcessEnv): Wish | undefined {
  const { help, name, account, region, cidr } = parseOptions(
    args,
    {
      help: { type: "boolean", default: false },
      name: { type: "string" },
      account: { type: "string" },
      region: { type: "string" },
      cidr: { type: "string" },
    },
    env,
  );
  if (help) return undefined;
  if (name !== undefined && account !== undefined && region !== undefined) return { name, account, region, cidr };
  const missing = Object.entries({ name, account, region }).filter(([, value]) => value === undefined);
  throw new UsageError(`Also needed: ${missing.map(([option]) => `--${option}`).join(", ")}.`);
}
