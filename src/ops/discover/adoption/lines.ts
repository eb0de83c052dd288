import type { Colors } from "picocolors/types";
import { KNOWN_AFTER_APPLY } from "../resolve";
import { type Difference, isAddedTag } from "./differences";
import { type Meaning, MEANINGS } from "./meaning";

/** So many lines are shown, unless all are asked for: about what a person reads before scrolling. */
const SHOWN = 20;

/** Resources that would change alike are told together: `aws_ecs_service.auth, .user`. */
function together(differences: readonly Difference[], say: (difference: Difference) => string): string[] {
  const byText = new Map<string, string[]>();
  for (const difference of differences) {
    const text = `${difference.type}\n${say(difference)}`;
    byText.set(text, [...(byText.get(text) ?? []), difference.address.replace(/^[^.]*\./, "")]);
  }
  return [...byText].map(([text, names]) => {
    const [type = "", said = ""] = text.split("\n");
    const many = names.length > 4 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
    return `${type}.${many}: ${said}`;
  });
}

function folded(lines: readonly string[], all: boolean): string[] {
  if (all || lines.length <= SHOWN) return [...lines];
  return [...lines.slice(0, SHOWN), `and ${lines.length - SHOWN} more lines: --all shows them`];
}

/** What the plan to come would change in what exists, the worst first; tags that are added, in one line. */
export function differenceLines(differences: readonly Difference[], colors: Colors, all: boolean): string[] {
  const color: Readonly<Record<Meaning, (text: string) => string>> = {
    replaced: colors.red,
    lost: colors.red,
    changed: colors.yellow,
    added: String,
    configuration: colors.dim,
  };
  const width = Math.max(...MEANINGS.map(({ length }) => length));
  const shown = differences.filter(
    (difference) =>
      difference.fate !== "stays" && (all || (difference.meaning !== "configuration" && !isAddedTag(difference))),
  );
  const tagged = all ? [] : differences.filter((difference) => difference.fate !== "stays" && isAddedTag(difference));
  const lines = MEANINGS.flatMap((meaning) =>
    together(
      shown.filter((difference) => difference.meaning === meaning),
      ({ path, is, wanted, meaning }) =>
        wanted === KNOWN_AFTER_APPLY && meaning !== "lost" ? `${path}: ${wanted}` : `${path}: ${is} -> ${wanted}`,
    ).map((line) => color[meaning](`${meaning.padEnd(width)}  ${line}`)),
  );
  const resources = new Set(tagged.map(({ stack, address }) => `${stack}/${address}`)).size;
  const keys = [...new Set(tagged.map(({ path }) => path.replace(/^tags\./, "")))].sort();
  return [
    ...folded(lines, all),
    ...(resources === 0 ? [] : [`${"added".padEnd(width)}  tags of ${resources} resources: ${keys.join(", ")}`]),
  ];
}

/** What is left as it was found, and what is written in its place. */
export function keptLines(differences: readonly Difference[], all: boolean): string[] {
  const kept = differences.filter(({ fate }) => fate === "stays");
  return folded(
    together(kept, ({ path, is, wanted }) => `${path}: ${is} (${wanted === "null" ? "nothing" : wanted} is written)`),
    all,
  );
}
