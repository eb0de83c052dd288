import type { Environment, S3State } from "../model/environment";
import { OperatorError, quote } from "../model/problem";

/**
 * The S3 state of an environment, for a command that knows no other.
 *
 * @param why what the command does with a state in S3, and what to do where there is none.
 * @throws OperatorError when the environment keeps its state elsewhere.
 */
export function requireS3State({ name, state }: Pick<Environment, "name" | "state">, why: string): S3State {
  if (state.kind === "s3") return state;
  throw new OperatorError(
    `Environment '${name}': state.kind: ${quote(state.kind)}, and 's3' is needed: ${why} Nothing was changed; ` +
      "see docs/options/hcp-terraform.md.",
  );
}

/**
 * Sees to it that there is a state storage to bring up.
 *
 * @throws OperatorError when no environment keeps its state in S3.
 */
export function requireStateStorage(environments: readonly Environment[]): void {
  if (environments.some(({ state }) => state.kind === "s3")) return;
  const names = environments.map(({ name }) => name).join(", ");
  throw new OperatorError(
    `state.kind: 'cloud' in every environment (${names}): the bucket and lock table are for states with the kind 's3', and ` +
      "there is nothing to bring up. Nothing was changed; HCP Terraform keeps these states, see docs/options/hcp-terraform.md.",
  );
}
