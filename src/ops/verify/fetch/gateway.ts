import { OperatorError } from "../../../model/problem";
import { ProxyError } from "../../http/agents";
import { get } from "../../http/get";
import { GATEWAY_PATHS, type GatewayPath, type HttpFact, type ServiceHealth } from "../facts";

/**
 * Seconds that the gateway has for one answer: it waits up to five for each of the services that it is asked about, which may
 * come to fourteen (docs/platform.md, "What the images are like").
 */
const SECONDS: Readonly<Record<GatewayPath, number>> = {
  "/health": 10,
  "/api/health": 10,
  "/api/health/aggregate": 20,
};

/** Redirects that are followed at most, and only to the same host. */
const REDIRECTS = 3;

/** How it is asked. */
interface AskOptions {
  readonly signal?: AbortSignal | undefined;
  /** Variables that may name a proxy. @default it is reached directly */
  readonly env?: NodeJS.ProcessEnv;
  /** @default as long as the gateway may need */
  readonly seconds?: number | undefined;
}

/** What the gateway answers at each of the paths. */
export async function fetchGateway(base: string, options: AskOptions = {}): Promise<HttpFact[]> {
  return await Promise.all(GATEWAY_PATHS.map((path) => fetchPath(base.replace(/\/+$/, ""), path, options)));
}

async function fetchPath(
  base: string,
  path: GatewayPath,
  { signal, env = {}, seconds = SECONDS[path] }: AskOptions,
): Promise<HttpFact> {
  const started = performance.now();
  const deadline = AbortSignal.timeout(seconds * 1000);
  const ends = signal === undefined ? deadline : AbortSignal.any([deadline, signal]);
  const fact = () => ({ url: base + path, path, seconds: (performance.now() - started) / 1000 });
  let url = new URL(base + path);
  try {
    for (let hops = 0; hops <= REDIRECTS; hops++) {
      const answer = await get(url, { signal: ends, env });
      const { status } = answer;
      const isWell = status >= 200 && status < 300;
      if (isWell && path === "/api/health/aggregate") {
        return { ...fact(), status, services: servicesIn(await answer.text()) };
      }
      answer.discard();
      const location = status >= 300 && status < 400 ? answer.location : undefined;
      if (location === undefined) return { ...fact(), status };
      const next = new URL(location, url);
      if (next.host !== url.host) return { ...fact(), status, elsewhere: next.origin };
      url = next;
    }
    return { ...fact(), problem: `it redirects more than ${REDIRECTS} times` };
  } catch (error) {
    signal?.throwIfAborted();
    return { ...fact(), problem: problemOf(error as Error, seconds) };
  }
}

/** A service's name in the gateway's report; whatever else stands there is not repeated. */
const NAME = /^[\w-]{1,64}$/;

/**
 * What the gateway's report says of each service: `services: [{ service, ok }]` in older images, and in newer ones
 * `services: { <name>: { status } }` (docs/platform.md, "What the images are like").
 *
 * @returns `undefined` for what is no such report.
 */
export function servicesIn(text: string): ServiceHealth[] | undefined {
  const services = fieldsOf(parse(text)).services;
  if (typeof services !== "object" || services === null) return undefined;
  const found = Array.isArray(services)
    ? services.map(fieldsOf).map(({ service, ok }) => ({ name: service, healthy: ok === true }))
    : Object.entries(services).map(([name, one]) => ({ name, healthy: fieldsOf(one).status === "healthy" }));
  const named = found.filter((one): one is ServiceHealth => typeof one.name === "string" && NAME.test(one.name));
  return named.length === 0 || named.length < found.length ? undefined : named;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function problemOf(error: Error, seconds: number): string {
  if (error.name === "TimeoutError") return `it has not answered within ${seconds} seconds`;
  if (error instanceof OperatorError) return error.message;
  if (error instanceof ProxyError) return `it cannot be reached from here (${error.message})`;
  const { code = error.message } = error as { readonly code?: string };
  if (code === "ECONNREFUSED") return "nothing listens there (connection refused)";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "there is no host of that name";
  if (code === "ECONNRESET") return "it closed the connection without an answer";
  return `it cannot be reached from here (${code})`;
}
