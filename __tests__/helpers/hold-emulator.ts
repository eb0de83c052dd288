import { startTestEmulator } from "./emulator";

/** Starts an emulator and a fork of it, prints where they are as JSON, and stays until it is killed. */
async function main(): Promise<void> {
  const emulator = await startTestEmulator();
  const fork = await emulator.fork();
  process.stdout.write(`${JSON.stringify([emulator.endpoint, fork.endpoint])}\n`);
}

void main();
