import type { RouteTable } from "@aws-sdk/client-ec2";
import type { Answer, ConnectionFacts, EgressFacts, Facts, ServiceFacts } from "./facts";
import { type Kind, lifeOf, type NotAlive } from "./life";

/** What something that lacks is said to be: not there, or in which state; and whether waiting may do. */
export function absence(
  { notAlive = [] }: Pick<Facts, "notAlive">,
  kind: Kind,
  by: string,
): { readonly words: string; readonly found?: NotAlive } {
  const all = notAlive.filter((one) => one.kind === kind && one.by === by);
  const found = all.find(({ life }) => life === "coming") ?? all[0];
  // AWS's words for what is gone.
  if (found === undefined || ["inactive", "deleted"].includes(found.state.toLowerCase())) {
    return { words: `there is no ${kind} ${by}` };
  }
  return { words: `${kind} ${found.name} is ${found.state}`, found };
}

/** What is in one state, of one kind. */
export function notAliveIn({ notAlive = [] }: Pick<Facts, "notAlive">, kind: Kind, state: string): NotAlive[] {
  return notAlive.filter((one) => one.kind === kind && one.state.toLowerCase() === state.toLowerCase());
}

/**
 * The facts with nothing in them but what works: what is listed after its end or before its beginning goes from everything
 * that is looked at into `notAlive`, where whoever misses it finds its state. A task definition that is deregistered stays:
 * its tasks go on running.
 */
export function living(facts: Facts): Facts {
  const notAlive: NotAlive[] = [];
  const isAlive = (kind: Kind, state: string | undefined, by = "", name = by): boolean => {
    const life = lifeOf(kind, state);
    if (life !== "alive") notAlive.push({ kind, by, name, state: state ?? "", life });
    return life === "alive";
  };
  const only = <T extends { readonly balancer: { readonly LoadBalancerName?: string | undefined; readonly State?: { readonly Code?: string | undefined } | undefined } }>(
    answer: Answer<T | undefined>,
  ) =>
    inAnswer(answer, (value) => {
      const { LoadBalancerName: name, State } = value?.balancer ?? {};
      return isAlive("load balancer", State?.Code, name) ? value : undefined;
    }); // prettier-ignore
  const { services, balancing, egress, connections } = facts;
  const { entrance } = balancing;
  return {
    ...facts,
    services: inAnswer(services, (value) => livingServices(value, isAlive)),
    balancing: {
      ...balancing,
      loadBalancer: only(balancing.loadBalancer),
      ...(entrance && { entrance: only(entrance) }),
    },
    egress: inAnswer(egress, (value) => livingEgress(value, isAlive)),
    ...(connections && { connections: inAnswer(connections, (value) => livingConnections(value, isAlive)) }),
    notAlive,
  };
}

type IsAlive = (kind: Kind, state: string | undefined, by?: string, name?: string) => boolean;

function inAnswer<T, U>(answer: Answer<T>, change: (value: T) => U): Answer<U> {
  return answer.known ? { known: true, value: change(answer.value) } : answer;
}

function livingServices({ cluster, ...rest }: ServiceFacts, isAlive: IsAlive): ServiceFacts {
  const services = [...rest.services].filter(([name, { status }]) => isAlive("ECS service", status, name));
  const isThere = cluster !== undefined && isAlive("ECS cluster", cluster.status, cluster.clusterName);
  return { ...rest, ...(isThere && { cluster }), services: new Map(services) };
}

function livingEgress(facts: EgressFacts, isAlive: IsAlive): EgressFacts {
  const natGateways = facts.natGateways
    .filter(({ NatGatewayId, State }) => isAlive("NAT gateway", State, NatGatewayId))
    .map(({ NatGatewayAddresses = [], ...gateway }) => ({
      ...gateway,
      NatGatewayAddresses: NatGatewayAddresses.filter(({ Status, PublicIp }) => isAlive("NAT gateway's address", Status, PublicIp)),
    })); // prettier-ignore
  const table = ({ Associations = [], Routes = [], ...rest }: RouteTable): RouteTable => ({
    ...rest,
    Associations: Associations.filter(({ AssociationState, SubnetId }) =>
      isAlive("route table's association", AssociationState?.State, SubnetId),
    ),
    Routes: Routes.filter(({ State, ...route }) =>
      isAlive("route", State, route.NatGatewayId ?? route.VpcPeeringConnectionId ?? route.DestinationCidrBlock),
    ),
  });
  return { ...facts, natGateways, routeTables: facts.routeTables.map(table) };
}

function livingConnections({ endpoints, peering }: ConnectionFacts, isAlive: IsAlive): ConnectionFacts {
  const isActive =
    peering !== undefined && isAlive("peering connection", peering.Status?.Code, peering.VpcPeeringConnectionId);
  return {
    endpoints: endpoints.filter(({ ServiceName, State, VpcEndpointId }) =>
      isAlive("endpoint", State, ServiceName, VpcEndpointId),
    ),
    ...(isActive && { peering }),
  };
}
