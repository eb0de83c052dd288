import type { Row, Verdict } from "./guard";
import {
  howToAccept,
  isTagsOnly,
  KINDS,
  notesOf,
  renderAccepted,
  renderCounts,
  renderPassed,
  sortedFindings,
} from "./render";

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

function rowOf(row: Row): string {
  return `| ${row.action} | ${code(row.address)} | ${notesOf(row).map(code).join("<br>")} |`;
}

/** As many lines as fit into a number of characters, and how many are left. */
function fitting(
  lines: readonly string[],
  characters: number,
): { readonly shown: readonly string[]; readonly left: number; readonly length: number } {
  let length = 0;
  const shown: string[] = [];
  for (const line of lines) {
    if (length + line.length + 1 > characters) continue;
    length += line.length + 1;
    shown.push(line);
  }
  return { shown, left: lines.length - shown.length, length };
}

/**
 * A verdict as GitHub's Markdown, for a comment on a pull request: the reasons to refuse the plan first, then what it does, the
 * worst first. It has no secret, like the verdict itself.
 *
 * @param characters of it at most: GitHub takes 65,536 in a comment, which may hold the verdicts of several stacks.
 */
export function renderMarkdown(verdict: Verdict, characters = 60_000): string {
  const { environment, findings, rows, counts } = verdict;
  const of = environment === undefined ? "the state's stack" : code(environment);
  const refused = `**Refused for ${findings.length} ${findings.length === 1 ? "reason" : "reasons"}.**`;
  const how = howToAccept(verdict);
  const room = characters - 1000 - (how?.length ?? 0) * 2;
  const lines = [
    ...sortedFindings(verdict).map(
      ({ kind, address, change, message }) =>
        `- **${KINDS[kind]}** ${address === undefined ? "" : `${code(address)} `}${escape(message)}${change === undefined ? "" : ` ${code(change)}`}`,
    ),
    ...renderAccepted(verdict).map((line) => `- ${escape(line)}`),
  ];
  const reasons = fitting(lines, room / 2);
  const tagged = rows.filter(isTagsOnly);
  const shown = rows.filter((row) => !isTagsOnly(row)).map(rowOf);
  const tags = tagged.length === 0 ? [] : [`| change | ${tagged.map(({ address }) => code(address)).join(" ")} | <code>tags</code> |`]; // prettier-ignore
  const table = fitting([...shown, ...tags], room - reasons.length);
  return [
    `Plan of ${of}: ${renderCounts(counts)}. ${findings.length === 0 ? renderPassed(verdict) : refused}`,
    ...(lines.length === 0 ? [] : ["", ...reasons.shown]),
    ...(reasons.left === 0 ? [] : [`- and ${reasons.left} more; the log of the run has them all`]),
    ...(how === undefined ? [] : ["", escape(`${how}.`)]),
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
