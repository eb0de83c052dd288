import { Agent, type AgentConnectOpts } from "agent-base";
import * as http from "node:http";
import * as https from "node:https";
import { HttpProxyAgent } from "http-proxy-agent";
import { HttpsProxyAgent } from "https-proxy-agent";
import { isBehindProxy, proxyFor } from "./proxy";

/** As many connections to one host as AWS's SDK makes by itself. */
const MOST = 50;

/** Thrown when a proxy does not let a call through. */
export class ProxyError extends Error {
  override readonly name = "ProxyError";
}

/** Connects through the proxy that the environment's variables name for a host, or directly. */
class EnvironmentAgent extends Agent {
  private readonly direct: { readonly http: http.Agent; readonly https: https.Agent };
  private readonly proxied = new Map<string, http.Agent>();
  private readonly settings: { readonly keepAlive: boolean; readonly maxSockets: number };

  constructor(
    private readonly env: NodeJS.ProcessEnv,
    keepAlive: boolean,
  ) {
    super();
    this.settings = { keepAlive, maxSockets: MOST };
    this.direct = { http: new http.Agent(this.settings), https: new https.Agent(this.settings) };
  }

  override connect(request: http.ClientRequest, { secureEndpoint, host = "", port }: AgentConnectOpts): http.Agent {
    const protocol = secureEndpoint ? "https" : "http";
    const address = host.includes(":") ? `[${host}]` : host;
    const proxy = proxyFor(new URL(`${protocol}://${address}:${port}`), this.env);
    if (proxy === undefined) return this.direct[protocol];
    // Else the proxy's answer would be read as if it were AWS's.
    request.once("proxyConnect", ({ statusCode }: { readonly statusCode: number }) => {
      if (statusCode !== 200) request.destroy(new ProxyError(`the proxy ${proxy.host} answers ${statusCode}`));
    });
    const key = `${protocol} ${proxy.href}`;
    const agent =
      this.proxied.get(key) ??
      (secureEndpoint ? new HttpsProxyAgent(proxy, this.settings) : new HttpProxyAgent(proxy, this.settings));
    this.proxied.set(key, agent);
    return agent;
  }
}

/** What Node's `request` and AWS's SDK connect with. */
export interface Agents {
  readonly httpAgent: http.Agent;
  readonly httpsAgent: https.Agent;
}

/**
 * What connects through the proxies that variables name; `undefined` where none is named, and everything is reached directly.
 *
 * @param keepAlive whether connections stay open for the next call.
 * @throws OperatorError when a variable names no proxy that can be used.
 */
export function proxyAgents(env: NodeJS.ProcessEnv, keepAlive: boolean): Agents | undefined {
  if (!isBehindProxy(env)) return undefined;
  const agent = new EnvironmentAgent(env, keepAlive);
  return { httpAgent: agent, httpsAgent: agent as unknown as https.Agent };
}
