import type { Action, ChangeCounts, PlannedChange } from "./events";

const SYMBOLS: Readonly<Record<Action, string>> = {
  create: "+",
  update: "~",
  replace: "-/+",
  delete: "-",
  import: "<-",
  move: "->",
  forget: ".",
  read: "<=",
  noop: " ",
};

/** One line a change, in Terraform's symbols, such as `  + aws_s3_bucket.state`. */
export function renderChanges(changes: readonly PlannedChange[]): string {
  const lines = changes.map(({ address, action, reason, importId }) => {
    const notes = [importId === undefined ? "" : `import ${importId}`, reason ?? ""].filter((note) => note !== "");
    const note = notes.length > 0 ? ` (${notes.join(", ")})` : "";
    return `${SYMBOLS[action].padStart(5)} ${address}${note}`;
  });
  return lines.length > 0 ? lines.join("\n") : "      outputs only";
}

/** A sentence such as `2 to import, 5 to add, 0 to change, 0 to destroy`. */
export function renderPlanned({ import: imported, add, change, destroy }: ChangeCounts): string {
  const first = imported > 0 ? [`${imported} to import`] : [];
  return [...first, `${add} to add`, `${change} to change`, `${destroy} to destroy`].join(", ");
}

/** A sentence such as `7 added, 0 changed, 0 destroyed`. */
export function renderApplied({ import: imported, add, change, destroy }: ChangeCounts): string {
  const first = imported > 0 ? [`${imported} imported`] : [];
  return [...first, `${add} added`, `${change} changed`, `${destroy} destroyed`].join(", ");
}
