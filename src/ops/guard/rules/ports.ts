import type { Environment } from "../../../model/environment";
import { addressPart } from "../../../model/phase";
import { GATEWAY_CALLS_OUTPUT } from "../../../model/service-discovery";
import { callersChange } from "../callers";
import type { Finding, Rule } from "../finding";
import { deletes, listOf, objectOf, type Plan, type ResourceChange } from "../plan";
import { closedWay, wayOf } from "../ports";

const HOW = '(docs/services.md, "Change a port")';

/** A listener that takes another port leaves its callers behind: ELB changes it at once. */
function movedListeners({ resource_changes: changes }: Plan, environment: Environment): Finding[] {
  return changes.flatMap((resource): Finding[] => {
    const { address, type, change } = resource;
    const [from, to] = [objectOf(change.before).port, objectOf(change.after).port];
    const way =
      type === "aws_lb_listener" && change.actions.includes("update") ? wayOf(resource, environment) : undefined;
    if (way === undefined || typeof from !== "number" || typeof to !== "number" || from === to) return [];
    const message = `would leave port ${from} for ${to} at once, and cut off who calls '${way.name}' there: write firstPort: ${from} and previousPort: ${from} beside port: ${to} in services.${way.name}, apply, and wait until npm run verify finds all well; then take previousPort out, and apply again ${HOW}`;
    return [{ kind: "change", address, message }];
  });
}

/** A port is closed when nobody calls it any more, and that is so once an apply that moved the gateway has ended well. */
function closedInPassing(plan: Plan, environment: Environment): Finding[] {
  if (!callersChange(plan)) return [];
  return plan.resource_changes.flatMap((resource): Finding[] => {
    const way = closedWay(resource, environment);
    if (resource.type !== "aws_lb_listener" || !deletes(resource.change) || way === undefined) return [];
    const { port, name } = way;
    const message = `would close port ${port} in an apply that changes the gateway, which may still call it: write previousPort: ${port} in services.${name}, apply, and wait until npm run verify finds all well; then take it out, and apply again ${HOW}`;
    return [{ kind: "change", address: resource.address, message }];
  });
}

/** The ports of its containers that a service registers. */
function containerPorts(value: unknown): string {
  return listOf(objectOf(value).load_balancer)
    .map((one) => String(objectOf(one).container_port))
    .join(", ");
}

/** The services whose tasks would answer on another port, with both. */
function otherPorts({ resource_changes: changes }: Plan): (ResourceChange & { from: string; to: string })[] {
  return changes.flatMap((resource) => {
    const { type, change } = resource;
    const [from, to] = [containerPorts(change.before), containerPorts(change.after)];
    const moves = type === "aws_ecs_service" && change.actions.includes("update") && from !== "" && to !== "" && from !== to; // prettier-ignore
    return moves ? [{ ...resource, from, to }] : [];
  });
}

/** A name leads to a task and not to a listener: while tasks are replaced, no port is right for all of them. */
function calledByName(plan: Plan, { services }: Environment): Finding[] {
  if (plan.output_changes[GATEWAY_CALLS_OUTPUT]?.before !== "namespace") return [];
  const parts = Object.keys(services).map(addressPart);
  return otherPorts(plan)
    .filter(({ name }) => parts.includes(name))
    .map(({ address, from, to }) => ({
      kind: "change",
      address,
      message: `would answer on port ${to} instead of ${from}, and the gateway calls its tasks by their name: apply serviceDiscovery.gatewayCalls 'load-balancer' first, then the port ${HOW}, then 'namespace' again`,
    }));
}

/** What stands in front of the gateway knows its port, and so do the rules that let callers in. */
function gatewayPort(plan: Plan): Finding[] {
  const message = (from: string, to: string) =>
    `would go from port ${from} to ${to} under those who call it: keep gateway.port: ${from}, which only its own tasks and what stands in front of them know`;
  const services = otherPorts(plan).filter(({ name }) => name === "gateway");
  const rules = plan.resource_changes.flatMap(({ address, type, name, change }): Finding[] => {
    const [from, to] = [objectOf(change.before).from_port, objectOf(change.after).from_port];
    const callers = type === "aws_vpc_security_group_ingress_rule" && name.startsWith("gateway_callers_");
    if (!callers || !change.actions.includes("update") || from === to) return [];
    return [{ kind: "change", address, message: message(String(from), String(to)) }];
  });
  return [
    ...services.map(({ address, from, to }): Finding => ({ kind: "change", address, message: message(from, to) })),
    ...rules,
  ];
}

/** Ports change while both answer, and no plan closes one that may still be called. */
export const ports: Rule = (plan, { environment }) =>
  environment === undefined
    ? []
    : [
        ...movedListeners(plan, environment),
        ...closedInPassing(plan, environment),
        ...calledByName(plan, environment),
        ...gatewayPort(plan),
      ];
