import { request as plain, type IncomingMessage } from "node:http";
import { request as encrypted } from "node:https";
import { proxyAgents } from "./agents";

/** An answer whose body nobody has read yet: one of the two has to be called. */
export interface Answer {
  readonly status: number;
  /** Where a redirect leads. */
  readonly location: string | undefined;
  readonly text: () => Promise<string>;
  readonly discard: () => void;
}

/** How an address is asked for. */
export interface GetOptions {
  readonly signal: AbortSignal;
  /** Variables that may name a proxy. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Asks for an address, through a proxy where the environment names one, which Node's own `fetch` does not do.
 *
 * @throws the signal's reason when it is aborted, and Node's error, with its `code`, when there is no answer.
 */
export async function get(url: URL, { signal, env }: GetOptions): Promise<Answer> {
  // Who is asked again may have closed a connection that was kept, and would seem not to answer.
  const agents = proxyAgents(env, false);
  const isEncrypted = url.protocol === "https:";
  const agent = (isEncrypted ? agents?.httpsAgent : agents?.httpAgent) ?? false;
  const options = { signal, headers: { accept: "*/*" }, agent };
  const aborted = (error: Error) => (signal.aborted ? (signal.reason as Error) : error);
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = (isEncrypted ? encrypted : plain)(url, options, resolve);
    asked.once("error", (error) => {
      reject(aborted(error));
    });
    asked.end();
  });
  // What ends it after the answer has begun is thrown where its body is read.
  message.on("error", () => undefined);
  return {
    status: message.statusCode ?? 0,
    location: message.headers.location,
    text: async () => {
      const parts: Buffer[] = [];
      try {
        for await (const part of message) parts.push(part as Buffer);
      } catch (error) {
        throw aborted(error as Error);
      }
      return Buffer.concat(parts).toString("utf8");
    },
    discard: () => {
      message.destroy();
    },
  };
}
