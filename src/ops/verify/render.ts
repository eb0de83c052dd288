import Table from "cli-table3";
import type { Colors } from "picocolors/types";
import type { CallCount } from "../aws/clients";
import type { Verification } from "./analyse";
import { type Finding, type Group, GROUPS } from "./finding";
import { age, type Cell, type Picture, type Row, type Standing } from "./picture";

const PLAIN = {
  top: "", "top-mid": "", "top-left": "", "top-right": "", bottom: "", "bottom-mid": "", "bottom-left": "",
  "bottom-right": "", left: "  ", "left-mid": "", mid: "", "mid-mid": "", right: "", "right-mid": "", middle: "  ",
}; // prettier-ignore

const HEAD = ["service", "phase", "tasks", "legacy", "roll-out", "targets", "chain", "last log"];

function paint(colors: Colors, { text, standing }: Cell): string {
  const by: Readonly<Record<Standing, (text: string) => string>> = {
    good: colors.green,
    wrong: colors.red,
    warning: colors.yellow,
    unknown: colors.magenta,
    idle: colors.dim,
  };
  return by[standing](text);
}

/** The table and the lines below it: what is read in five seconds. */
export function renderPicture({ rows, lines }: Picture, colors: Colors): string {
  const table = new Table({ chars: PLAIN, style: { "padding-left": 0, "padding-right": 0, border: [], head: [] } });
  table.push(
    HEAD.map((title) => colors.dim(title)),
    ...rows.map((row) => cells(row, colors)),
  );
  const width = Math.max(...lines.map(({ title }) => title.length));
  const below = lines.map((line) => `  ${colors.dim(line.title.padEnd(width))}  ${paint(colors, line)}`);
  const text = table.toString().split("\n").map((line) => line.trimEnd()); // prettier-ignore
  return [...text, "", ...below].join("\n");
}

function cells(row: Row, colors: Colors): string[] {
  const { name, phase, tasks, legacy, rollout, targets, chain, logs } = row;
  return [
    colors.bold(name),
    phase,
    ...[tasks, legacy, rollout, targets, chain, logs].map((cell) => paint(colors, cell)),
  ];
}

const TITLES: Readonly<Record<Group, string>> = {
  down: "Down now",
  "will-fail": "Will fail at the next start or deployment",
  unknown: "Could not be found out",
  "tidy-up": "To tidy up",
};

/** Which environment this is, the picture, what is wrong with what to do about it, and the verdict. */
export function renderVerification(verification: Verification, colors: Colors): string {
  const { environment, region, findings, procedures } = verification;
  return [
    `${colors.bold(environment)}, ${region}`,
    renderPicture(verification, colors),
    ...GROUPS.flatMap((group) => {
      const own = findings.filter((finding) => finding.group === group);
      return own.length === 0 ? [] : [renderGroup(verification, group, own, colors)];
    }),
    ...Object.entries(procedures).map(([stack, steps]) => renderProcedure(stack, steps, colors)),
    renderVerdict(verification, colors),
  ].join("\n\n");
}

function renderGroup(verification: Verification, group: Group, findings: readonly Finding[], colors: Colors): string {
  const { environment, onCall, at } = verification;
  const call = onCall ?? `nobody is named: 'onCall' in src/environments/${environment}.ts`;
  const title = group === "down" ? `${TITLES.down}; call: ${call}` : TITLES[group];
  const told =
    group === "unknown"
      ? renderUnknown(findings, colors)
      : merge(findings).map((one) => renderFinding(one, at, colors));
  return [colors.bold(title), ...told].join("\n\n");
}

/** Findings that differ in nothing but the subject, or in what, are told together: the advice is given once. */
interface Merged {
  /** The first of them. */
  readonly finding: Finding;
  readonly all: readonly Finding[];
}

