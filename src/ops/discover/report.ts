import type { Colors } from "picocolors/types";
import type { CallCount } from "../aws/clients";
import type { Discovery } from "./discover";
import type { Match } from "./match";
import { showValue } from "./problems";
import { isAddedTag } from "./adoption/differences";
import { differenceLines, keptLines } from "./adoption/lines";
import { notOursLines, standingLines, taskLines } from "./report-lines";
import type { VariableDifference } from "./variables";

/** How much is shown. */
export interface ReportOptions {
  /** Every resource and every difference, and not only what a person has to know. @default false */
  readonly all?: boolean;
}

/** What was found, for the person at the keyboard. */
export function renderDiscovery(discovery: Discovery, colors: Colors, { all = false }: ReportOptions = {}): string {
  const { environment, account, region, matches, managed } = discovery;
  const stacks = [...managed.keys()].map((stack) => (all ? renderStack(stack, discovery, colors) : stackInShort(stack, discovery, colors))); // prettier-ignore
  const unread = [...managed].filter(([, addresses]) => addresses === undefined).map(([stack]) => stack);
  return [
    `${colors.bold(environment)} in account ${colors.bold(account)}, ${region}: ${summary(discovery, matches)}`,
    ...stacks,
    ...section(colors.bold("Adopting would change"), differenceLines(discovery.differences, colors, all)),
    ...section(colors.bold("Stays as it was found"), keptLines(discovery.differences, all)),
    ...section(colors.bold("The move"), standingLines(discovery.standings, colors)),
    ...section(colors.bold("What runs, and would run otherwise"), taskLines(discovery.tasks, colors)),
    ...section(colors.bold("Variables that would change"), renderVariables(discovery.variables)),
    ...section(colors.bold("Not ours: adopted by nobody, changed by nobody"), notOursLines(discovery.notOurs)),
    ...section(colors.yellow("Not there yet"), discovery.notThereYet),
    ...section(colors.yellow("A plan would not find"), discovery.missingData.map(({ stack, type, name }) => `${stack}: data.${type}.${name}`)), // prettier-ignore
    ...section(colors.yellow("Being made when the journal ended"), discovery.unfinished.map((address) => `${address}: ${found(address, matches)}`)), // prettier-ignore
    ...section(colors.yellow("State that cannot be read: what it manages is not known here"), unread),
    ...section(colors.yellow("Locked state"), renderLocks(discovery)),
    ...section(
      colors.red("To be settled before any plan"),
      discovery.unsettled.map(({ stack, address, message }) => `${stack}: ${colors.red(address)}: ${message}`),
    ),
  ].join("\n\n");
}

