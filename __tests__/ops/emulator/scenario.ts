import type { World } from "../../helpers/world";

/** One departure of plain moto from AWS, and what the patch for it restores. */
export interface Scenario {
  /** The patch's name. */
  readonly patch: string;
  /** Calls AWS and returns what is to be looked at. */
  readonly run: (world: World) => Promise<unknown>;
  /** What AWS gives; ids as `anonymous` leaves them. */
  readonly aws: unknown;
}

/** The answer of AWS to a call that it refuses, as `Code: message` without ids; "accepted" when it does not. */
export async function answer(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "accepted";
  } catch (error) {
    const { name, message } = error as Error;
    return anonymous(`${name}: ${message}`);
  }
}

/** Writes `<arn>` for an ARN and `<vpc>` for a VPC's id, and so on. */
export function anonymous(text: string): string {
  return text.replaceAll(/arn:aws:[^\s']+/g, "<arn>").replaceAll(/\b([a-z]+)-[0-9a-f]{17}\b/g, "<$1>");
}
