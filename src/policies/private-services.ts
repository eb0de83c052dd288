import { nested, type Policy, resources } from "./policy";

/** No service has a public IP, and no security group is open to the internet, but where the environment says so. */
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
    const open = resources(json, "aws_vpc_security_group_ingress_rule")
      .filter(({ block }) => ["0.0.0.0/0", "::/0"].includes(String(block.cidr_ipv4 ?? block.cidr_ipv6)))
      .filter(({ block }) => !(gateway?.ingressCidrs.includes("0.0.0.0/0") && block.from_port === gateway.port))
      .map(({ address }) => ({
        address,
        message: "lets the whole internet in, and gateway.ingressCidrs of the environment does not say so",
      }));
    const exposed = resources(json, "aws_ecs_service")
      .filter(({ block }) => nested(block, "network_configuration").assign_public_ip === true)
      .filter(({ address }) => !(gateway?.publicIp === true && address === "aws_ecs_service.gateway"))
      .filter(({ address }) => !legacy.has(address))
      .map(({ address }) => ({ address, message: "assigns public IPs to its tasks: only the gateway may" }));
    return [...open, ...exposed];
  },
};
