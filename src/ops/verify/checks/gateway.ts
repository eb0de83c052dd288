import { quote } from "../../../model/problem";
import { serviceUrlVariable } from "../../../model/variables";
import { commandsOf } from "../commands";
import type { Expected, ExpectedUrl } from "../expected";
import type { ContainerFacts, Facts, GatewayPath, HttpFact } from "../facts";
import { type Finding, findingsOf } from "../finding";

/** The variables of the gateway's container as it runs; `undefined` when they are not known. */
export function gatewayUrls({ gateway }: Expected, facts: Facts): ContainerFacts["urls"] | undefined {
  if (!facts.services.known) return undefined;
  const arn = facts.services.value.services.get(gateway.service)?.taskDefinition ?? "";
  const definition = facts.taskDefinitions.get(arn);
  if (definition?.known !== true) return undefined;
  return definition.value.containers.find(({ name }) => name === gateway.container)?.urls;
}

/** What a gateway calls of a service. */
export type Called = "legacy" | "private" | "elsewhere";

/** What the gateway calls of a service as it runs now; by the phase, where its variables are not known. */
export function calledAt(expected: Expected, facts: Facts, service: string): Called {
  const urls = gatewayUrls(expected, facts);
  const url = expected.urls.find((one) => one.variable === serviceUrlVariable(service));
  return urls === undefined ? (url?.calls ?? "elsewhere") : calledBy(expected, facts, urls, service);
}

/** What a gateway with these variables calls of a service. */
export function calledBy(expected: Expected, facts: Facts, urls: ContainerFacts["urls"], service: string): Called {
  const url = expected.urls.find((one) => one.variable === serviceUrlVariable(service));
  if (url === undefined) return "elsewhere";
  const { loadBalancer } = facts.balancing;
  const dns = loadBalancer.known ? (loadBalancer.value?.balancer.DNSName ?? "") : "";
  const is = urls.get(url.variable);
  if (is === undefined) return "elsewhere";
  if (is === url.namespaceUrl || (dns !== "" && is.includes(dns))) return "private";
  if (is === url.legacyUrl) return "legacy";
  // The load balancer that it calls may be gone, and a legacy URL never written down.
  return loadBalancer.known && loadBalancer.value === undefined ? url.calls : "elsewhere";
}

/** Whether the gateway calls of each service what its phase says (docs/original-runbook.md, section 7). */
export function gatewayFindings(expected: Expected, facts: Facts): Finding[] {
  const urls = gatewayUrls(expected, facts);
  const { loadBalancer } = facts.balancing;
  if (urls === undefined || !loadBalancer.known) return []; // Said where it was asked.
  const dns = loadBalancer.value?.balancer.DNSName;
  const commands = commandsOf(expected);
  const make = findingsOf("gateway", "gateway");
  return expected.urls.flatMap((url): Finding[] => {
    const wanted = wantedUrl(url, dns);
    const phase = expected.services.find(({ name }) => name === url.service)?.phase ?? "";
    if (wanted === undefined) {
      if (url.calls === "private") return []; // There is no load balancer: said already.
      const what = `nobody has written down where the legacy ${url.service} is called: ${url.variable} is not compared`;
      return [make.warning("gateway-url-unknown", { what, next: [commands.discover] })];
    }
    if (urls.get(url.variable) === wanted) return [];
    const is = urls.has(url.variable) ? `is ${quoteUrl(urls.get(url.variable))}` : "is not set";
    const what = `${url.variable} ${is}; in phase '${phase}' the gateway calls the ${url.calls} ${url.service}, ${quote(wanted)}`;
    const cutsOff = urls.has(url.variable) ? {} : { cutsOff: `calls to ${url.service}` };
    return [make.wrong("gateway-url", { what, ...cutsOff, next: onPurpose(expected, facts, url), ...commands.apply })];
  });
}

