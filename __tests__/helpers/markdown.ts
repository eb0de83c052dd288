/** A part of a document: its heading, and all below it up to the next heading of its rank or higher. */
export interface Section {
  readonly heading: string;
  readonly text: string;
}

/** The sections of a document, those within others too; what is in a block of code is no heading. */
export function sectionsOf(markdown: string): Section[] {
  const lines = markdown.split("\n");
  let isCode = false;
  const ranks = lines.map((line) => {
    if (/^\s*```/.test(line)) isCode = !isCode;
    return isCode ? 0 : (/^#+(?= )/.exec(line)?.[0].length ?? 0);
  });
  return lines.flatMap((line, index) => {
    const rank = ranks[index] ?? 0;
    if (rank === 0) return [];
    const next = ranks.findIndex((other, at) => at > index && other > 0 && other <= rank);
    return [{ heading: line.slice(rank + 1), text: lines.slice(index + 1, next === -1 ? undefined : next).join("\n") }];
  });
}

/** The anchor of a heading, as GitHub makes it. */
export function anchorOf(heading: string): string {
  return heading.toLowerCase().replace(/[^\w\- ]/g, "").replaceAll(" ", "-"); // prettier-ignore
}

/** What is written as code: in blocks, and between backticks. */
export function codeIn(markdown: string): string[] {
  const blocks = [...markdown.matchAll(/^\s*```\w*\n([\s\S]*?)^\s*```$/gm)].map(([, code = ""]) => code);
  const text = markdown.replaceAll(/^\s*```\w*\n[\s\S]*?^\s*```$/gm, "");
  return [...blocks, ...[...text.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code)];
}

/** The cells of a table's rows below its head. */
export function rowsOf(markdown: string): string[][] {
  const lines = markdown.split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
