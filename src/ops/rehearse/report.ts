import Table from "cli-table3";
import type { Colors } from "picocolors/types";
import { PLAIN_TABLE } from "../display/table";
import type { Row } from "./rehearsal";

/** What every step did, as a table: step, to import, add, change and destroy, new revisions, guard, verify, seconds. */
export function renderRows(rows: readonly Row[], colors: Colors): string {
  const table = new Table({
    chars: PLAIN_TABLE,
    style: { "padding-left": 0, "padding-right": 0, border: [], head: [] },
    colAligns: ["left", "right", "right", "right", "right", "right", "left", "left", "right"],
  });
  table.push(
    ["step", "import", "add", "change", "destroy", "new revisions", "guard", "verify", "seconds"].map(colors.dim),
  );
  for (const { step, counts, guard, verify, seconds } of rows) {
    const destroy = counts.destroy === 0 ? "0" : colors.red(String(counts.destroy));
    table.push([
      step,
      String(counts.import),
      String(counts.add),
      String(counts.change),
      destroy,
      String(counts.revise),
      guard === "passes" ? colors.green(guard) : colors.red(guard),
      verify === undefined ? "–" : verify === "healthy" ? colors.green(verify) : colors.red(verify),
      seconds.toFixed(0),
    ]);
  }
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
