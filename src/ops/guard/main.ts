import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createColors } from "picocolors";
import { environments } from "../../environments";
import { runCommand, UsageError, VerdictError } from "../command";
import { HELP, parseArguments } from "./arguments";
import { environmentOf } from "./environment";
import { guard } from "./guard";
import { renderMarkdown } from "./markdown";
import { readPlan } from "./read";
import { renderVerdict } from "./render";
import { stackBeside } from "./stack";

const project = resolve(__dirname, "../../..");

async function main(signal: AbortSignal): Promise<void> {
  const args = parseArguments(process.argv.slice(2), process.env);
  const { help, plan: file, env: asked, accept, json, markdown, markdownCharacters } = args;
  if (help) {
    process.stdout.write(HELP);
    return;
  }
  const { env, stdout } = process;
  const plan = await readPlan({ file, env, cacheDirectory: join(project, ".cache/terraform"), signal });
  const stack = await stackBeside(file);
  const environment = environmentOf(plan, { asked, stack }, environments(env.KELMAH_INVENTORY_DIR));
  const verdict = guard(plan, { environment, accepted: accept });
  if (markdown !== undefined) await writeMarkdown(markdown, renderMarkdown(verdict, markdownCharacters));
  const colors = createColors(stdout.isTTY && env.CI === undefined && env.NO_COLOR === undefined);
  stdout.write(`${json ? JSON.stringify(verdict, null, 2) : renderVerdict(verdict, colors)}\n`);
  // The reasons are in what was just printed; this is what a log that keeps only errors shows.
  if (verdict.findings.length > 0) throw new VerdictError("The plan is refused: do not apply it.");
}

/** A comment that could not be written is no verdict about a plan. */
async function writeMarkdown(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, `${text}\n`);
  } catch (error) {
    throw new UsageError(`--markdown ${file}: it cannot be written (${(error as NodeJS.ErrnoException).code ?? ""}).`);
  }
}

void runCommand(main);
