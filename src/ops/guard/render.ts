import Table from "cli-table3";
import type { Colors } from "picocolors/types";
import { PLAIN_TABLE } from "../display/table";
import type { FindingKind } from "./finding";
import type { Counts, Row, Verdict } from "./guard";

/** What a reason to refuse a plan is called. */
export const KINDS: Readonly<Record<FindingKind, string>> = {
  unfinished: "unfinished",
  destroy: "destroy",
  replace: "replace",
  forget: "forget",
  protected: "protected",
  ingress: "open to everybody",
  secret: "secret",
  change: "unexplained change",
  accepted: "not needed",
  phase: "step of the move",
};

/** A sentence such as `2 to import, 5 to add, 0 to change, 0 to destroy`. */
export function renderCounts({ import: imported, add, change, destroy, revise, forget }: Counts): string {
  const revised = revise > 0 ? [`${revise} new ${revise === 1 ? "revision" : "revisions"}`] : [];
  const forgotten = forget > 0 ? [`${forget} to forget`] : [];
  const all = [
    `${imported} to import`,
    `${add} to add`,
    `${change} to change`,
    `${destroy} to destroy`,
    ...revised,
    ...forgotten,
  ];
  return all.join(", ");
}

/** The whole verdict: what the plan would do, and why it is refused or that it passes. */
export function renderVerdict(verdict: Verdict, colors: Colors): string {
  const { environment, rows, counts, findings } = verdict;
  const of = environment === undefined ? "the state's stack" : `'${environment}'`;
  const refusals = findings.map(({ kind, address, message }) =>
    `  ${colors.red(KINDS[kind])}  ${address === undefined ? "" : `${address} `}${message}`.trimEnd(),
  );
  return [
    ...(rows.length > 0 ? [renderRows(rows, colors), ""] : []),
    `Plan of ${of}: ${colors.bold(renderCounts(counts))}`,
    ...(refusals.length === 0
      ? [colors.green("Passed: nothing in it is refused.")]
      : [
          "",
          ...refusals,
          "",
          colors.red(`Refused for ${refusals.length} ${refusals.length === 1 ? "reason" : "reasons"}.`),
        ]),
  ].join("\n");
}

function renderRows(rows: readonly Row[], colors: Colors): string {
  const grave = (action: Row["action"]) => ["destroy", "replace", "forget"].includes(action);
  const table = new Table({
    chars: PLAIN_TABLE,
    style: { "padding-left": 0, "padding-right": 0, border: [], head: [] },
  });
  for (const { address, action, importId, previousAddress, changes } of rows) {
    const notes = [
      ...(importId === undefined ? [] : [`from ${importId}`]),
      ...(previousAddress === undefined ? [] : [`was ${previousAddress}`]),
      ...changes,
    ];
    table.push([grave(action) ? colors.red(action) : action, address, notes.join("\n")]);
  }
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
