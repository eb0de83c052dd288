import { Listr, PRESET_TIMER } from "listr2";
import type { Colors } from "picocolors/types";
import type { Display } from "./steps";

/** Shows steps live on a terminal: those done with their times, the present one with what it is doing, those to come. */
export function terminalDisplay(colors: Colors): Display {
  return async (steps) => {
    const width = Math.max(...steps.map(({ title }) => title.length));
    const list = new Listr(
      steps.map(({ title, run }) => ({
        title,
        task: async (_, task) => {
          const outcome = await run({
            phase: (text) => {
              task.output = text;
            },
            progress: (text) => {
              task.output = text;
            },
          });
          task.title = `${title.padEnd(width)}  ${colors.dim(outcome)}`;
        },
      })),
      {
        renderer: "default",
        // Signals are the command's own business.
        registerSignalListeners: false,
        rendererOptions: {
          timer: PRESET_TIMER,
          showErrorMessage: false,
          collapseErrors: false,
          formatOutput: "truncate",
        },
      },
    );
    await list.run();
  };
}
