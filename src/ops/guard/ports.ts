import type { Environment, Service } from "../../model/environment";
import { addressPart } from "../../model/phase";
import { firstPortOf, openPorts } from "../../model/ports";
import type { ResourceChange } from "./plan";

/** What leads to a service on one of its ports. */
export interface Way {
  readonly name: string;
  readonly service: Service;
  readonly port: number;
}

const TYPES = ["aws_lb_listener", "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"];

/** The service and the port that a listener or a rule belongs to, by its address; `undefined` for anything else. */
export function wayOf(
  { type, name }: Pick<ResourceChange, "type" | "name">,
  environment: Environment,
): Way | undefined {
  if (!TYPES.includes(type)) return undefined;
  for (const [own, service] of Object.entries(environment.services)) {
    const pattern = new RegExp(`^${addressPart(own)}(?:_(\\d+))?(?:_load_balancer|_from_[a-z]+)?$`);
    const match = pattern.exec(name);
    if (match !== null) return { name: own, service, port: Number(match[1] ?? firstPortOf(service)) };
  }
  return undefined;
}

/** The way that a listener or a rule belongs to, when its service no longer has that port open. */
export function closedWay(resource: Pick<ResourceChange, "type" | "name">, environment: Environment): Way | undefined {
  const way = wayOf(resource, environment);
  return way === undefined || openPorts(way.service).includes(way.port) ? undefined : way;
}
