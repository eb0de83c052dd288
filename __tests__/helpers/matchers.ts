import { nearest } from "../../src/model/nearest";
import { type Attributes, blocksOf, type StackJson } from "./synth";

/**
 * Whether the stack has a block at exactly this address, with exactly these values for the attributes that are named;
 * `undefined` stands for an attribute that must not be there. Importing this module teaches it to `expect`.
 */
function toHaveResourceAt(
  this: jest.MatcherContext,
  stack: StackJson,
  address: string,
  attributes?: Attributes,
): jest.CustomMatcherResult {
  if (this.isNot && attributes !== undefined) {
    throw new Error(`.not.toHaveResourceAt takes an address alone: a resource without these attributes, or none?`);
  }
  const blocks = blocksOf(stack);
  const block = blocks.get(address);
  if (block === undefined) {
    const near = nearest(address, [...blocks.keys()], 3);
    const hint = near.length === 0 ? "The stack is empty." : `The nearest are ${near.join(", ")}.`;
    return { pass: false, message: () => `There is no ${address} in the stack. ${hint}` };
  }
  const differing = Object.keys(attributes ?? {}).filter(
    (name) => !this.equals(block[name], attributes?.[name], this.customTesters, true),
  );
  if (differing.length === 0) return { pass: true, message: () => `There is a ${address} in the stack.` };
  const pick = (from: Attributes | undefined) => Object.fromEntries(differing.map((name) => [name, from?.[name]]));
  return {
    pass: false,
    message: () =>
      `${address} differs in ${differing.join(", ")}:\n\n${this.utils.diff(pick(attributes), pick(block)) ?? ""}`,
  };
}

expect.extend({ toHaveResourceAt });
