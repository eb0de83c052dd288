/** Where a step tells how it goes on. */
export interface StepReporter {
  /** What it is doing now, such as `planning`. */
  readonly phase: (text: string) => void;
  /** How far that has come; told often. */
  readonly progress: (text: string) => void;
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
    let told = start;
    const say = (text: string) => {
      told = now();
      write(`${((told - start) / 1000).toFixed(1).padStart(6)} s  ${text}`);
    };
    for (const { title, run } of steps) {
      const phase = (text: string) => {
        say(`${title}: ${text}`);
      };
      const progress = (text: string) => {
        if (now() - told >= PROGRESS_EVERY * 1000) phase(text);
      };
      try {
        const outcome = await run({ phase, progress });
        say(`${title}: ✔ ${outcome}`);
      } catch (error) {
        say(`${title}: ✖ failed`);
        throw error;
      }
    }
  };
}