function summary(discovery: Discovery, matches: readonly Match[]): string {
  const count = (kind: Match["outcome"]["kind"]) => matches.filter(({ outcome }) => outcome.kind === kind).length;
  const isManaged = ({ stack, address }: Match) => discovery.managed.get(stack)?.has(address) === true;
  const made = matches.filter((match) => match.outcome.kind === "left" && isManaged(match)).length;
  const changed = discovery.differences.filter(
    (difference) => difference.meaning !== "configuration" && difference.fate !== "stays" && !isAddedTag(difference),
  ).length;
  return [
    `${count("found") + made} of ${matches.length} resources exist`,
    `${count("missing") + count("left") - made} will be created`,
    changed === 1 ? "1 attribute would change" : `${changed} attributes would change`,
    ...(discovery.unsettled.length > 0 ? [`${discovery.unsettled.length} to be settled`] : []),
  ].join(", ");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}:\n${lines.map((line) => `  ${line}`).join("\n")}`];
}

/** What of a stack exists and what does not, and by name only what a person has to look at. */
function stackInShort(stack: string, { matches, managed }: Discovery, colors: Colors): string {
  const own = matches.filter((match) => match.stack === stack);
  const isManaged = ({ address }: Match) => managed.get(stack)?.has(address) === true;
  const found = own.filter(({ outcome }) => outcome.kind === "found");
  const pending = found.filter((match) => !isManaged(match)).length;
  const kept = own.filter(isManaged).length;
  const created = own.filter((match) => ["missing", "left"].includes(match.outcome.kind) && !isManaged(match));
  const types = [...new Set(created.map(({ type }) => type))].sort();
  const byType = types.map((type) => {
    const of = created.filter((match) => match.type === type);
    return of.length === 1 ? (of[0]?.address ?? "") : `${of.length} ${type}`;
  });
  const strange = own.filter(({ outcome }) => outcome.kind === "ambiguous" || outcome.kind === "unsought");
  const counts = [
    ...(pending > 0 ? [`${pending} to import`] : []),
    ...(kept > 0 ? [`${kept} managed already`] : []),
    ...(created.length > 0 ? [colors.green(`${created.length} will be created: ${byType.join(", ")}`)] : []),
  ];
  const lines = strange.map((match) => {
    const [first, second, third] = row(match, false);
    const line = `  ${first}  ${second}  ${third}`;
    return match.outcome.kind === "ambiguous" ? colors.red(line) : colors.yellow(line);
  });
  return [`${colors.bold(stack)}: ${counts.join(", ") || "nothing"}`, ...lines].join("\n");
}

function renderStack(stack: string, { matches, managed }: Discovery, colors: Colors): string {
  const own = matches.filter((match) => match.stack === stack);
  const rows = own.map((match) => row(match, managed.get(stack)?.has(match.address) === true));
  const widths = [0, 1].map((column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const color = {
    found: String,
    missing: colors.green,
    ambiguous: colors.red,
    left: colors.dim,
    unsought: colors.yellow,
  };
  const lines = own.map(({ outcome }, index) => {
    const [first = "", second = "", third = ""] = rows[index] ?? [];
    return color[outcome.kind](
      `  ${first.padEnd(widths[0] ?? 0)}  ${second.padEnd(widths[1] ?? 0)}  ${third}`.trimEnd(),
    );
  });
  return [colors.bold(stack), ...lines].join("\n");
}

/** Address, import id, and how it was matched. */
function row({ address, outcome }: Match, isManaged: boolean): [string, string, string] {
  switch (outcome.kind) {
    case "found":
      return [address, shortId(outcome.existing.importId), isManaged ? "managed already" : outcome.evidence];
    case "missing":
      return [address, "will be created", ""];
    case "ambiguous":
      return [
        address,
        outcome.candidates.map(({ importId }) => shortId(importId)).join(", "),
        `${outcome.evidence}: more than one`,
      ];
    case "left":
      return [address, isManaged ? "managed already" : "will be created", isManaged ? "" : outcome.reason];
    case "unsought":
      return [address, "not looked for", "discovery knows no way to find this type: see src/ops/discover/matchers.ts"];
  }
}

/** An id as the table shows it: an ARN from its resource on, as the inventory's account and region say the rest. */
function shortId(id: string): string {
  return id.replace(/^arn:([^:]*:){4}/, "");
}

function found(address: string, matches: readonly Match[]): string {
  const match = matches.find((other) => other.address === address);
  if (match === undefined) return "in no stack any more";
  return match.outcome.kind === "found" ? `found as ${match.outcome.existing.importId}` : "not found";
}

function renderVariables(variables: readonly VariableDifference[]): string[] {
  const notShown = "(not shown: it looks like a credential)";
  return variables.map(({ service, taskDefinition, name, kind, is, wanted }) => {
    const where = `${service} (${taskDefinition}) ${name}`;
    if (kind === "dropped") return `${where}: would be dropped`;
    if (kind === "added") return `${where}: new, ${showValue(wanted)}`;
    return `${where}: ${is === undefined ? notShown : showValue(is)} -> ${showValue(wanted)}`;
  });
}

function renderLocks({ locks }: Discovery): string[] {
  return [...locks].map(
    ([stack, { id, who, created, operation }]) =>
      `${stack}, by ${who} at ${created} (${operation}). If that does not run any more: terraform force-unlock ${id}, in cdktf.out/stacks/${stack}`,
  );
}

/** What was asked of AWS and how long it took. */
export function renderCalls(calls: CallCount, seconds: number): string {
  const retried = calls.retried === 0 ? "" : `, ${calls.retried} retries`;
  return `${calls.total} ${calls.total === 1 ? "call" : "calls"} to AWS${retried}, ${seconds.toFixed(1)} s`;
}

/** What was found, for a program: what `--json` prints. */
export function discoveryJson(discovery: Discovery, calls: CallCount, seconds: number): unknown {
  const { matches, managed, locks, inventory, ...rest } = discovery;
  return {
    ...rest,
    inventory,
    resources: matches.map(({ stack, address, outcome }) => ({
      stack,
      address,
      result: outcome.kind,
      ...(outcome.kind === "found" && { id: outcome.existing.importId, evidence: outcome.evidence }),
      ...(outcome.kind === "ambiguous" && { candidates: outcome.candidates.map(({ importId }) => importId) }),
      managed: managed.get(stack)?.has(address) ?? null,
    })),
    locks: Object.fromEntries(locks),
    calls: { total: calls.total, retries: calls.retried, byAction: calls.byAction },
    seconds,
  };
}
