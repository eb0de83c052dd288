import type { Environment } from "../model/environment";
import { OperatorError } from "../model/problem";

/** The arguments of one resource, data source or provider, as Terraform JSON has them. */
export type Block = Readonly<Record<string, unknown>>;

/** A synthesized stack, as far as the policies look into it. */
export interface StackJson {
  readonly provider?: Readonly<Record<string, readonly Block[]>>;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly output?: Readonly<Record<string, Block>>;
  readonly variable?: Readonly<Record<string, Block>>;
  readonly locals?: Block;
  readonly module?: Readonly<Record<string, Block>>;
  readonly terraform?: Block;
}

/** What a policy is asked about. The state stack belongs to no environment. */
export interface StackUnderReview {
  readonly name: string;
  readonly json: StackJson;
  readonly environment?: Environment;
}

/** A breach of a policy, at an address of the stack. */
export interface Breach {
  readonly address: string;
  readonly message: string;
}

/** A rule over finished stacks, whatever code made them. */
export interface Policy {
  readonly name: string;
  readonly check: (stack: StackUnderReview) => readonly Breach[];
}

/** Thrown before anything is written: every breach in every stack. */
export class PolicyError extends OperatorError {
  override readonly name = "PolicyError";
}

/** Every resource of the given types, or of all. */
export function resources(
  json: StackJson,
  ...types: readonly string[]
): { address: string; type: string; block: Block }[] {
  return Object.entries(json.resource ?? {})
    .filter(([type]) => types.length === 0 || types.includes(type))
    .flatMap(([type, blocks]) =>
      Object.entries(blocks).map(([name, block]) => ({ address: `${type}.${name}`, type, block })),
    );
}

/** An argument's value that is an object; empty when it is none. */
export function nested(block: Block, argument: string): Block {
  const value = block[argument];
  return typeof value === "object" && value !== null ? (value as Block) : {};
}
