import { clientConfig } from "../emulator/client-config";
import { Verifier } from "../verify/verify";
import { waitUntilHealthy } from "../verify/wait";
import type { Workplace } from "./workplace";

/** Seconds until all has to be well: what an apply has left was steady already. */
const PATIENCE_SECONDS = 20;

/** What is not well in a rehearsal's account, as `npm run verify -- --wait` says it; warnings are for a look at leisure. */
export async function verifyHere(workplace: Workplace): Promise<readonly string[]> {
  const config = { ...clientConfig(workplace.emulator), maxAttempts: 3 };
  const verifier = new Verifier({ environment: workplace.environment(), config });
  const { verification } = await waitUntilHealthy({ look: () => verifier.look(), seconds: PATIENCE_SECONDS });
  return verification.findings
    .filter(({ severity }) => severity !== "warning")
    .map(({ what, why }) => (why === undefined ? what : `${what}: ${why}`));
}
