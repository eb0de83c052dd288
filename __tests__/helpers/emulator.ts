import { startEmulator, type Emulator, type EmulatorOptions } from "../../src/ops/emulator";
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

/** What an AWS client needs to talk to an emulator. One attempt: an error is the answer under test. */
export function clientConfig({ endpoint, region }: Emulator) {
  return { endpoint, region, maxAttempts: 1, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
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
