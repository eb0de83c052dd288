import { ADDED } from "./additions";
import { LOAD_BALANCING } from "./load-balancing";
import { NETWORK } from "./network";
import { type Case, type Doing, names, type Routine } from "./row";
import { SCALING } from "./scaling";
import { SERVICES } from "./services";
import { STORES } from "./stores";
import { TAGS } from "./tags";
import { TASKS } from "./tasks";

export { OWN_TYPES } from "./additions";

/** The one table of what is routine: what no row names has to be accepted by a person. Removals have theirs in ../removable.ts. */
export const ROUTINE: readonly Routine[] = [
  ...TAGS,
  ...TASKS,
  ...SERVICES,
  ...SCALING,
  ...NETWORK,
  ...LOAD_BALANCING,
  ...STORES,
  ...ADDED,
];

/** Why something that a plan does is routine, or `undefined` when no row says so. */
export function routine(doing: Doing, one: Case): string | undefined {
  return ROUTINE.find((row) => names(row, doing, one))?.because;
}
