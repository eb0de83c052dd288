import { join, resolve } from "node:path";
import { createColors } from "picocolors";
import { environments } from "../../environments";
import { moves } from "../../model/move";
import { runCommand, withRunFolder } from "../command";
import { plainDisplay, type Display } from "../display/steps";
import { terminalDisplay } from "../display/terminal-display";
import { requireS3State } from "../s3-state";
import { formatSeconds } from "../local/report";
import { HELP, parseArguments, requireMovable } from "./arguments";
import { Rehearsal } from "./rehearsal";
import { renderRows } from "./report";
import { verifyHere } from "./verify-here";

const REHEARSED_STATE =
  "a rehearsal keeps its states in an emulated S3, and must not reach a real workspace. Rehearse before the state moves to HCP Terraform.";
const project = resolve(__dirname, "../../..");

async function main(signal: AbortSignal): Promise<void> {
  const { help, env: name, from, to } = parseArguments(process.argv.slice(2), process.env);
  const { env, stdout } = process;
  const say = (text: string) => stdout.write(`${text}\n`);
  if (help) {
    stdout.write(HELP);
    return;
  }
  // Node 20 is fine for the pinned version of the SDK; the warning is about versions to come.
  env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const environment = requireMovable(name, environments());
  requireS3State(environment, REHEARSED_STATE);
  // What was never anything but private stays where it is.
  const services = Object.keys(environment.services).filter((service) => moves(environment, service));
  const live = stdout.isTTY && env.CI === undefined;
  // Said outright: without an argument, and CI set, picocolors would colour a log file.
  const colors = createColors(live ? env.NO_COLOR === undefined : false);
  const display: Display = live ? terminalDisplay(colors) : plainDisplay(say);

  const cacheDirectory = join(project, ".cache");
  await withRunFolder(join(cacheDirectory, "rehearse"), signal, async (folder) => {
    const rehearsal = new Rehearsal({
      name, project, cacheDirectory, folder, env, signal,
      services, walk: { from, to }, verify: verifyHere,
    }); // prettier-ignore
    const start = Date.now();
    try {
      await display(rehearsal.steps());
    } finally {
      if (rehearsal.rows.length > 0 && !signal.aborted) say(`\n${renderRows(rehearsal.rows, colors)}\n`);
      await rehearsal.stop();
    }
    say(`${colors.green("rehearsed: safe")}, in ${formatSeconds((Date.now() - start) / 1000)}`);
  });
}

void runCommand(main);
