import type { Import, Inventory } from "../../../model/environment";
import type { Match } from "../match";
import type { Adopting } from "./adopting";

/** What the imports are made of. */
export interface ImportsInput {
  /** Addresses in Terraform's state by stack; `undefined` where it could not be read. */
  readonly managed: ReadonlyMap<string, ReadonlySet<string> | undefined>;
  /** What stays as it was found, of what is still to be adopted; nothing of what an apply of this project has begun. */
  readonly keep: Adopting["keep"];
  /** The inventory as it was. */
  readonly before: Inventory;
}

/**
 * What is to be imported, and what of it stays as it was found: all that exists, but for what Terraform manages and nobody has
 * imported.
 */
export function importsOf(
  matches: readonly Match[],
  { managed, keep, before: { imports: before = {} } }: ImportsInput,
): Pick<Inventory, "imports"> {
  const imports: Record<string, Record<string, Import>> = {};
  for (const { stack, address, outcome } of matches) {
    if (outcome.kind !== "found") continue;
    const known = before[stack]?.[address];
    const isManaged = managed.get(stack)?.has(address) === true;
    if (isManaged && known === undefined) continue;
    const id = outcome.existing.importId;
    // Found again in the state, it keeps the evidence it was first recognized by.
    const { evidence, keep: kept } = known?.id === id ? known : { evidence: outcome.evidence };
    // What has been adopted is changed on purpose, and no more by what is found: also where its state has been lost.
    const stays = (isManaged ? undefined : keep.get(stack)?.get(address)) ?? (kept && { keep: kept });
    imports[stack] = { ...imports[stack], [address]: { id, evidence, ...stays } };
  }
  return Object.keys(imports).length === 0 ? {} : { imports };
}
