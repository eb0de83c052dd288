import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createColors } from "picocolors";
import { environments } from "../../environments";
import type { Environment } from "../../model/environment";
import { runCommand, UsageError, VerdictError } from "../command";
import { HELP, parseArguments } from "./arguments";
import { ownerOf } from "./environment";
import { guard } from "./guard";
import { renderMarkdown } from "./markdown";
import { readPlan } from "./read";
import { renderVerdict } from "./render";
import { stackBeside, stackIn } from "./stack";
import { parseStack, readWrittenStack, writtenFindings } from "./written-stack";

const project = resolve(__dirname, "../../..");

async function main(signal: AbortSignal): Promise<void> {
  const args = parseArguments(process.argv.slice(2), process.env);
  const { help, configuration: folder, plan: file, env: asked, accept, json, markdown, markdownCharacters } = args;
  if (help) {
    process.stdout.write(HELP);
    return;
  }
  const { env, stdout } = process;
  const all = environments(env.KELMAH_INVENTORY_DIR);
  if (folder !== undefined) {
    await judgeConfiguration(folder, asked, all);
    return;
  }
  const { plan, made } = await readPlan({
    file,
    env,
    cacheDirectory: join(project, ".cache/terraform"),
    signal,
  });
  const owner = ownerOf({ asked, stack: await stackBeside(file, made?.configuration) }, all, plan);
  const written = made?.configuration === undefined ? undefined : parseStack(file, made.configuration);
  const verdict = guard(plan, { ...owner, accepted: accept, written, others: made?.others, backend: made?.backend });
  if (markdown !== undefined) await writeMarkdown(markdown, renderMarkdown(verdict, markdownCharacters));
  const colors = createColors(stdout.isTTY && env.CI === undefined && env.NO_COLOR === undefined);
  stdout.write(`${json ? JSON.stringify(verdict, null, 2) : renderVerdict(verdict, colors)}\n`);
  // The reasons are in what was just printed; this is what a log that keeps only errors shows.
  if (verdict.findings.length > 0) throw new VerdictError("The plan is refused: do not apply it.");
}

/** Says what of a stack is not the project's before anything of it runs. */
async function judgeConfiguration(folder: string, asked: string, all: readonly Environment[]): Promise<void> {
  const json = await readWrittenStack(folder);
  const findings = writtenFindings(json, ownerOf({ asked, stack: stackIn(json) }, all));
  for (const { address, message } of findings)
    process.stdout.write(`${address === undefined ? "" : `${address} `}${message}\n`);
  if (findings.length > 0) throw new VerdictError("The stack is refused: do not run terraform in its folder.");
  process.stdout.write("Passed: the stack is this project's.\n");
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
