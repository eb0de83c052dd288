import { quote } from "../../model/problem";
import { parseOptions } from "../arguments";
import { UsageError } from "../command";
import { EXIT_HELP } from "../exit-status";

/** What `npm run verify` was asked to do. */
export interface VerifyArguments {
  readonly help: boolean;
  /** The environment's name. */
  readonly env: string;
  /** Seconds to wait until it is healthy. @default one look */
  readonly wait?: number;
  /** Where the gateway answers over HTTP. @default it is not asked */
  readonly url?: string;
  /** Whether to read secrets, to look at their shapes. */
  readonly checkSecrets: boolean;
  readonly json: boolean;
}

/** What `npm run verify -- --help` prints. */
export const HELP = `npm run verify -- --env <name> [--wait 10m] [--url <gateway>] [--check-secrets] [--json]

Whether an environment runs as it is written: its services and their roll-outs, targets, the way from the load balancer
to each container, past security groups and network ACLs, images, parameters and the tasks that are older than they, log
groups, the NAT's address, and what the gateway calls in the present phase of the move. It only reads: the policy it needs is docs/verify-policy.json. A table first; then who is cut off now, what will
fail at the next start or deployment, what could not be found out, and what is to tidy up; each with why, and the commands
to type next.

  --env <name>     the environment: dev, staging or prod
  --wait <time>    look every 5 seconds until all is well, for so long at most: 30s, 10m, 1h
  --url <gateway>  ask the gateway too, at /health, /api/health and /api/health/aggregate: http://... or https://...
                   What the last one says of each service counts; with --wait it is asked once a minute, as services
                   limit calls
  --check-secrets  read the secrets and look at their shapes: empty, 'pending', no URL, no database in a connection
                   string, the same value twice. Their values are shown, logged and kept nowhere. It needs
                   docs/verify-secrets-policy.json beside
  --json           print the result as JSON
  --help           show this

Exit status:
  0  all is well; warnings (yellow) do not count
  1  something is wrong, whether or not all of it could be seen
${EXIT_HELP}
One question without an answer does not hide the answers to the others: status 2 says that nothing is seen to be wrong, and
that not everything was seen.

--wait ends as soon as only a person can mend what is wrong: a tag that is not in ECR, a parameter that is not set, a
listener or rule that lacks, a roll-out that has failed. It waits for tasks, targets, roll-outs and the gateway's answers.

Secrets: a parameter that has been set is at version 2 or higher, and is not read. One that this project made and that is
at version 1 is read, its hash compared with that of 'pending', and forgotten. One that a person made is not read: that it
exists is enough. All are read with --check-secrets.

A log group counts as silent after 2 hours (AWS tells of new entries up to an hour late); that is a warning.
`;

/**
 * Reads the command line.
 *
 * @param variables environment variables, in which npm leaves what has not arrived. @default nothing was left
 * @throws UsageError for what is not understood, or when no environment is named.
 */
export function parseArguments(args: readonly string[], variables?: NodeJS.ProcessEnv): VerifyArguments {
  const {
    help,
    env,
    wait,
    url,
    "check-secrets": checkSecrets,
    json,
  } = parseOptions(
    args,
    {
      help: { type: "boolean", default: false },
      env: { type: "string", default: "" },
      wait: { type: "string" },
      url: { type: "string" },
      "check-secrets": { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
    variables,
  );
  if (!help && env === "") throw new UsageError("Name an environment, such as: --env prod.");
  return {
    help,
    env,
    checkSecrets,
    json,
    ...(wait !== undefined && { wait: parseDuration(wait) }),
    ...(url !== undefined && { url: checkUrl(url) }),
  };
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
const LONGEST_HOURS = 24;

/**
 * Seconds of a time such as `30s`, `10m` or `1h`.
 *
 * @throws UsageError when it is none, or not between a second and a day.
 */
export function parseDuration(text: string): number {
  const [, number = "", unit = ""] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  const seconds = Number(number) * (UNITS[unit] ?? 0);
  if (seconds > 0 && seconds <= LONGEST_HOURS * 3600) return seconds;
  throw new UsageError(`--wait ${text}: give a time such as 30s, 10m or 1h, a day at most.`);
}

/** Checks the gateway's address: it is printed, so it must not hold a password. */
function checkUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !["http:", "https:"].includes(url.protocol)) {
    throw new UsageError(`--url ${quote(text)}: give an address such as https://api.kelmah.com.`);
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new UsageError("--url: give the address alone, without a user, a password, a query or a fragment.");
  }
  return text;
}
