import { ATLAS_PORTS } from "../../model/atlas-ports";
import { ENTRANCE_PORTS } from "../../model/entrance";
import type { Expected } from "./expected";
import type { Facts } from "./facts";
import type { Ports } from "./network-acl";
import { placesOf } from "./places";

/** One end of a connection: subnets, or a block that no network ACL of ours stands before. */
export type End =
  | {
      readonly subnets: readonly string[];
      /** Whether no network ACL before these subnets sees it so. @default theirs do */
      readonly isUnseen?: boolean;
    }
  | {
      readonly block: string;
      /** Some address is enough, but for those of these blocks. @default all are called */
      readonly someBut?: readonly string[];
    };

/** Connections that have to be possible, and the answers to them. */
export interface Flow {
  /** What it is: `calls from the gateway to the load balancer`. */
  readonly name: string;
  readonly from: End;
  readonly to: End;
  readonly ports: readonly number[];
  /** The ports that answers go to. */
  readonly back: Ports;
  /** The services of the environment that need it; none where it is the gateway's own. */
  readonly services: readonly string[];
  /** Whether it is how tasks reach what they call outside, and not how they are called. */
  readonly isWayOut: boolean;
}

/** Ports that Linux calls from (Amazon VPC user guide, "Custom network ACLs", "Ephemeral ports"). */
const OF_TASKS: Ports = { from: 32_768, to: 61_000 };

/** Ports that load balancers and NAT gateways call from, and clients anywhere (the same). */
const OF_ANYBODY: Ports = { from: 1_024, to: 65_535 };

const HTTPS = 443;
const ANYWHERE = "0.0.0.0/0";
/** What is no internet (RFC 1918). */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/** Every connection that the chain and the way out need, between the subnets that they are in now. */
export function flowsOf(expected: Expected, facts: Facts): Flow[] {
  return [...chainFlows(expected, facts), ...gatewayFlows(expected, facts), ...outFlows(expected, facts)];
}

/** From the gateway over the load balancer to each service that is to run; straight to it where it is called by its name. */
function chainFlows(expected: Expected, facts: Facts): Flow[] {
  const places = placesOf(expected, facts);
  const [gateway, loadBalancer] = [{ subnets: places.gateway }, { subnets: places.loadBalancer }];
  return expected.services.flatMap(({ name, port }): Flow[] => {
    const service = { subnets: places.services.get(name) ?? [] };
    const way = { ports: [port], services: [name], isWayOut: false } as const;
    const named = expected.urls.some((url) => url.service === name && url.namespaceUrl !== undefined);
    if (service.subnets.length === 0) return [];
    return [
      { ...way, name: "calls from the gateway to the load balancer", from: gateway, to: loadBalancer, back: OF_TASKS },
      { ...way, name: "calls from the load balancer to services", from: loadBalancer, to: service, back: OF_ANYBODY },
      ...(named
        ? [{ ...way, name: "calls from the gateway to services", from: gateway, to: service, back: OF_TASKS }]
        : []),
    ];
  });
}

/** From callers to the gateway: over the public load balancer, or from whoever calls it. */
function gatewayFlows(expected: Expected, facts: Facts): Flow[] {
  const places = placesOf(expected, facts);
  const gateway = { subnets: places.gateway };
  const entrance = { subnets: places.entrance };
  const anybody = { block: ANYWHERE, someBut: [] };
  const way = { back: OF_ANYBODY, services: [], isWayOut: false } as const;
  const ports = [expected.gateway.port];
  if (expected.gateway.tasks === 0) return [];
  if (places.entrance.length === 0)
    return [{ ...way, name: "calls to the gateway", from: anybody, to: gateway, ports }];
  return [
    { ...way, name: "calls to the public load balancer", from: anybody, to: entrance, ports: [ENTRANCE_PORTS.https] },
    { ...way, name: "calls from the public load balancer to the gateway", from: entrance, to: gateway, ports },
  ];
}

/** From tasks to AWS and Atlas: past the NAT gateway, or to what is in the VPC. */
function outFlows(expected: Expected, facts: Facts): Flow[] {
  const { atlas, nat, vpcCidr, gateway } = expected;
  const places = placesOf(expected, facts);
  const internet = { block: ANYWHERE, someBut: [...PRIVATE, vpcCidr] };
  const [ofServices, ofNat] = [
    { subnets: [...new Set([...places.services.values()].flat())] },
    { subnets: places.nat },
  ];
  const way = { services: [...places.services.keys()], isWayOut: true, from: ofServices, back: OF_TASKS } as const;
  const ports = [HTTPS, ...(atlas.kind === "nat-allowlist" ? ATLAS_PORTS : [])];
  const past: Flow[] = [
    { ...way, ports, name: "calls from services to AWS and Atlas", to: internet },
    // Only the gateway's side sees it: the services' own calls the internet, as their network ACL sees it.
    {
      ...way,
      ports,
      name: "calls from services to the NAT gateway",
      from: { ...ofServices, isUnseen: true },
      to: ofNat,
    },
    { ...way, ports, name: "calls from the NAT gateway to AWS and Atlas", from: ofNat, to: internet, back: OF_ANYBODY },
  ];
  const ofGateway = { services: [], from: { subnets: places.gateway }, to: internet, ports: [HTTPS] };
  const endpoints = { subnets: places.endpoints };
  return [
    ...(nat === "none" ? [] : past),
    { ...way, name: "calls from services to AWS's endpoints", to: endpoints, ports: [HTTPS] },
    ...(atlas.kind === "peering"
      ? [{ ...way, name: "calls from services to Atlas", to: { block: atlas.cidr }, ports: ATLAS_PORTS }]
      : []),
    ...(gateway.tasks > 0 ? [{ ...way, ...ofGateway, name: "calls from the gateway to AWS" }] : []),
  ];
}
