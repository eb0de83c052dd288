import { once } from "node:events";
import { join, relative, resolve } from "node:path";
import { createColors } from "picocolors";
import { environments } from "../../environments";
import { stateStackName } from "../../model/names";
import { runCommand, withRunFolder } from "../command";
import { HELP, parseArguments, requireCreatable } from "./arguments";
import { LocalPlatform } from "./platform";
import { renderLookAround, renderOverview, formatSeconds } from "./report";
import { requireS3State } from "../s3-state";
import { plainDisplay, type Display } from "../display/steps";
import { terminalDisplay } from "../display/terminal-display";

const LOCAL_STATE =
  "what runs here keeps its states in an emulated S3, and must not reach a real workspace. Choose an environment that has it (--env).";
const project = resolve(__dirname, "../../..");

async function main(signal: AbortSignal): Promise<void> {
  const { help, keep, env: environment } = parseArguments(process.argv.slice(2), process.env);
  const say = (text: string) => {
    process.stdout.write(`${text}\n`);
  };
  if (help) {
    say(HELP);
    return;
  }
  const { env, stdout } = process;
  // Node 20 is fine for the pinned version of the SDK; the warning is about versions to come.
  env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const all = environments(env.KELMAH_INVENTORY_DIR);
  const stateStack = stateStackName(requireS3State(requireCreatable(environment, all), LOCAL_STATE));
  const live = stdout.isTTY && env.CI === undefined;
  // Said outright: without an argument, and CI set, picocolors would colour a log file.
  const colors = createColors(live ? env.NO_COLOR === undefined : false);
  const display: Display = live ? terminalDisplay(colors) : plainDisplay(say);

  const cacheDirectory = join(project, ".cache");
  await withRunFolder(join(cacheDirectory, "local"), signal, async (folder) => {
    const platform = new LocalPlatform({ environment, stateStack, project, cacheDirectory, folder, env, signal });
    const start = Date.now();
    try {
      await display(platform.steps());
      say(`\n${renderOverview(platform.overview, colors)}\n`);
      const time = `${colors.green("Done")} in ${formatSeconds((Date.now() - start) / 1000)}`;
      if (!keep) {
        say(`${time}; all of it is gone again. To look around in it: npm run local -- --keep`);
        return;
      }
      const { endpoint, region } = platform.emulator;
      const stackFolder = relative(project, platform.servicesFolder);
      const cluster = await platform.clusterName();
      say(`${time}\n\n${renderLookAround({ endpoint, region, environment, cluster, stackFolder }, colors)}`);
      say("\nThe emulator runs until you press Ctrl-C.");
      if (!signal.aborted) await once(signal, "abort");
    } finally {
      await platform.stop();
    }
  });
}

void runCommand(main);
