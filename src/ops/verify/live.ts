import { stripVTControlCharacters } from "node:util";
import type { Colors } from "picocolors/types";
import type { Verification } from "./analyse";
import { renderPicture } from "./render";

/** Where waiting shows how it goes on. */
export interface Live {
  /** Takes each look, and the seconds that are left. */
  readonly show: (verification: Verification, left: number) => void;
  /** Makes room for the last picture. */
  readonly end: () => void;
}

/** The part of a terminal that is used. */
export interface Terminal {
  readonly columns: number;
  readonly rows: number;
  write(text: string): unknown;
}

/** Seconds as people say them: `9 min 05 s`. */
export function formatLeft(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

/** What is waited for, the most that fits in a line's length. */
function waitingFor({ findings }: Verification): string {
  const open = findings.filter(({ severity }) => severity !== "warning");
  const shown = open.slice(0, 3).map(({ what }) => what);
  const more = open.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}

/** Draws the picture over the one before, with the time that is left counting down between looks. */
export function terminalLive(terminal: Terminal, colors: Colors, now: () => number = Date.now): Live {
  let height = 0;
  let tick: NodeJS.Timeout | undefined;
  const draw = (text: string) => {
    // A terminal that does not know its size says 0.
    const [columns, rows] = [terminal.columns || 80, terminal.rows || 24];
    const rowsOf = (line: string) => Math.max(1, Math.ceil(stripVTControlCharacters(line).length / columns));
    const lines = text === "" ? [] : text.split("\n");
    // What has left the screen at its top cannot be drawn over.
    while (lines.length > 1 && sum(lines.map(rowsOf)) >= rows) lines.shift();
    const up = height > 0 ? `\u001b[${height}A` : "";
    terminal.write(`${up}\r\u001b[0J${lines.map((line) => `${line}\n`).join("")}`);
    height = sum(lines.map(rowsOf));
  };
  const end = () => {
    clearInterval(tick);
    draw("");
  };
  const show = (verification: Verification, left: number) => {
    clearInterval(tick);
    const until = now() + left * 1000;
    const redraw = () => {
      const time = formatLeft(Math.max(0, (until - now()) / 1000));
      const status = `${colors.cyan("waiting")}, ${time} left: ${waitingFor(verification)}`;
      draw(`${renderPicture(verification, colors)}\n\n${status}`);
    };
    redraw();
    tick = setInterval(redraw, 1000);
    tick.unref();
  };
  return { show, end };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Writes a line when something has changed, for logs and other places that are no terminal. */
export function plainLive(write: (line: string) => void, now: () => number = Date.now): Live {
  const started = now();
  let told = "";
  return {
    show: (verification) => {
      const text = waitingFor(verification);
      if (text === told || text === "") return;
      told = text;
      write(`${String(Math.round((now() - started) / 1000)).padStart(6)} s  waiting: ${text}`);
    },
    end: () => undefined,
  };
}