/** Whoever has gone back by hand at night is not to be led forward again. */
function onPurpose(expected: Expected, facts: Facts, { service, calls }: ExpectedUrl): string[] {
  const is = calledAt(expected, facts, service);
  if (is === calls || is === "elsewhere") return [];
  const phase = is === "legacy" ? "parallel" : "internal";
  const file = `src/environments/${expected.environment}.ts`;
  return [
    `If somebody has pointed the gateway there on purpose, write phase '${phase}' for it into ${file}, and apply that. Else:`,
  ];
}

function quoteUrl(url: string | undefined): string {
  return url === undefined ? "(not shown: it looks like a credential)" : quote(url);
}

function wantedUrl({ calls, port, legacyUrl, namespaceUrl }: ExpectedUrl, dns: string | undefined): string | undefined {
  if (calls === "legacy") return legacyUrl;
  if (namespaceUrl !== undefined) return namespaceUrl;
  return dns === undefined ? undefined : `http://${dns}:${port}`;
}

const MEANS: Readonly<Record<GatewayPath, readonly [why: string, cutsOff: string]>> = {
  "/health": ["the gateway itself does not answer", "everybody who calls the gateway"],
  "/api/health": ["the gateway runs, but its API does not answer", "everybody who calls the gateway's API"],
  "/api/health/aggregate": ["the gateway runs, but does not say how the services are", "maybe calls to some services"],
};

/** What a server says that limits calls (RFC 6585, section 4). */
const TOO_MANY_REQUESTS = 429;

/** Whether the gateway answers over HTTP, and what it says of the services behind it (docs/original-runbook.md, section 9). */
export function httpFindings(expected: Expected, { gateway = [] }: Facts): Finding[] {
  return gateway.flatMap((fact): Finding[] => pathFindings(expected, fact));
}

function pathFindings(expected: Expected, fact: HttpFact): Finding[] {
  const { url, path, status, elsewhere, problem } = fact;
  const make = findingsOf("http", "gateway");
  const next = [commandsOf(expected).logs(expected.gateway.logGroup)];
  const [why, cutsOff] = MEANS[path];
  if (elsewhere !== undefined) {
    const what = `${url} sends callers on to ${elsewhere}, which was not followed`;
    const instead = [`Give the address that answers itself: --url ${elsewhere}`];
    return [make.wrong("http-redirect", { what, group: "tidy-up", next: instead })];
  }
  if (problem !== undefined) {
    return [make.wrong("http-silent", { what: `${url}: ${problem}`, cutsOff, next, passes: true })];
  }
  if (status === TOO_MANY_REQUESTS) {
    const what = `${url} answers ${status}: too many calls from here for now`;
    return [make.wrong("http-limited", { what, group: "tidy-up", next: ["Wait a quarter of an hour."], passes: true })];
  }
  if (status === undefined || status < 200 || status > 299) {
    const what = `${url} answers ${status ?? "nothing"}`;
    return [make.wrong("http-status", { what, why, cutsOff, next, passes: true })];
  }
  return aggregateFindings(expected, fact);
}

/** The gateway answers 200 whatever is down: only what it says tells (docs/platform.md, "What the images are like"). */
function aggregateFindings(expected: Expected, fact: HttpFact): Finding[] {
  const { url } = fact;
  if (!("services" in fact)) return [];
  if (fact.services === undefined) {
    const what = `${url} answers with what is no report about services`;
    const next = ["Give the gateway's own address with --url: https://api.kelmah.com, and no page of a website."];
    return [findingsOf("http", "gateway").wrong("http-body", { what, group: "tidy-up", next })];
  }
  return fact.services.flatMap(({ name, healthy }): Finding[] => {
    if (healthy) return [];
    const service = expected.services.find((one) => one.name === name);
    const what = `${url} says that ${quote(name)} does not answer`;
    const commands = commandsOf(expected);
    const next = service === undefined ? [] : [commands.logs(service.logGroup)];
    const make = findingsOf("http", "gateway");
    return [make.wrong("http-service-down", { what, cutsOff: `calls to ${name}`, next: [...next, commands.logs(expected.gateway.logGroup)], passes: true })]; // prettier-ignore
  });
}
