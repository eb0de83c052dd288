import { callersPorts, isEntranceRule } from "../model/entrance";
import { type Block, nested, type Policy, resources } from "./policy";

/**
 * No service has a public IP, and no security group is open to the internet, but where the environment says so. Behind an
 * entrance the gateway's group lets in no address at all: the entrance's group is the only way in.
 */
export const privateServices: Policy = {
  name: "private-services",
  check: ({ json, environment }) => {
    const gateway = environment?.gateway;
    // Legacy services run as they were found, until they are retired.
    const legacy = new Set(
      Object.keys(environment?.inventory.learnt?.legacyServices ?? {}).map(
        (name) => `aws_ecs_service.${name.replaceAll("-", "_")}_legacy`,
      ),
    );
    // Behind an entrance callers are let in there, and nowhere else.
    const isSaid = (address: string, port: unknown) =>
      gateway?.ingressCidrs.includes("0.0.0.0/0") === true &&
      callersPorts(gateway).some((one) => one === port) &&
      (gateway.entrance === undefined || isEntranceRule(address.split(".")[1] ?? ""));
    const open = resources(json, "aws_vpc_security_group_ingress_rule")
      .filter(({ block }) => ["0.0.0.0/0", "::/0"].includes(String(block.cidr_ipv4 ?? block.cidr_ipv6)))
      .filter(({ address, block }) => !isSaid(address, block.from_port))
      .map(({ address }) => ({
        address,
        message: "lets the whole internet in, and gateway.ingressCidrs of the environment does not say so",
      }));
    const { security_groups: gatewayGroups } = nested(
      json.resource?.aws_ecs_service?.gateway ?? {},
      "network_configuration",
    );
    const around = resources(json, "aws_vpc_security_group_ingress_rule")
      .filter(({ block }) => gateway?.entrance !== undefined && isAmong(block.security_group_id, gatewayGroups))
      .filter(({ block }) => (block.cidr_ipv4 ?? block.cidr_ipv6) !== undefined && opens(block, gateway?.port ?? 0))
      .map(({ address }) => ({
        address,
        message: "lets callers in to the gateway past gateway.entrance: only the entrance's security group may call it",
      }));
    const exposed = resources(json, "aws_ecs_service")
      .filter(({ block }) => nested(block, "network_configuration").assign_public_ip === true)
      .filter(({ address }) => !(gateway?.publicIp === true && address === "aws_ecs_service.gateway"))
      .filter(({ address }) => !legacy.has(address))
      .map(({ address }) => ({ address, message: "assigns public IPs to its tasks: only the gateway may" }));
    return [...open, ...around, ...exposed];
  },
};

function isAmong(group: unknown, groups: unknown): boolean {
  return Array.isArray(groups) && groups.includes(group);
}

/** Whether a rule is about a port, or about every port. */
function opens({ from_port: from, to_port: to }: Block, port: number): boolean {
  return from === undefined || (Number(from) <= port && port <= Number(to ?? from));
}
