import type { HttpFact } from "../facts";

/** What the gateway answers health at (docs/original-runbook.md, section 9). */
export const GATEWAY_PATHS = ["/health", "/api/health", "/api/health/aggregate"] as const;

/** Seconds that the gateway has for one answer. */
export const GATEWAY_SECONDS = 10;

/** Redirects that are followed at most, and only to the same host. */
const REDIRECTS = 3;

/** What the gateway answers at each of the paths. */
export async function fetchGateway(
  base: string,
  { signal, seconds = GATEWAY_SECONDS }: { readonly signal?: AbortSignal | undefined; readonly seconds?: number } = {},
): Promise<HttpFact[]> {
  return await Promise.all(GATEWAY_PATHS.map((path) => fetchPath(base.replace(/\/+$/, ""), path, { signal, seconds })));
}

async function fetchPath(
  base: string,
  path: string,
  { signal, seconds }: { readonly signal: AbortSignal | undefined; readonly seconds: number },
): Promise<HttpFact> {
  const started = performance.now();
  const deadline = AbortSignal.timeout(seconds * 1000);
  const ends = signal === undefined ? deadline : AbortSignal.any([deadline, signal]);
  const fact = () => ({ url: base + path, path, seconds: (performance.now() - started) / 1000 });
  let url = new URL(base + path);
  try {
    for (let hops = 0; hops <= REDIRECTS; hops++) {
      const answer = await fetch(url, { redirect: "manual", signal: ends });
      await answer.body?.cancel();
      const location = answer.status >= 300 && answer.status < 400 ? answer.headers.get("location") : null;
      if (location === null) return { ...fact(), status: answer.status };
      const next = new URL(location, url);
      if (next.host !== url.host) return { ...fact(), status: answer.status, elsewhere: next.origin };
      url = next;
    }
    return { ...fact(), problem: `it redirects more than ${REDIRECTS} times` };
  } catch (error) {
    signal?.throwIfAborted();
    return { ...fact(), problem: problemOf(error as Error, seconds) };
  }
}

function problemOf(error: Error, seconds: number): string {
  if (error.name === "TimeoutError") return `it has not answered within ${seconds} seconds`;
  const { code = error.message } = (error.cause ?? {}) as { readonly code?: string };
  if (code === "ECONNREFUSED") return "nothing listens there (connection refused)";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "there is no host of that name";
  if (code === "UND_ERR_SOCKET" || code === "ECONNRESET") return "it closed the connection without an answer";
  return `it cannot be reached from here (${code})`;
}
