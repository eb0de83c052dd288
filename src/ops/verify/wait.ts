import { setTimeout as sleep } from "node:timers/promises";
import type { Verification } from "./analyse";

/** Seconds between two looks. */
export const INTERVAL_SECONDS = 5;

/** How waiting ended: all is well; only a person can mend the rest; or time ran out. */
export type Ending = "healthy" | "hopeless" | "late";

/** How to wait. */
export interface WaitOptions {
  readonly look: () => Promise<Verification>;
  /** Seconds, at most. */
  readonly seconds: number;
  /** Told each look, and the seconds that are left. */
  readonly onLook?: (verification: Verification, left: number) => void;
  readonly signal?: AbortSignal | undefined;
  /** @default 5 */
  readonly intervalSeconds?: number;
}

/** What came of waiting. */
export interface Waited {
  readonly verification: Verification;
  readonly ending: Ending;
}

/** Whether waiting could make it right: nothing is wrong that only a person can mend, and something else is left. */
export function worthWaiting({ findings }: Verification): boolean {
  const open = findings.filter(({ severity }) => severity !== "warning");
  const lasting = open.some(({ severity, passes }) => severity === "wrong" && !passes);
  return !lasting && open.some(({ passes }) => passes);
}

/**
 * Looks again and again until all is well, waiting is of no use, or time runs out; the last look is never cut short.
 *
 * @throws the signal's reason when it is aborted.
 */
export async function waitUntilHealthy(options: WaitOptions): Promise<Waited> {
  const { look, seconds, onLook, signal, intervalSeconds = INTERVAL_SECONDS } = options;
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const verification = await look();
    const left = (end - Date.now()) / 1000;
    onLook?.(verification, Math.max(0, left));
    if (verification.verdict === "healthy") return { verification, ending: "healthy" };
    if (!worthWaiting(verification)) return { verification, ending: "hopeless" };
    if (left <= 0) return { verification, ending: "late" };
    await pause(Math.min(intervalSeconds, left), signal);
  }
}

async function pause(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(seconds * 1000, undefined, signal && { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
