import { createInterface } from "node:readline/promises";
import type { Readable, Writable } from "node:stream";
import { OperatorError } from "../../model/problem";
import { VerdictError } from "../exit-status";
import { renderChanges, renderPlanned } from "../terraform/render";
import type { Proposal } from "./bootstrap";

/** Whom to ask. */
export interface ApproveOptions {
  /** Agree to everything that destroys nothing. */
  readonly autoApprove: boolean;
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable;
  readonly signal: AbortSignal;
}

/** Shows a proposal and asks the operator at the terminal for a `yes`. */
export function approver({ autoApprove, input, output, signal }: ApproveOptions) {
  return async (proposal: Proposal): Promise<boolean> => {
    output.write(`${renderProposal(proposal)}\n`);
    if (autoApprove) {
      refuseDestruction(proposal);
      return true;
    }
    if (input.isTTY !== true)
      throw new OperatorError(
        "There is no terminal to ask for approval at. Read the plan above, then add --auto-approve.",
      );
    // Not as a terminal: readline would take Ctrl-C for itself.
    const terminal = createInterface({ input, output, terminal: false });
    try {
      const answer = await terminal.question("\nType 'yes' to go ahead: ", { signal });
      return answer.trim() === "yes";
    } finally {
      terminal.close();
    }
  };
}

/** What would happen, one line a resource. */
export function renderProposal({ stack, plan, movesTo }: Proposal): string {
  return [
    ...(plan.changed ? [`Plan for ${stack}: ${renderPlanned(plan.counts)}`, renderChanges(plan.changes)] : []),
    ...(movesTo === undefined ? [] : [`Then its state moves to ${movesTo}`]),
  ].join("\n");
}

function refuseDestruction({ stack, plan }: Proposal): void {
  if (plan.counts.destroy === 0) return;
  throw new VerdictError(
    `The plan for ${stack} destroys ${plan.counts.destroy}: --auto-approve does not agree to that. ` +
      "Run it at a terminal without the flag, and read the plan.",
  );
}
