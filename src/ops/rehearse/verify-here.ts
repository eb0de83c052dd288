import { clientConfig } from "../emulator/client-config";
import { Verifier } from "../verify/verify";
import { waitUntilHealthy } from "../verify/wait";
import type { Workplace } from "./workplace";

/** Seconds until all has to be well: what an apply has left was steady already. */
const PATIENCE_SECONDS = 20;

/**
 * What is not well in a rehearsal's account, as `npm run verify -- --wait` says it. Warnings and what is to tidy up are for a
 * look at leisure: a rule that the legacy was called through stays open as long as there may be a way back.
 */
export async function verifyHere(workplace: Workplace): Promise<readonly string[]> {
  const config = { ...clientConfig(workplace.emulator), maxAttempts: 3 };
  const verifier = new Verifier({ environment: workplace.environment(), config });
  const { verification } = await waitUntilHealthy({ look: () => verifier.look(), seconds: PATIENCE_SECONDS });
  return verification.findings
    .filter(({ severity, group }) => severity !== "warning" && group !== "tidy-up")
    .map(({ what, why }) => (why === undefined ? what : `${what}: ${why}`));
}
