import { type IPv4, isValid, isValidCIDR, parse, parseCIDR } from "ipaddr.js";
import { OperatorError } from "../../model/problem";

/** What leads to a proxy, by the protocol of what is asked for. */
const VARIABLES = { "https:": ["HTTPS_PROXY", "https_proxy"], "http:": ["HTTP_PROXY", "http_proxy"] } as const;

/** An address's host and port, as an entry of NO_PROXY may name them. */
interface Target {
  readonly host: string;
  readonly port: string;
}

function targetOf({ protocol, hostname, port }: URL): Target {
  return { host: bare(hostname), port: port !== "" ? port : protocol === "https:" ? "443" : "80" };
}

/** A host in small letters, without the brackets of an IPv6 address or the dot behind a name. */
function bare(host: string): string {
  return host.toLowerCase().replace(/^\[|\]$|\.$/g, "");
}

function isLoopback(host: string): boolean {
  return host === "localhost" || (isValid(host) && parse(host).range() === "loopback");
}

function isWithin(host: string, block: string): boolean {
  if (!isValid(host)) return false;
  const [address, [network, bits]] = [parse(host), parseCIDR(block)];
  return address.kind() === network.kind() && (address as IPv4).match(network, bits);
}

/** Whether an entry of NO_PROXY names what is asked for: a block, a host, a domain and what is below it, each maybe with a port. */
function names(entry: string, { host, port }: Target): boolean {
  if (entry === "*") return true;
  if (isValidCIDR(entry)) return isWithin(host, entry);
  const [, written = entry, only = port] = isValid(entry) ? [] : (/^(.*?)(?::(\d+))?$/.exec(entry) ?? []);
  if (only !== port) return false;
  const domain = bare(written.replace(/^\*(?=\.)/, ""));
  if (isValid(domain)) return isValid(host) && parse(host).toString() === parse(domain).toString();
  return domain.startsWith(".") ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

/** The first of these variables that has a value, and the value. */
function given(variables: readonly string[], env: NodeJS.ProcessEnv): readonly [string, string] | readonly [] {
  const variable = variables.find((name) => (env[name] ?? "") !== "");
  return variable === undefined ? [] : [variable, env[variable] ?? ""];
}

/** The proxy that is named for a protocol; `undefined` where none is. */
function proxyNamed(protocol: keyof typeof VARIABLES, env: NodeJS.ProcessEnv): URL | undefined {
  const [variable = "", value = ""] = given(VARIABLES[protocol], env);
  if (value === "") return undefined;
  const written = /^[a-z][\w+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const proxy = URL.canParse(written) ? new URL(written) : undefined;
  if (proxy !== undefined && ["http:", "https:"].includes(proxy.protocol) && proxy.hostname !== "") return proxy;
  // Its value is not repeated: it may hold a password.
  throw new OperatorError(`${variable} names no proxy that can be used here: write it as http://<host>:<port>.`);
}

/**
 * The proxy that an address is asked for through; `undefined` when it is asked for directly. As Terraform finds it (Go,
 * `golang.org/x/net/http/httpproxy`): HTTPS_PROXY or HTTP_PROXY, but for what NO_PROXY names, and never for this machine.
 *
 * @throws OperatorError when the variable names no proxy that can be used.
 */
export function proxyFor(url: URL, env: NodeJS.ProcessEnv): URL | undefined {
  const proxy = proxyNamed(url.protocol === "https:" ? "https:" : "http:", env);
  const target = targetOf(url);
  const [, none = ""] = given(["NO_PROXY", "no_proxy"], env);
  const entries = none.split(",").map((entry) => entry.trim());
  const isDirect = isLoopback(target.host) || entries.some((entry) => entry !== "" && names(entry, target));
  return isDirect ? undefined : proxy;
}

/**
 * Whether any variable leads to a proxy.
 *
 * @throws OperatorError when one names none that can be used.
 */
export function isBehindProxy(env: NodeJS.ProcessEnv): boolean {
  return (["https:", "http:"] as const).some((protocol) => proxyNamed(protocol, env) !== undefined);
}
