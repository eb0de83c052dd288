import type { Emulator } from "./emulator";

/** What an AWS client needs to talk to an emulator. One attempt: an error is the answer that is wanted. */
export function clientConfig({ endpoint, region }: Pick<Emulator, "endpoint" | "region">) {
  return { endpoint, region, maxAttempts: 1, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
}
