import { startEmulator, type Emulator, type EmulatorOptions } from "../../src/ops/emulator";
export { clientConfig } from "../../src/ops/emulator/client-config";
import { cacheDirectory } from "./directories";

/** Starts an emulator with production's account and region, unless told otherwise. */
export async function startTestEmulator(options: Partial<EmulatorOptions> = {}): Promise<Emulator> {
  return await startEmulator({
    account: "992350137489",
    region: "eu-north-1",
    env: process.env,
    cacheDirectory,
    log: (line) => process.stderr.write(`emulator: ${line}\n`),
    ...options,
  });
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
