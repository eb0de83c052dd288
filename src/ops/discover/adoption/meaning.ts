import type { ValueChange } from "../../guard/meaning/change";

/**
 * What a difference means for what exists, the worst first: it would be made anew; something would be taken from it; another
 * value; something more; or a value that only the configuration has.
 */
export const MEANINGS = ["replaced", "lost", "changed", "added", "configuration"] as const satisfies readonly (
  "replaced" | ValueChange
)[];

/** What a difference means for what exists. */
export type Meaning = (typeof MEANINGS)[number];
