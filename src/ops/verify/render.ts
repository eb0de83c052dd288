import Table from "cli-table3";
import type { Colors } from "picocolors/types";
import type { CallCount } from "../aws/clients";
import type { Verification } from "./analyse";
import type { Finding } from "./finding";
import type { Cell, Picture, Row, Standing } from "./picture";

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

/** Which environment this is, the picture, what is wrong with what to do about it, and the verdict. */
export function renderVerification(verification: Verification, colors: Colors): string {
  const { environment, region, findings } = verification;
  const of = (severity: Finding["severity"]) => findings.filter((finding) => finding.severity === severity);
  return [
    `${colors.bold(environment)}, ${region}`,
    renderPicture(verification, colors),
    ...merge(of("wrong")).map((finding) => renderFinding(finding, colors.red("✖"), colors)),
    ...renderUnknown(of("unknown"), colors),
    ...merge(of("warning")).map((finding) => renderFinding(finding, colors.yellow("!"), colors)),
    renderVerdict(verification, colors),
  ].join("\n\n");
}

/** Findings that differ in nothing but the subject, or in what, are told together: the advice is given once. */
interface Merged {
  readonly finding: Finding;
  readonly what: readonly string[];
}

function merge(findings: readonly Finding[]): Merged[] {
  const byAdvice = new Map<string, Merged>();
  for (const finding of findings) {
    const { code, why = "", next } = finding;
    const key = JSON.stringify([code, why, next]);
    const before = byAdvice.get(key);
    byAdvice.set(key, { finding, what: [...(before?.what ?? []), label(finding)] });
  }
  return [...byAdvice.values()];
}

function label({ subject, what, check }: Finding): string {
  return ["parameters", "egress", "inventory", "http"].includes(check) ? what : `${subject}: ${what}`;
}

function renderFinding({ finding: { why, next }, what }: Merged, mark: string, colors: Colors): string {
  const [first = "", ...others] = what;
  return [
    `${mark} ${colors.bold(first)}`,
    ...others.map((text) => `  ${colors.bold(text)}`),
    ...(why === undefined ? [] : [`  ${colors.dim("why ")} ${why}`]),
    ...next.map((text, index) => `  ${colors.dim(index === 0 ? "next" : "    ")} ${text}`),
  ].join("\n");
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
    return `${colors.magenta("?")} ${colors.bold("could not be found out:")} ${open}\n  ${colors.dim("why ")} ${why}`;
  });
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
    calls: { total: calls.total, retries: calls.retried, byAction: calls.byAction },
    seconds,
  };
}
