import { startEmulator, type Emulator, type EmulatorOptions } from "../../src/ops/emulator";
export { clientConfig } from "../../src/ops/emulator/client-config";
import { cacheDirectory } from "./directories";
import { emptyAccount } from "./worlds";

const PRODUCTION = { account: "992350137489", region: "eu-north-1" };

/** Starts an emulator of one's own, with production's account and region unless told otherwise: for what is about the emulator. */
export async function startOwnEmulator(options: Partial<EmulatorOptions> = {}): Promise<Emulator> {
  return await startEmulator({
    ...PRODUCTION,
    env: process.env,
    cacheDirectory,
    log: (line) => process.stderr.write(`emulator: ${line}\n`),
    ...options,
  });
}

/** An empty account, production's unless told otherwise: a copy, in milliseconds, of one that the whole run shares. */
export async function startTestEmulator({
  account = PRODUCTION.account,
  region = PRODUCTION.region,
} = {}): Promise<Emulator> {
  return await emptyAccount(account, region);
}

/** The error code and message with which AWS refuses a call, as `Code: message`; fails when it does not refuse. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    const { name, message } = error as Error;
    return `${name}: ${message}`;
  }
  throw new Error("The call was accepted");
}
