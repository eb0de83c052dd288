import type { Environment } from "../environment";
import { type Problem, quote } from "../problem";

const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
/** Reserved for private use (ICANN's board, 29 July 2024). A namespace of any other name hides it from everything in the VPC. */
const INTERNAL = new RegExp(`^(?:${LABEL}\\.)+internal$`);
/** Names of instances, which AWS answers in every VPC (Amazon EC2 user guide, "Amazon EC2 instance hostname types"). */
const INSTANCES = /(?:^|\.)(?:compute|ec2)\.internal$/;

function namespaceProblem(namespace: string, services: readonly string[]): string | undefined {
  if (!INTERNAL.test(namespace)) {
    return `${quote(namespace)} is no name of lower-case labels that ends in '.internal', such as 'kelmah.internal': any other may hide public names from the VPC`;
  }
  if (INSTANCES.test(namespace)) {
    return `${quote(namespace)} would hide AWS's own names of instances: choose a name such as 'kelmah.internal'`;
  }
  const longest = Math.max(0, ...services.map((service) => service.length));
  if (namespace.length + 1 + longest <= 253) return undefined;
  return `${quote(namespace)} is too long: with a service's name before it, it may have 253 characters`;
}

/** The namespace's name. */
export function serviceDiscoveryProblems({ serviceDiscovery, services }: Environment): Problem[] {
  if (serviceDiscovery === undefined) return [];
  const message = namespaceProblem(serviceDiscovery.namespace, Object.keys(services));
  return message === undefined ? [] : [{ field: "serviceDiscovery.namespace", message }];
}
