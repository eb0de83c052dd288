import type { Environment } from "../environment";
import { type Problem, quote } from "../problem";

const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)+${LABEL}$`);

function namespaceProblem({ serviceDiscovery, services, gateway }: Environment): string | undefined {
  const namespace = serviceDiscovery?.namespace ?? "";
  if (!DOMAIN.test(namespace)) {
    return `${quote(namespace)} is no DNS name of lower-case labels with a dot between them, such as 'kelmah.internal'`;
  }
  // Cloud Map API reference, CreatePrivateDnsNamespace; `.local` is multicast DNS (RFC 6762), which resolvers do not ask a server.
  if (namespace === "local" || namespace.endsWith(".local")) {
    return `${quote(namespace)} ends in '.local', which is multicast DNS: tasks may not ask AWS for it; choose '.internal'`;
  }
  if (namespace.endsWith(".amazonaws.com"))
    return `${quote(namespace)} is AWS's own: choose a name such as 'kelmah.internal'`;
  const certificate = gateway.entrance?.certificate;
  const domain = certificate?.kind === "requested" ? certificate.domainName : undefined;
  if (domain !== undefined && (domain === namespace || domain.endsWith(`.${namespace}`))) {
    return `${quote(namespace)} would hide the public ${quote(domain)} from everything in the VPC: choose another name`;
  }
  const longest = Math.max(0, ...Object.keys(services).map((service) => service.length));
  if (namespace.length + 1 + longest <= 253) return undefined;
  return `${quote(namespace)} is too long: with a service's name before it, it may have 253 characters`;
}

/** The namespace's name, and whether what the gateway would call by it runs. */
export function serviceDiscoveryProblems(environment: Environment): Problem[] {
  if (environment.serviceDiscovery === undefined) return [];
  const message = namespaceProblem(environment);
  return message === undefined ? [] : [{ field: "serviceDiscovery.namespace", message }];
}
