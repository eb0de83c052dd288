// The ports that a service answers on, and what belongs to each at the load balancer.
import type { Service } from "./environment";

type Ports = Pick<Service, "port" | "firstPort" | "previousPort">;

/** Every port that leads to a service: its own, and the one before while that is still open. */
export function openPorts({ port, previousPort }: Ports): number[] {
  return previousPort === undefined ? [port] : [port, previousPort];
}

/** The port that a service had first: what belongs to it has Terraform addresses without a port. */
export function firstPortOf({ port, firstPort = port }: Ports): number {
  return firstPort;
}
