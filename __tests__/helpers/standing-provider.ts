import { join } from "node:path";
import { StandingProviders } from "../../src/ops/emulator/provider/providers";
import { readRequiredProviders } from "../../src/ops/terraform/required-providers";
import { cacheDirectory } from "./directories";

/**
 * Does something with one provider that stays up meanwhile, for commands that ask it for its schemas and nothing else.
 *
 * @param directories synthesized stacks', which require the provider.
 */
export async function withStandingProvider<T>(
  env: NodeJS.ProcessEnv,
  directories: readonly string[],
  action: (env: NodeJS.ProcessEnv) => Promise<T>,
): Promise<T> {
  const [required] = await readRequiredProviders(directories[0] ?? "");
  if (required === undefined) throw new Error(`${directories[0]} requires no provider`);
  const providers = new StandingProviders(env, join(cacheDirectory, "terraform"));
  try {
    const lent = await providers.lend(required, ...directories);
    return await action({ ...env, TF_REATTACH_PROVIDERS: lent.reattach });
  } finally {
    await providers.stop();
  }
}
