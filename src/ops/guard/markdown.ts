import type { Row, Verdict } from "./guard";
import { KINDS, renderCounts } from "./render";

/** Characters of one verdict at most: GitHub takes 65,536 in a comment, which holds the verdicts of several stacks. */
const LONGEST = 10_000;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "|": "&#124;",
  "`": "&#96;",
  "*": "&#42;",
  _: "&#95;",
  "[": "&#91;",
  "]": "&#93;",
  "\\": "&#92;",
  // Nobody is to be called by a name in a plan, and no issue by a number.
  "@": "&#64;",
  "#": "&#35;",
};

/** Text that Markdown shows as it is, on one line. */
function escape(text: string): string {
  return text.replaceAll(/[&<>|`*_[\]\\@#]/g, (character) => ENTITIES[character] ?? "").replaceAll(/\s+/g, " ");
}

function code(text: string): string {
  return `<code>${escape(text)}</code>`;
}

function rowOf({ address, action, importId, previousAddress, changes }: Row): string {
  const notes = [
    ...(importId === undefined ? [] : [`from ${importId}`]),
    ...(previousAddress === undefined ? [] : [`was ${previousAddress}`]),
    ...changes,
  ];
  return `| ${action} | ${code(address)} | ${notes.map(code).join("<br>")} |`;
}

/** As many lines as fit into a number of characters, and how many are left. */
function fitting(
  lines: readonly string[],
  characters: number,
): { readonly shown: readonly string[]; readonly left: number } {
  let length = 0;
  const shown = lines.filter((line) => (length += line.length + 1) <= characters);
  return { shown, left: lines.length - shown.length };
}

/**
 * A verdict as GitHub's Markdown, for a comment on a pull request: the reasons to refuse the plan first, then what it does. As
 * short as a comment has to be, and with no secret, like the verdict itself.
 */
export function renderMarkdown(verdict: Verdict): string {
  const { environment, findings, rows, counts } = verdict;
  const of = environment === undefined ? "the state's stack" : code(environment);
  const refused = `**Refused for ${findings.length} ${findings.length === 1 ? "reason" : "reasons"}.**`;
  const reasons = fitting(
    findings.map(
      ({ kind, address, message }) =>
        `- **${KINDS[kind]}** ${address === undefined ? "" : `${code(address)} `}${escape(message)}`,
    ),
    LONGEST / 2,
  );
  const table = fitting(rows.map(rowOf), LONGEST / 2 - 500);
  return [
    `Plan of ${of}: ${renderCounts(counts)}. ${findings.length === 0 ? "Passed: nothing in it is refused." : refused}`,
    ...(findings.length === 0 ? [] : ["", ...reasons.shown]),
    ...(reasons.left === 0 ? [] : [`- and ${reasons.left} more; the log of the run has them all`]),
    ...(rows.length === 0
      ? []
      : [
          "",
          `<details${findings.length === 0 ? "" : " open"}><summary>${rows.length} in all</summary>`,
          "",
          "| action | address | changes |",
          "| --- | --- | --- |",
          ...table.shown,
          ...(table.left === 0 ? [] : ["", `and ${table.left} more; the log of the run has them all`]),
          "",
          "</details>",
        ]),
  ].join("\n");
}
