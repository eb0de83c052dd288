import type { Import, Inventory, KeptArguments } from "../../../model/environment";
import type { Match } from "../match";
import type { Adopting } from "./adopting";

/** What the imports are made of. */
export interface ImportsInput {
  /** Addresses in Terraform's state by stack; `undefined` where it could not be read. */
  readonly managed: ReadonlyMap<string, ReadonlySet<string> | undefined>;
  /** What stays as it was found, of what is still to be adopted; nothing of what an apply of this project has begun. */
  readonly kept: Adopting["kept"];
  readonly unfinished: Adopting["unfinished"];
  /** The inventory as it was. */
  readonly before: Inventory;
}

/** All that exists, but for what Terraform manages and nobody has imported; by stack, by address. */
export function importsOf(
  matches: readonly Match[],
  { managed, unfinished, before: { imports: before = {} } }: ImportsInput,
): Pick<Inventory, "imports"> {
  const imports: Record<string, Record<string, Import>> = {};
  for (const { stack, address, outcome } of matches) {
    if (outcome.kind !== "found") continue;
    const known = before[stack]?.[address];
    if (managed.get(stack)?.has(address) === true && known === undefined) continue;
    const id = outcome.existing.importId;
    // Found again in the state, it keeps the evidence it was first recognized by.
    const { evidence } = known?.id === id ? known : outcome;
    const mark = unfinished.get(stack)?.has(address) === true ? ({ unfinished: true } as const) : {};
    imports[stack] = { ...imports[stack], [address]: { id, evidence, ...mark } };
  }
  return Object.keys(imports).length === 0 ? {} : { imports };
}

/**
 * What stays as it was found: of what is still to be adopted as it is found now. Once it is adopted,
 * only a person changes this: also where the state has been lost.
 */
export function keptOfAll(
  matches: readonly Match[],
  { managed, kept: now, before: { kept: before = {} } }: ImportsInput,
): Pick<Inventory, "kept"> {
  const kept: Record<string, Record<string, KeptArguments>> = {};
  for (const { stack, address, outcome } of matches) {
    if (outcome.kind === "missing") continue;
    const recorded = before[stack]?.[address];
    const addresses = managed.get(stack);
    // Of a state that cannot be read nobody knows what it manages: what was recorded counts.
    const isManaged = addresses === undefined ? recorded !== undefined : addresses.has(address);
    const stays = (isManaged ? undefined : now.get(stack)?.get(address)) ?? recorded;
    if (stays !== undefined && Object.keys(stays).length > 0) kept[stack] = { ...kept[stack], [address]: stays };
  }
  return Object.keys(kept).length === 0 ? {} : { kept };
}
