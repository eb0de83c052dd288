import { ATLAS_PORTS } from "../atlas-ports";
import { neededEndpoints } from "../endpoints";
import { atlasOf, type Environment, servicesIngressOf } from "../environment";
import { hasLegacy, phaseOf } from "../move";
import { type Problem, quote } from "../problem";
import { natZones } from "../subnets";

const HTTPS = 443;

/** The ways in and out of the private subnets that an environment chooses: each of its services must still be reached, and reach what it needs. */
export function networkOptionsProblems(environment: Environment): Problem[] {
  return [
    ...interfaceEndpointsProblems(environment),
    ...natProblems(environment),
    ...servicesIngressProblems(environment),
    ...egressPortsProblems(environment),
  ];
}

function interfaceEndpointsProblems({ network: { interfaceEndpoints = [] } }: Environment): Problem[] {
  return interfaceEndpoints.flatMap((endpoint, index) => {
    if (interfaceEndpoints.indexOf(endpoint) === index) return [];
    const message = `${quote(endpoint)} is given twice: AWS lets one endpoint of a service have its private DNS name`;
    return [{ field: `network.interfaceEndpoints[${index}]`, message }];
  });
}

/** An address that Atlas lets in belongs to a NAT gateway that the environment has. */
function natEipProblems({ network, inventory: { natEips = [] } }: Environment): Problem[] {
  const lost = natEips.slice(natZones(network).length);
  if (lost.length === 0) return [];
  const way = natEips.length === 1 ? "single" : "per-az";
  const message =
    network.nat === "per-az"
      ? `'per-az' makes ${natZones(network).length} NAT gateways, one a zone: nothing has ${lost.map((one) => quote(one)).join(", ")} (inventory.natEips)`
      : `${quote(network.nat)} would give up ${lost.map((one) => quote(one)).join(", ")} (inventory.natEips), which MongoDB Atlas lets in: write ${quote(way)}`;
  return [{ field: "network.nat", message }];
}

/** Without a NAT gateway tasks start only if everything that starts them has an endpoint, and Atlas needs a way of its own. */
function natProblems(environment: Environment): Problem[] {
  const { network } = environment;
  const problems = natEipProblems(environment);
  if (network.nat !== "none") return problems;
  const missing = neededEndpoints(environment).filter((one) => network.interfaceEndpoints?.includes(one) !== true);
  if (missing.length > 0) {
    const message = `${missing.map((one) => quote(one)).join(", ")} missing: with nat 'none' tasks reach these services of AWS in no other way`;
    problems.push({ field: "network.interfaceEndpoints", message });
  }
  if (atlasOf(network).kind === "nat-allowlist") {
    const message = "'nat-allowlist' needs a NAT gateway, and nat is 'none': write 'privatelink' or 'peering'";
    problems.push({ field: "network.atlas.kind", message });
  }
  return problems;
}

function servicesIngressProblems(environment: Environment): Problem[] {
  const { network, services } = environment;
  const { vpc } = network;
  const servicesIngress = servicesIngressOf(network);
  if (servicesIngress === "vpc") return [];
  const field = "network.servicesIngress";
  const problems: Problem[] = [];
  if (servicesIngress === "load-balancer-security-group" && vpc.kind === "existing") {
    const message = `${quote(servicesIngress)} needs a load balancer that was made with a security group, and an existing VPC's has none: write 'load-balancer-subnets'`;
    problems.push({ field, message });
  }
  const needed = Object.keys(services).filter(
    (name) => hasLegacy(environment, name) && phaseOf(environment, name) !== "retired",
  );
  if (needed.length > 0) {
    const message = `${quote(servicesIngress)} may shut the gateway out of legacy services that it calls, or goes back to (${needed.join(", ")}): write 'vpc' until they are in phase 'retired'`;
    problems.push({ field, message });
  }
  return problems;
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65535;
}

function egressPortsProblems({ network, services, gateway }: Environment): Problem[] {
  const { egressPorts, vpc, atlas } = network;
  if (egressPorts === undefined) return [];
  const field = "network.egressPorts";
  if (vpc.kind === "existing") {
    const message =
      "the security groups of an existing VPC are not this project's, and would let out what they do today: leave it out";
    return [{ field, message }];
  }
  const problems = egressPorts.flatMap((port, index): Problem[] => {
    const at = `${field}[${index}]`;
    if (!isPort(port)) {
      return [{ field: at, message: `${quote(port)} is no TCP port: 1 to 65535` }];
    }
    if (egressPorts.indexOf(port) === index) return [];
    return [{ field: at, message: `${port} is given twice: AWS refuses the second rule` }];
  });
  const need = (ports: readonly number[], why: string): Problem[] => {
    const missing = ports.filter((port) => !egressPorts.includes(port));
    return missing.length === 0 ? [] : [{ field, message: `${missing.join(", ")} missing: ${why}` }];
  };
  const containers = [
    ...Object.entries(services).map(([name, one]) => [`services.${name}`, one] as const),
    ["gateway", gateway] as const,
  ];
  const mail = containers.flatMap(([at, { environment: variables }]) => {
    const port = Object.hasOwn(variables, "SMTP_PORT") ? Number(variables.SMTP_PORT) : undefined;
    // What is no port is none of this rule's.
    return port === undefined || !isPort(port) ? [] : need([port], `${at} sends mails on it (SMTP_PORT)`);
  });
  return [
    ...problems,
    ...need([HTTPS], "tasks pull images and reach services of AWS on it"),
    // An endpoint of Atlas is in the VPC.
    ...(atlas?.kind === "privatelink" ? [] : need(ATLAS_PORTS, "MongoDB Atlas answers on it")),
    ...mail,
  ];
}
