import type { LoadBalancer } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Expected } from "./expected";
import type { Answer, Facts } from "./facts";
import { lifeOf } from "./life";

/** What has to be known of the chain to say which subnets it leads through. */
export type ChainFacts = Pick<Facts, "services" | "balancing" | "egress" | "connections">;

/** The subnets that everything of the chain and the way out is in, by their ids. */
export interface Places {
  /** By service of the environment: those that are to run tasks. */
  readonly services: ReadonlyMap<string, readonly string[]>;
  readonly gateway: readonly string[];
  readonly loadBalancer: readonly string[];
  /** The public load balancer's. */
  readonly entrance: readonly string[];
  /** The NAT gateways' that work. */
  readonly nat: readonly string[];
  /** The interface endpoints' that the environment asks for. */
  readonly endpoints: readonly string[];
}

/** Where the chain is, as far as that is known. */
export function placesOf(expected: Expected, facts: ChainFacts): Places {
  const { balancing, egress, connections } = facts;
  const natGateways = egress.known ? egress.value.natGateways : [];
  const endpoints = connections?.known === true ? connections.value.endpoints : [];
  return {
    services: new Map(
      expected.services
        .filter(({ tasks }) => tasks > 0)
        .map(({ name, service }) => [name, subnetsOf(facts, service)] as const),
    ),
    gateway: subnetsOf(facts, expected.gateway.service),
    loadBalancer: zonesOf(balancing.loadBalancer),
    entrance: balancing.entrance === undefined ? [] : zonesOf(balancing.entrance),
    nat: natGateways.flatMap(({ SubnetId, State }) =>
      SubnetId !== undefined && lifeOf("NAT gateway", State) === "alive" ? [SubnetId] : [],
    ),
    endpoints: endpoints.flatMap(({ ServiceName = "", SubnetIds = [] }) =>
      expected.endpoints.includes(ServiceName) ? SubnetIds : [],
    ),
  };
}

function subnetsOf({ services }: ChainFacts, name: string): readonly string[] {
  const service = services.known ? services.value.services.get(name) : undefined;
  if (lifeOf("ECS service", service?.status) !== "alive") return [];
  return service?.networkConfiguration?.awsvpcConfiguration?.subnets ?? [];
}

function zonesOf(answer: Answer<{ readonly balancer: LoadBalancer } | undefined>): string[] {
  const zones = (answer.known ? answer.value?.balancer.AvailabilityZones : undefined) ?? [];
  return zones.flatMap(({ SubnetId }) => SubnetId ?? []);
}
