import { setTimeout as sleep } from "node:timers/promises";

/** Tries until it works, for two seconds at most. */
export async function eventually(attempt: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + 2000;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(20);
    }
  }
}
