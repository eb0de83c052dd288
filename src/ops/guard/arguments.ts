import { parseOptions } from "../arguments";
import { UsageError } from "../command";
import { EXIT_HELP } from "../exit-status";

/** What `npm run guard` was asked to do. */
export interface GuardArguments {
  readonly help: boolean;
  readonly json: boolean;
  /** A file that the verdict is also written to, as Markdown. */
  readonly markdown: string | undefined;
  /** The file with the plan. */
  readonly plan: string;
  /** The environment's name. */
  readonly env: string | undefined;
  /** Addresses whose changes the engineer has named: imported resources, and lifecycle policies of images. */
  readonly accept: readonly string[];
}

/** What `npm run guard -- --help` prints. */
export const HELP = `npm run guard -- --plan <file> [--env <name>] [--accept <address>] [--json] [--markdown <file>]

Judges a plan before it is applied, and refuses it when it would destroy, replace or forget anything; change an address,
NAT gateway, load balancer, private subnet or cluster of a protected environment, or where the states lie; open a security
group to everybody where the environment does not say so; hold a secret; change what it imports; let images expire; do more
than a step of the move says; send calls, names or tasks to what is not ready in the same apply (canary, domain, namespace,
secrets without a value); close a port, or stop a service, that may still be called; or turn off what protects a load
balancer. It changes nothing and asks nothing of AWS.

  --plan <file>       the plan: the output of 'terraform show -json plan', or the file that 'terraform plan -out=plan'
                      wrote, in the folder of its stack
  --env <name>        the environment that the plan is of (default: the tag Env of the plan's provider)
  --accept <address>  an imported resource that may change in place, or a lifecycle policy that may let images expire,
                      because you know why; can be given again
  --json              print the verdict as JSON
  --markdown <file>   write the verdict to this file as well, as Markdown for a comment on a pull request
  --help              show this

Exit status:
  0  the plan passes
  1  it is refused: do not apply it
${EXIT_HELP}`;

/**
 * Reads the command line.
 *
 * @throws UsageError for what is not known, or when no plan is named.
 */
export function parseArguments(args: readonly string[]): GuardArguments {
  const { help, plan, env, accept, json, markdown } = parseOptions(args, {
    help: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    plan: { type: "string", default: "" },
    env: { type: "string" },
    markdown: { type: "string" },
    accept: { type: "string", multiple: true, default: [] },
  });
  if (plan === "" && !help) throw new UsageError("Name the plan to judge: --plan <file>.");
  return { help, plan, env, accept, json, markdown };
}
