import { createColors } from "picocolors";
import { environments } from "../../environments";
import { ExitError, runCommand, VerdictError } from "../command";
import { EXIT } from "../exit-status";
import { renderCalls } from "../discover/report";
import type { Verification } from "./analyse";
import { chooseEnvironment } from "../arguments";
import { HELP, parseArguments, type VerifyArguments } from "./arguments";
import { plainLive, terminalLive, type Live } from "./live";
import { renderVerification, verificationJson } from "./render";
import { Verifier } from "./verify";
import { type Ending, waitUntilHealthy } from "./wait";

const { env, stdout } = process;
const live = stdout.isTTY && env.CI === undefined;
const colors = createColors(live && env.NO_COLOR === undefined);

async function main(signal: AbortSignal): Promise<void> {
  const args = parseArguments(process.argv.slice(2), process.env);
  if (args.help) {
    stdout.write(HELP);
    return;
  }
  // Node 20 is fine for the pinned version of the SDK; the warning is about versions to come.
  env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const { verification, ending } = await verify(args, signal);
  if (verification.verdict === "healthy") return;
  const name = verification.environment;
  const waited = { late: " Time has run out.", hopeless: " Waiting longer would not mend it.", healthy: "" };
  const after = ending === undefined ? "" : waited[ending];
  // The reasons are in what was just printed; this is what a log that keeps only errors shows.
  if (verification.verdict === "wrong") throw new VerdictError(`Something is wrong with ${name}, see above.${after}`);
  throw new ExitError(`Not everything about ${name} could be found out, see above.${after}`, EXIT.unable);
}

interface Outcome {
  readonly verification: Verification;
  readonly ending?: Ending;
}

async function verify(
  { env: name, wait, url, checkSecrets, json }: VerifyArguments,
  signal: AbortSignal,
): Promise<Outcome> {
  const started = Date.now();
  const environment = chooseEnvironment(name, environments(env.KELMAH_INVENTORY_DIR));
  const verifier = new Verifier({ environment, url, checkSecrets, env, signal });
  const print = (verification: Verification) => {
    const seconds = (Date.now() - started) / 1000;
    stdout.write(
      json
        ? `${JSON.stringify(verificationJson(verification, verifier.calls, seconds), null, 2)}\n`
        : `${renderVerification(verification, colors)} ${colors.dim(`${renderCalls(verifier.calls, seconds)}.`)}\n`,
    );
  };
  if (wait === undefined) {
    const verification = await verifier.look();
    print(verification);
    return { verification };
  }
  const display = displayOf(json);
  let last: Verification | undefined;
  try {
    const waited = await waitUntilHealthy({
      look: () => verifier.look(),
      seconds: wait,
      signal,
      onLook: (verification, left) => {
        last = verification;
        display.show(verification, left);
      },
    });
    return waited;
  } finally {
    // Also after Ctrl-C: the last picture stays.
    display.end();
    if (last !== undefined) print(last);
  }
}

function displayOf(json: boolean): Live {
  if (json) return { show: () => undefined, end: () => undefined };
  return live ? terminalLive(stdout, colors) : plainLive((line) => stdout.write(`${line}\n`));
}

void runCommand(main);
