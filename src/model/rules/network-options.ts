import type { Environment } from "../environment";
import { type Problem, quote } from "../problem";

/** The interface endpoints, and the options that nothing is built for: a network must not seem narrower than it is. */
export function networkOptionsProblems({ network }: Environment): Problem[] {
  const problems: Problem[] = [];
  const { interfaceEndpoints = [], servicesIngress = "vpc", egressPorts } = network;
  interfaceEndpoints.forEach((endpoint, index) => {
    if (interfaceEndpoints.indexOf(endpoint) === index) return;
    const message = `${quote(endpoint)} is given twice: AWS lets one endpoint of a service have its private DNS name`;
    problems.push({ field: `network.interfaceEndpoints[${index}]`, message });
  });
  if (servicesIngress !== "vpc") {
    const message = `${quote(servicesIngress)} is not built yet, and the services would let in the whole VPC: write 'vpc'`;
    problems.push({ field: "network.servicesIngress", message });
  }
  if (egressPorts !== undefined) {
    const message = `${quote(egressPorts)} is not built yet, and tasks could call out on every port: leave it out`;
    problems.push({ field: "network.egressPorts", message });
  }
  return problems;
}
