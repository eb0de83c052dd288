import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { OperatorError } from "../model/problem";
import { run } from "./process";
import { stripFrame } from "./terraform/error";

/** Where to synthesize, and with what. */
export interface SynthesizeOptions {
  /** The project's folder: the one with `cdktf.json`. */
  readonly project: string;
  /** The folder to write to. */
  readonly outdir: string;
  readonly env: NodeJS.ProcessEnv;
  /** The one environment whose stacks are wanted, which takes less time than all. @default every environment's */
  readonly only?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The folders of the synthesized stacks, by the stacks' names. */
export type StackFolders = ReadonlyMap<string, string>;

/**
 * Runs the app that `cdktf.json` names, as `cdktf synth` does, into a folder of our own.
 *
 * @throws Error with what the app said when it fails, such as the problems of an environment.
 */
export async function synthesize({ project, outdir, env, only, signal }: SynthesizeOptions): Promise<StackFolders> {
  const { app } = JSON.parse(await readFile(join(project, "cdktf.json"), "utf8")) as { app: string };
  const { status, stdout, stderr } = await run(app, [], {
    cwd: project,
    shell: true,
    env: { ...env, CDKTF_OUTDIR: outdir, KELMAH_ONLY_ENVIRONMENT: only },
    ...(signal !== undefined && { signal }),
  });
  signal?.throwIfAborted();
  if (status !== 0) throw new OperatorError(`Synthesis failed (${app}):\n${stripFrame(stderr) || stdout.trim()}`);
  return readManifest(outdir);
}

/** The stacks of a synthesized output folder. */
export async function readManifest(outdir: string): Promise<StackFolders> {
  const { stacks } = JSON.parse(await readFile(join(outdir, "manifest.json"), "utf8")) as {
    stacks: Record<string, { workingDirectory: string }>;
  };
  return new Map(Object.entries(stacks).map(([name, { workingDirectory }]) => [name, join(outdir, workingDirectory)]));
}

/**
 * The folder of one stack.
 *
 * @throws Error naming the stacks that there are.
 */
export function stackFolder(stacks: StackFolders, name: string): string {
  const folder = stacks.get(name);
  if (folder !== undefined) return folder;
  throw new OperatorError(`There is no stack '${name}'. The stacks are: ${[...stacks.keys()].join(", ")}`);
}
