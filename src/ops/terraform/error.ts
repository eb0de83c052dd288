import { VerdictError } from "../exit-status";
import type { Diagnostic } from "./events";

/** What is known about a Terraform command that failed. */
export interface FailedCommand {
  /** The command without its flags, such as `terraform plan`. */
  readonly command: string;
  /** The stack it ran for. */
  readonly stack: string;
  readonly diagnostics: readonly Diagnostic[];
  /** What it wrote to standard error: all there is when Terraform itself breaks. */
  readonly stderr: string;
  readonly logFile?: string | undefined;
}

/** A Terraform command that failed; its message is for the person at the keyboard. */
export class TerraformError extends VerdictError {
  override readonly name = "TerraformError";

  constructor(readonly failure: FailedCommand) {
    super(renderFailure(failure));
  }
}

/** The text of a failure: which command and stack, each error with its resource, and where the log is. */
export function renderFailure({ command, stack, diagnostics, stderr, logFile }: FailedCommand): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const said = errors.length > 0 ? errors.map(renderDiagnostic) : [indent(stripFrame(stderr) || "(it said nothing)")];
  const log = logFile === undefined ? [] : [`Log: ${logFile}`];
  return [`${command} failed for ${stack}`, ...said, ...log].join("\n");
}

/** One diagnostic as indented lines: the resource and summary first, then the detail. */
export function renderDiagnostic({ summary, detail, address, place }: Diagnostic): string {
  const where = address ?? place;
  const head = where === undefined ? summary : `${where}: ${summary}`;
  const lines = [indent(head.trim())];
  if (detail.trim() !== "") lines.push(indent(indent(detail.trim())));
  return lines.join("\n");
}

/** Takes Terraform's frame (`╷ │ ╵`) and colours off an error meant for a terminal. */
export function stripFrame(text: string): string {
  return (
    text
      // oxlint-disable-next-line no-control-regex -- colours are control characters
      .replaceAll(/\u001b\[[0-9;]*m/g, "")
      .split("\n")
      .map((line) => line.replace(/^[╷│╵]\s?/u, "").trimEnd())
      .join("\n")
      .trim()
  );
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ");
}
