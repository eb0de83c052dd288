import { addressesOf, type StackJson } from "./synth";

/** How a stack's addresses differ from those that are recorded. */
export interface AddressChanges {
  /** Recorded, and neither there any more nor moved: Terraform would destroy what stands at them. */
  readonly lost: readonly string[];
  /** There, and not recorded yet. */
  readonly fresh: readonly string[];
  /** What the record should say: moved addresses at their new place, fresh ones too; lost ones stay until taken out by hand. */
  readonly record: readonly string[];
}

/** The addresses that a stack promises to keep: of its resources and outputs. Data sources have no state to lose. */
export function contractOf(json: StackJson): string[] {
  return addressesOf(json).filter((address) => !address.startsWith("data."));
}

/** Compares a stack with its recorded addresses, its `moved` blocks followed. */
export function compareAddresses(recorded: readonly string[], json: StackJson): AddressChanges {
  const present = new Set(contractOf(json));
  const moves = new Map(json.moved?.map(({ from, to }) => [from, to]));
  const expected = recorded.map((address) => {
    const to = moves.get(address);
    return to !== undefined && present.has(to) && !present.has(address) ? to : address;
  });
  return {
    lost: expected.filter((address) => !present.has(address)),
    fresh: [...present].filter((address) => !expected.includes(address)),
    record: [...new Set([...expected, ...present])].sort(),
  };
}

/** What to say about a stack whose addresses are not the recorded ones; nothing where they are. */
export function addressComplaint(stack: string, { lost, fresh }: AddressChanges): string {
  const list = (addresses: readonly string[]) => addresses.map((address) => `  ${address}\n`).join("");
  const losses = `${stack} has lost addresses that are recorded:\n${list(lost)}Terraform would destroy what stands there. Give the constructs their ids back, or say where each went in a moved block; where it is meant to go, take its line out of __tests__/stacks/addresses.json.\n`;
  const news = `${stack} has addresses that are not recorded:\n${list(fresh)}Record them: npm run test:update\n`;
  return `${lost.length > 0 ? losses : ""}${fresh.length > 0 ? news : ""}`;
}
