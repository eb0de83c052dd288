import type { Colors } from "picocolors/types";
import type { NotOurs } from "./not-ours";
import type { Standing } from "./standing";
import { showChange, type TaskDifference } from "./tasks/differences";
import { MEANINGS, type Meaning } from "./tasks/meaning";

/** Names that say the same are told together: `auth, user`. */
function together<T>(items: readonly T[], name: (item: T) => string, say: (item: T) => string): [string, string][] {
  const byText = new Map<string, string[]>();
  for (const item of items) byText.set(say(item), [...(byText.get(say(item)) ?? []), name(item)]);
  return [...byText].map(([text, names]) => [[...new Set(names)].join(", "), text]);
}

/** Where the move stands: what the gateway calls, which phase that is, and what the way back would be. */
export function standingLines(standings: readonly Standing[], colors: Colors): string[] {
  const phases = together(
    standings,
    ({ service }) => service,
    ({ calls, phase, written, says }) => {
      const calling =
        calls === "neither" ? `the gateway calls neither (${says})` : `the gateway calls the ${calls} one`;
      if (phase === undefined) return `${calling}: no phase matches, '${written}' is written`;
      return `${calling}: phase '${phase}' matches, ${phase === written ? "as written" : `and '${written}' is written`}`;
    },
  );
  const back = standings.filter(({ calls }) => calls !== "legacy");
  const ways = together(
    back,
    ({ service }) => service,
    ({ wayBack, noWayBack }) =>
      noWayBack === undefined
        ? `the way back, internal -> parallel: the gateway calls ${wayBack ?? "its legacy"} again`
        : `internal -> parallel is impossible: ${noWayBack}`,
  );
  return [...phases, ...ways].map(([names, text]) => {
    const line = `${names}: ${text}`;
    return /, as written$|^the way back/.test(text) ? line : colors.yellow(line);
  });
}

/** What runs beside what would run in its place, by what it means; what is harmless is only named. */
export function taskLines(differences: readonly TaskDifference[], colors: Colors): string[] {
  const color: Readonly<Record<Meaning, (text: string) => string>> = {
    "would not start": colors.red,
    less: colors.yellow,
    dropped: colors.yellow,
    changed: String,
    harmless: colors.dim,
  };
  const width = Math.max(...MEANINGS.map(({ length }) => length));
  return MEANINGS.flatMap((meaning) => {
    const own = differences.filter((difference) => difference.meaning === meaning);
    const line = (text: string) => color[meaning](`${meaning.padEnd(width)}  ${text}`);
    if (meaning === "harmless") {
      return own.length === 0 ? [] : [line([...new Set(own.map(({ kind }) => kind))].join(", "))];
    }
    return together(
      own,
      ({ service, taskDefinition }) => `${service} (${taskDefinition})`,
      (difference) => `${withoutContainer(difference.field)}: ${showChange(difference)}`,
    ).map(([names, text]) => line(`${names.includes(", ") ? names.replaceAll(/ \([^)]*\)/g, "") : names}: ${text}`));
  });
}

/** Every service's container has a name of its own: what differs in it is told together all the same. */
function withoutContainer(field: string): string {
  return field.replace(/^containerDefinitions\.[^.]+\./, "containerDefinitions.");
}

/** So many are named; the rest of a crowded account only counted. */
const NAMED = 10;

/** What is not ours: what shares something with us one by one, what is only beside it by its names. */
export function notOursLines(all: readonly NotOurs[]): string[] {
  const beside = all.filter(({ close }) => !close);
  const kinds = [...new Set(beside.map(({ kind }) => kind))];
  return [
    ...all.filter(({ close }) => close).map(({ kind, name, detail }) => `${kind} ${name}, ${detail}`),
    ...kinds.map((kind) => {
      const of = beside.filter((other) => other.kind === kind);
      const more = of.length > NAMED ? `, and ${of.length - NAMED} more (--json names them)` : "";
      const names = of.slice(0, NAMED).map(({ name, detail }) => `${name} (${detail})`);
      return `beside it, ${kind}: ${names.join(", ")}${more}`;
    }),
  ];
}
