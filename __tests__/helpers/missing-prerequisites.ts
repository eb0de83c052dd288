import { emulatorCheck } from "../../src/ops/emulator";
import { terraformCheck, type Check } from "../../src/ops/prerequisites";
import { cacheDirectory } from "./directories";
import type { Requirement } from "./prerequisites";

/** Prints, as JSON, which of the requirements given as arguments this machine lacks. */
async function main(requirements: readonly Requirement[]): Promise<void> {
  const checks: Record<Requirement, Check> = {
    emulator: emulatorCheck({ env: process.env, cacheDirectory }),
    terraform: terraformCheck(process.env),
  };
  const results = await Promise.all(requirements.map((requirement) => checks[requirement]()));
  process.stdout.write(JSON.stringify(results.filter((result) => result !== undefined)));
}

void main(process.argv.slice(2) as Requirement[]);
