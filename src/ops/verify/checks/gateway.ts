import { quote } from "../../../model/problem";
import { commandsOf } from "../commands";
import type { Expected, ExpectedUrl } from "../expected";
import type { ContainerFacts, Facts } from "../facts";
import { GATEWAY_PATHS } from "../fetch/gateway";
import { type Finding, findingsOf } from "../finding";

/** The variables of the gateway's container as it runs; `undefined` when they are not known. */
export function gatewayUrls({ gateway }: Expected, facts: Facts): ContainerFacts["urls"] | undefined {
  if (!facts.services.known) return undefined;
  const arn = facts.services.value.services.get(gateway.service)?.taskDefinition ?? "";
  const containers = facts.taskDefinitions.get(arn);
  if (containers?.known !== true) return undefined;
  return containers.value.find(({ name }) => name === gateway.container)?.urls;
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
      const next = [`npm run discover -- --env ${expected.environment} --write`];
      return [make.warning("gateway-url-unknown", { what, next })];
    }
    if (urls.get(url.variable) === wanted) return [];
    const is = urls.has(url.variable) ? `is ${quoteUrl(urls.get(url.variable))}` : "is not set";
    const what = `${url.variable} ${is}; in phase '${phase}' the gateway calls the ${url.calls} ${url.service}, ${quote(wanted)}`;
    return [make.wrong("gateway-url", { what, next: [commands.plan] })];
  });
}

function quoteUrl(url: string | undefined): string {
  return url === undefined ? "(not shown: it looks like a credential)" : quote(url);
}

function wantedUrl({ calls, port, legacyUrl, namespaceUrl }: ExpectedUrl, dns: string | undefined): string | undefined {
  if (calls === "legacy") return legacyUrl;
  if (namespaceUrl !== undefined) return namespaceUrl;
  return dns === undefined ? undefined : `http://${dns}:${port}`;
}

const MEANS: Readonly<Record<string, string>> = {
  [GATEWAY_PATHS[0]]: "the gateway itself does not answer",
  [GATEWAY_PATHS[1]]: "the gateway runs, but its API does not answer",
  [GATEWAY_PATHS[2]]: "the gateway runs, but a service behind it does not answer",
};

/** Whether the gateway answers over HTTP (docs/original-runbook.md, section 9). */
export function httpFindings(expected: Expected, { gateway = [] }: Facts): Finding[] {
  const make = findingsOf("http", "gateway");
  const next = [commandsOf(expected).logs(expected.gateway.logGroup)];
  return gateway.flatMap(({ url, path, status, elsewhere, problem }): Finding[] => {
    if (elsewhere !== undefined) {
      const what = `${url} sends callers on to ${elsewhere}, which was not followed`;
      return [
        make.wrong("http-redirect", { what, next: [`Give the address that answers itself: --url ${elsewhere}`] }),
      ];
    }
    if (problem !== undefined) return [make.wrong("http-silent", { what: `${url}: ${problem}`, next, passes: true })];
    if (status !== undefined && status >= 200 && status < 300) return [];
    const why = MEANS[path] ?? "it does not answer as it should";
    return [make.wrong("http-status", { what: `${url} answers ${status ?? "nothing"}`, why, next, passes: true })];
  });
}
