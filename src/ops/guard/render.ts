import Table from "cli-table3";
import type { Colors } from "picocolors/types";
import { inParts } from "../aws/collect";
import { PLAIN_TABLE } from "../display/table";
import { type Finding, type FindingKind, isAcceptable } from "./finding";
import type { Counts, Row, Verdict } from "./guard";

/** Rows of one table: cli-table3 takes time that grows with their square. */
const ROWS_AT_ONCE = 200;

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
  import: "import",
  unadopted: "not adopted",
  configuration: "not this project's",
  acceptance: "needs a word",
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

/** The reasons of a verdict, those that nobody can accept first. */
export function sortedFindings({ findings }: Pick<Verdict, "findings">): readonly Finding[] {
  return [...findings].sort((a, b) => Number(isAcceptable(a)) - Number(isAcceptable(b)));
}

/** How what needs a word is accepted, once for all of it; nothing where nothing does. */
export function howToAccept({ findings, environment }: Pick<Verdict, "findings" | "environment">): string | undefined {
  const first = findings.find(isAcceptable);
  if (first === undefined) return undefined;
  const file = environment === undefined ? "" : `, or in src/environments/${environment}.ts: accepted: [{ address: "${first.address ?? ""}", change: "${first.change ?? ""}", reason: "..." }]`; // prettier-ignore
  return `What needs a word is accepted with --accept ${first.address ?? ""} --because "..."${file} (docs/runbook.md, "What the guard asks about")`;
}

/** A sentence such as `Passed: 3 changes are routine, 1 is accepted.` */
export function renderPassed({ rows, accepted }: Pick<Verdict, "rows" | "accepted">): string {
  if (accepted.length === 0) return "Passed: nothing in it is refused.";
  const others = rows.length - accepted.length;
  return `Passed: ${accepted.length} accepted, ${others} routine.`;
}

/** What of a verdict is said beside its reasons: what was accepted, and what the environment accepts in vain. */
export function renderAccepted({ accepted, stale }: Pick<Verdict, "accepted" | "stale">): string[] {
  return [
    ...accepted.map(({ address, change, reason }) => `accepted ${address} (${change}): ${reason}`),
    ...stale.map(
      ({ address, change }) =>
        `not used ${address}: 'accepted' of the environment has the change ${change ?? ""}, which is not in this plan: take it out`,
    ),
  ];
}

/** The whole verdict: what the plan would do, the worst first, and why it is refused or that it passes. */
export function renderVerdict(verdict: Verdict, colors: Colors): string {
  const { environment, rows, counts } = verdict;
  const of = environment === undefined ? "the state's stack" : `'${environment}'`;
  const refusals = sortedFindings(verdict).map(({ kind, address, change, message }) =>
    `  ${colors.red(KINDS[kind])}  ${address === undefined ? "" : `${address} `}${message}${change === undefined ? "" : ` [${change}]`}`.trimEnd(),
  );
  const how = howToAccept(verdict);
  return [
    ...(rows.length > 0 ? [...renderRows(rows, colors), ""] : []),
    `Plan of ${of}: ${colors.bold(renderCounts(counts))}`,
    ...renderAccepted(verdict).map((line) => `  ${line}`),
    ...(refusals.length === 0
      ? [colors.green(renderPassed(verdict))]
      : [
          "",
          ...refusals,
          "",
          ...(how === undefined ? [] : [`${how}.`, ""]),
          colors.red(`Refused for ${refusals.length} ${refusals.length === 1 ? "reason" : "reasons"}.`),
        ]),
  ].join("\n");
}

/** Whether a row says no more than that something is tagged. */
export function isTagsOnly({ standing, action, changes, importId }: Row): boolean {
  return standing === "routine" && action === "change" && importId === undefined && changes.join() === "tags";
}

/** What is said of a resource beside what is done to it, a line each. */
export function notesOf({ importId, previousAddress, changes }: Row): string[] {
  return [
    ...(importId === undefined ? [] : [`from ${importId}`]),
    ...(previousAddress === undefined ? [] : [`was ${previousAddress}`]),
    ...changes,
  ];
}

function renderRows(all: readonly Row[], colors: Colors): string[] {
  const tagged = all.filter(isTagsOnly);
  const rows = all.filter((row) => !isTagsOnly(row));
  const grave = (action: Row["action"]) => ["destroy", "replace", "forget"].includes(action);
  const widest = (texts: readonly string[]) => texts.reduce((width, { length }) => Math.max(width, length), 0);
  const colWidths = [widest(rows.map(({ action }) => action)), widest(rows.map(({ address }) => address))];
  const lines = inParts(rows, ROWS_AT_ONCE).flatMap((part) => {
    const table = new Table({
      chars: PLAIN_TABLE,
      style: { "padding-left": 0, "padding-right": 0, border: [], head: [] },
      colWidths,
    });
    for (const row of part) {
      table.push([grave(row.action) ? colors.red(row.action) : row.action, row.address, notesOf(row).join("\n")]);
    }
    return table.toString().split("\n");
  });
  return [
    ...lines.map((line) => line.trimEnd()),
    ...(tagged.length === 0 ? [] : [`  tags of ${tagged.map(({ address }) => address).join(", ")}`]),
  ];
}
