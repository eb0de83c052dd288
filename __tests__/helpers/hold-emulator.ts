import { dirname } from "node:path";
import { AWS_PROVIDER } from "./aws-provider";
import { startOwnEmulator } from "./emulator";

/**
 * Starts an emulator and a fork of it, prints where they are as JSON, and stays until it is killed; with the argument
 * `provider` it starts a provider instead of the fork, and prints its process and the folder of its sockets.
 */
async function main([what]: readonly string[]): Promise<void> {
  const emulator = await startOwnEmulator();
  const held = what === "provider" ? await provider(emulator) : [emulator.endpoint, (await emulator.fork()).endpoint];
  process.stdout.write(`${JSON.stringify(held)}\n`);
}

async function provider({
  providers,
}: Awaited<ReturnType<typeof startOwnEmulator>>): Promise<{ provider: number; folder: string }> {
  const lent = await providers.lend(AWS_PROVIDER);
  interface Reattach {
    readonly Pid: number;
    readonly Addr: { readonly String: string };
  }
  const [{ Pid, Addr }] = Object.values(JSON.parse(lent.reattach) as Record<string, Reattach>) as [Reattach];
  return { provider: Pid, folder: dirname(Addr.String) };
}

void main(process.argv.slice(2));
