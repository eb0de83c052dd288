import type { ChildProcess } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { signalGroup } from "../../src/ops/process";
import type { Adoption, Part } from "./adoption";

/** A stream of numbers from 0 to 1 that a seed decides (mulberry32): what a test did at random can be done again. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What an apply had done when it ended, or was ended. */
export interface Applied {
  /** The file with what it said, as `terraform apply -json` writes it. */
  readonly journal: string;
  readonly status: number;
  /** Resources that were begun, and of these those that were finished. */
  readonly started: number;
  readonly done: number;
  /** When each was begun or finished: milliseconds after the first was begun. */
  readonly moments: readonly number[];
}

/**
 * Applies the plan in a stack's folder; kills Terraform and its provider, if told so, that many milliseconds after the
 * first resource was begun.
 */
export async function applyPlan(adoption: Adoption, part: Part, killAfter?: number): Promise<Applied> {
  const { stdout, status } = await adoption.alone(part, ["apply", "-json", "-input=false", "plan"], {}, (child) => {
    if (killAfter === undefined) return;
    onFirstStart(child, () => {
      killLater(child, killAfter);
    });
  });
  const journal = adoption.file(part, "journal.json");
  await writeFile(journal, stdout);
  const [starts, ends] = [timesOf(stdout, "apply_start"), timesOf(stdout, "apply_complete")];
  const first = Math.min(...starts);
  const moments = [...starts, ...ends].map((time) => time - first).sort((a, b) => a - b);
  return { journal, status, started: starts.length, done: ends.length, moments };
}

/** When a journal's events of a type happened. */
function timesOf(journal: string, type: string): number[] {
  return journal
    .split("\n")
    .filter((line) => line.includes(`"type":"${type}"`))
    .map((line) => Date.parse(/"@timestamp":"([^"]+)"/.exec(line)?.[1] ?? ""));
}

function onFirstStart(child: ChildProcess, then: () => void): void {
  const listen = (chunk: Buffer | string) => {
    if (!chunk.toString().includes('"apply_start"')) return;
    child.stdout?.off("data", listen);
    then();
  };
  child.stdout?.on("data", listen);
}

function killLater(child: ChildProcess, milliseconds: number): void {
  const timer = setTimeout(() => {
    signalGroup(child, "SIGKILL");
  }, milliseconds);
  child.once("close", () => {
    clearTimeout(timer);
  });
}
