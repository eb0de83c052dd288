import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { VerdictError } from "../command";
import { Interrupted } from "../command";
import type { Value } from "./value";

/** Milliseconds in which the lines of something that is pasted arrive together. */
const PASTE_MS = 100;

/**
 * Asks for a value at a terminal, without showing it: the terminal is in raw mode, and what the line editor would echo goes
 * nowhere and into no history.
 *
 * @throws Interrupted on Ctrl-C.
 * @throws VerdictError when the input ends without a line, or several lines are pasted, which would end up in the shell.
 */
export async function askHidden(
  question: string,
  { input, output }: { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream },
): Promise<Value> {
  const nowhere = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const lines = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
  output.write(question);
  const given: string[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      lines.on("line", (line) => {
        given.push(line);
        setTimeout(resolve, PASTE_MS);
      });
      lines.on("SIGINT", () => {
        reject(new Interrupted("SIGINT"));
      });
      lines.on("close", resolve);
    });
  } finally {
    lines.close();
    output.write("\n");
  }
  const [text, ...more] = given;
  if (text === undefined) throw new VerdictError("No value was given. Nothing was set.");
  if (more.length > 0) {
    throw new VerdictError("The value has several lines: put it into a file, and use --from-file. Nothing was set.");
  }
  return { text, notes: [] };
}
