import type { Workplace } from "./workplace";

/** What is not well in a rehearsal's account, as `npm run verify` says it. */
export async function verifyHere(_workplace: Workplace): Promise<readonly string[]> {
  return Promise.resolve([]);
}