function merge(findings: readonly Finding[]): Merged[] {
  const byAdvice = new Map<string, Merged>();
  for (const finding of findings) {
    const { code, severity, why = "", since, next, apply } = finding;
    const key = JSON.stringify([code, severity, why, since, next, apply]);
    const before = byAdvice.get(key);
    byAdvice.set(key, { finding: before?.finding ?? finding, all: [...(before?.all ?? []), finding] });
  }
  return [...byAdvice.values()];
}

function label({ subject, what, check }: Finding): string {
  return ["parameters", "egress", "inventory", "http"].includes(check) ? what : `${subject}: ${what}`;
}

function renderFinding({ finding, all }: Merged, at: number, colors: Colors): string {
  const { severity, why, since, next, apply } = finding;
  const mark = severity === "wrong" ? colors.red("✖") : colors.yellow("!");
  const line = (title: string, text: string) => `  ${colors.dim(title.padEnd(7))} ${text}`;
  const [first = "", ...others] = all.map(label);
  const cut = [...new Set(all.flatMap(({ cutsOff }) => cutsOff ?? []))].join(", ");
  const steps = [...next, ...(apply === undefined ? [] : [`apply ${apply}, as below`])];
  return [
    `${mark} ${colors.bold(first)}`,
    ...others.map((text) => `  ${colors.bold(text)}`),
    ...(cut === "" ? [] : [line("cut off", `${cut}${sinceText(since, at)}`)]),
    ...(why === undefined ? [] : [line("why", why)]),
    ...steps.map((text, index) => line(index === 0 ? "next" : "", text)),
  ].join("\n");
}

function sinceText(since: number | undefined, at: number): string {
  if (since === undefined) return "; AWS does not tell since when";
  const time = new Date(since).toISOString().replace("T", " ").slice(0, 16);
  return `, since ${time} UTC (${age(Math.floor(Math.max(0, at - since) / 60_000))})`;
}

/** One failure often leaves several questions open: it is said once, with all of them. */
function renderUnknown(findings: readonly Finding[], colors: Colors): string[] {
  const byReason = new Map<string, string[]>();
  for (const finding of findings) {
    const { why = "" } = finding;
    byReason.set(why, [...(byReason.get(why) ?? []), label(finding)]);
  }
  return [...byReason].map(([why, what]) => {
    const open = [...new Set(what)].join("; ");
    return `${colors.magenta("?")} ${colors.bold(open)}\n  ${colors.dim("why    ")} ${why}`;
  });
}

function renderProcedure(stack: string, steps: readonly string[], colors: Colors): string {
  return [colors.bold(`To apply ${stack}`), ...steps.map((step) => `  ${step}`)].join("\n");
}

/** A sentence with the verdict. */
export function renderVerdict({ verdict, findings }: Verification, colors: Colors): string {
  const count = (severity: Finding["severity"]) => findings.filter((finding) => finding.severity === severity).length;
  const [wrong, unknown, warnings] = [count("wrong"), count("unknown"), count("warning")];
  const besides = [
    ...(unknown > 0 ? [`${unknown} could not be found out`] : []),
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? "warning" : "warnings"}`] : []),
  ];
  const more = besides.length === 0 ? "" : `, ${besides.join(", ")}`;
  if (verdict === "wrong") return colors.red(`${wrong} ${wrong === 1 ? "thing is" : "things are"} wrong${more}.`);
  if (verdict === "unknown") return colors.magenta(`Nothing is seen to be wrong, but not everything was seen${more}.`);
  return colors.green(`All is well${more}.`);
}

/** The result for a program: what `--json` prints. */
export function verificationJson(verification: Verification, calls: CallCount, seconds: number): unknown {
  return {
    ...verification,
    at: new Date(verification.at).toISOString(),
    findings: verification.findings.map(({ since, ...finding }) => ({
      ...finding,
      ...(since !== undefined && { since: new Date(since).toISOString() }),
    })),
    calls: { total: calls.total, retries: calls.retried, byAction: calls.byAction },
    seconds,
  };
}
