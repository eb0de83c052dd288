import type { Environment } from "../environment";
import { addressPart } from "../phase";
import { openPorts } from "../ports";
import { type Problem, quote } from "../problem";

/** Listeners that one Network Load Balancer can carry (Elastic Load Balancing quotas). */
const LISTENERS_PER_NLB = 50;

/** Why a number is no port; `undefined` when it is one. */
export function portProblem(port: number): string | undefined {
  return Number.isInteger(port) && port >= 1 && port <= 65535
    ? undefined
    : `${quote(port)} is no port: a whole number from 1 to 65535`;
}

/** Each open port has a listener of its own, so no two services share one. */
function sharedPorts({ services }: Environment): Problem[] {
  const owners = new Map<number, string>();
  return Object.entries(services).flatMap(([name, service]) =>
    openPorts(service).flatMap((port, index) => {
      const owner = owners.get(port);
      owners.set(port, owner ?? name);
      const field = `services.${name}.${index === 0 ? "port" : "previousPort"}`;
      if (owner === undefined) return [];
      if (owner === name) return [{ field, message: `${quote(port)} is its port now: name the one before` }];
      return [
        {
          field,
          message: `${quote(port)} is also the port of '${owner}': each listener of the load balancer has a port of its own`,
        },
      ];
    }),
  );
}

/** What belongs to another port than the first is called by its service and the port. */
function sharedAddresses({ services }: Environment): Problem[] {
  const names = Object.keys(services);
  return Object.entries(services).flatMap(([name, service]) =>
    openPorts(service).flatMap((port) => {
      const twin = names.find((other) => addressPart(other) === `${addressPart(name)}_${port}`);
      if (twin === undefined) return [];
      const message = `Terraform would call it what it calls port ${port} of ${quote(name)}: call it something else`;
      return [{ field: `services.${twin}.name`, message }];
    }),
  );
}

/** The services' ports, those before them, and the load balancer's listeners. */
export function portsProblems(environment: Environment): Problem[] {
  const services = Object.entries(environment.services);
  const count = services.flatMap(([, service]) => openPorts(service)).length;
  const listeners =
    count <= LISTENERS_PER_NLB
      ? []
      : [
          {
            field: "services",
            message: `${count} services: a Network Load Balancer carries ${LISTENERS_PER_NLB} listeners, one for each`,
          },
        ];
  const others = services.flatMap(([name, service]) =>
    (["firstPort", "previousPort"] as const).flatMap((field) => {
      const message = portProblem(service[field] ?? service.port);
      return service[field] === undefined || message === undefined
        ? []
        : [{ field: `services.${name}.${field}`, message }];
    }),
  );
  return [...listeners, ...others, ...sharedPorts(environment), ...sharedAddresses(environment)];
}
