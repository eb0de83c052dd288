/** Where a step tells how it goes on. */
export interface StepReporter {
  /** What it is doing now, such as `planning`. */
  phase(text: string): void;
  /** How far that has come; told often. */
  progress(text: string): void;
}

/** One of the steps of a command, run one after the other. */
export interface Step {
  readonly title: string;
  /** Returns what came of it, in a few words. */
  readonly run: (reporter: StepReporter) => Promise<string>;
}

/** Runs steps and shows them; throws what a failed step throws. */
export type Display = (steps: readonly Step[]) => Promise<void>;

/** Seconds after which progress is told again where lines cannot be overwritten. */
const PROGRESS_EVERY = 15;

/**
 * Shows steps as lines with the time since the start, for logs and other places that are no terminal.
 *
 * @param write takes a line without its end.
 * @param now milliseconds.
 */
export function plainDisplay(write: (line: string) => void, now: () => number = Date.now): Display {
  return async (steps) => {
    const start = now();
    const say = (text: string) => {
      write(`${((now() - start) / 1000).toFixed(1).padStart(6)} s  ${text}`);
    };
    for (const { title, run } of steps) {
      const began = now();
      let told = began;
      say(`${title} …`);
      try {
        const outcome = await run({
          phase: (text) => {
            told = now();
            say(`  ${text}`);
          },
          progress: (text) => {
            if (now() - told < PROGRESS_EVERY * 1000) return;
            told = now();
            say(`  ${text}`);
          },
        });
        say(`${title}: ${outcome} (${((now() - began) / 1000).toFixed(1)} s)`);
      } catch (error) {
        say(`${title}: failed`);
        throw error;
      }
    }
  };
}
