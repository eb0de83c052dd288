import Table from "cli-table3";
import { existsSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type FileRecord, readRecords, timesFile } from "../__tests__/helpers/recording/records";
import { PLAIN_TABLE } from "../src/ops/display/table";

/** A line of the report, and what it stands for took. */
interface Row {
  readonly name: readonly string[];
  readonly calls?: number;
  readonly seconds: number;
  /** Undefined where the platform could not tell. */
  readonly cpuSeconds: number | undefined;
}

/** What is left out of a table that is not shown whole: so many rows are enough to see where the time goes. */
const ROWS = 25;
/** Test files that take less than this, in seconds, are not written into the project: their order is of no matter. */
const QUICK = 1;

/** What the last whole run of each test file that still exists took, the slowest first, and the calls of Terraform in it. */
export function renderTests(project: string, { all }: { readonly all: boolean }): string {
  const records = existing(project);
  if (records.length === 0) return "No run of the tests has been recorded: npm test\n";
  const ended = records.map((record) => record.ended).sort();
  const calls = records.flatMap(({ file, calls }) => calls.map((call) => ({ ...call, file })));
  const files = records.map(({ file, seconds, cpuSeconds }) => ({ name: [file], seconds, cpuSeconds }));
  const unknown = files.some(({ cpuSeconds }) => cpuSeconds === undefined);
  return [
    `The last whole and passing run of each of ${records.length} test files, from ${ended[0] ?? ""} to ${ended.at(-1) ?? ""}.`,
    ...(unknown ? ["CPU '?': this platform does not tell the CPU time of child processes (Linux does)."] : []),
    table("Test file", files, all),
    table(
      "Terraform command",
      sumBy(calls, ({ command }) => [command]),
      all,
    ),
    table(
      "Terraform command, stack and test file",
      sumBy(calls, ({ command, folder, file }) => [command, basename(folder), file]),
      all,
    ),
  ].join("\n");
}

/** Writes how long each test file takes into the project, for machines that have recorded nothing, such as CI's. */
export function writeTimes(project: string): void {
  const slow = existing(project).filter(({ seconds }) => seconds >= QUICK);
  const times = slow.map(({ file, seconds }) => [file, Math.round(seconds)] as const);
  const sorted = Object.fromEntries(times.sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(timesFile(project), `${JSON.stringify(sorted, undefined, 2)}\n`);
}

function existing(project: string): FileRecord[] {
  return readRecords(project).filter(({ file }) => existsSync(join(project, file)));
}

/** Calls of the same name, as one row. */
function sumBy<T extends { readonly seconds: number; readonly cpuSeconds: number }>(
  calls: readonly T[],
  nameOf: (call: T) => readonly string[],
): Row[] {
  const rows = new Map<string, Row & { readonly calls: number; readonly cpuSeconds: number }>();
  for (const call of calls) {
    const name = nameOf(call);
    const row = rows.get(name.join("\n")) ?? { name, calls: 0, seconds: 0, cpuSeconds: 0 };
    rows.set(name.join("\n"), {
      name,
      calls: row.calls + 1,
      seconds: row.seconds + call.seconds,
      cpuSeconds: row.cpuSeconds + call.cpuSeconds,
    });
  }
  return [...rows.values()];
}

/** A table, the slowest row first, with the sum of all rows at its end. */
function table(title: string, rows: readonly Row[], all: boolean): string {
  const sorted = [...rows].sort((a, b) => b.seconds - a.seconds);
  const shown = all ? sorted : sorted.slice(0, ROWS);
  const rest = sorted.slice(shown.length);
  const counted = rows.some(({ calls }) => calls !== undefined);
  const cells = ({ name, calls = 0, seconds, cpuSeconds }: Row) => {
    const numbers = [
      ...(counted
        ? [String(calls), cpuSeconds === undefined ? "?" : (cpuSeconds / Math.max(calls, 1)).toFixed(1)]
        : []),
      cpuSeconds?.toFixed(1) ?? "?",
      seconds.toFixed(1),
    ];
    return [...numbers.map((content) => ({ content, hAlign: "right" as const })), name.join("  ")];
  };
  const rendered = new Table({
    chars: PLAIN_TABLE,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  rendered.push([...(counted ? ["calls", "CPU s each"] : []), "CPU s", "wall s", title]);
  rendered.push(...shown.map(cells));
  if (rest.length > 0) rendered.push(cells(sum([`${rest.length} more (--all)`], rest)));
  rendered.push(cells(sum(["all"], rows)));
  const text = rendered.toString().split("\n");
  return `\n${text.map((line) => line.trimEnd()).join("\n")}\n`;
}

function sum(name: readonly string[], rows: readonly Row[]): Row {
  const add = (of: (row: Row) => number | undefined) =>
    rows.reduce<number | undefined>((total, row) => {
      const value = of(row);
      return total === undefined || value === undefined ? undefined : total + value;
    }, 0);
  return {
    name,
    calls: add(({ calls }) => calls ?? 0) ?? 0,
    seconds: add(({ seconds }) => seconds) ?? 0,
    cpuSeconds: add(({ cpuSeconds }) => cpuSeconds),
  };
}
