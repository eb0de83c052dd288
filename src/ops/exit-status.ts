import { constants } from "node:os";
import { OperatorError } from "../model/problem";

/** What a command ends with that has not come to 0; the same in every command, and what each help says. */
export const EXIT = {
  /** It looked, or began, and the answer is no: refused, wrong, to be settled first, failed on the way. */
  no: 1,
  /** It could not look, or not begin: nothing is known, and nothing was begun. */
  unable: 2,
} as const;

/** What every help says of the statuses that do not depend on the command. */
export const EXIT_HELP = `  2  it could not look, or not begin: a command line that is not understood, an environment or a file that is wrong, a
     tool that lacks, no credentials or another account's, a permission that lacks, no answer in time
  130  interrupted with Ctrl-C
`;

/** A command that ends with an exit status of its own. */
export class ExitError extends OperatorError {
  override readonly name: string = "ExitError";

  constructor(
    message: string,
    readonly status: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The answer is no: what was looked at is not well, what was asked for is refused, or what was begun has failed. */
export class VerdictError extends ExitError {
  override readonly name: string = "VerdictError";

  constructor(message: string, options?: ErrorOptions) {
    super(message, EXIT.no, options);
  }
}

/** A command line that is not understood. */
export class UsageError extends ExitError {
  override readonly name = "UsageError";

  constructor(message: string) {
    super(`${message} See --help.`, EXIT.unable);
  }
}

/** The reason why a command was aborted: a signal, such as Ctrl-C's. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor(readonly signal: NodeJS.Signals) {
    super(`Interrupted (${signal}).`);
  }

  /** The exit status of a process that ended by the signal, such as 130 for SIGINT. */
  get status(): number {
    return 128 + constants.signals[this.signal];
  }
}

/**
 * The exit status of a command that ends with an error: the only place that decides it. An error, or one that it was made
 * of, has a status of its own, or the command was not able to find anything out.
 */
export function exitStatus(reason: unknown): number {
  for (let error = reason; error instanceof Error; error = error.cause) {
    if (error instanceof ExitError || error instanceof Interrupted) return error.status;
  }
  return EXIT.unable;
}
