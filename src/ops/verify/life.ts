/**
 * How far something in AWS has come: it works; it is on its way there, and waiting may do; or it is over, and nobody gets
 * anything from it any more.
 */
export type Life = "alive" | "coming" | "over";

interface States {
  readonly alive: readonly string[];
  readonly coming: readonly string[];
}

/**
 * The states in which things work, and those on the way there, as AWS calls them; in any other one they are over. Sources:
 * the API references of Amazon ECS (Cluster, Service, TaskDefinition), Elastic Load Balancing (LoadBalancerState) and Amazon
 * EC2 (NatGateway, NatGatewayAddress, Route, RouteTableAssociationState, VpcEndpoint, VpcPeeringConnectionStateReason).
 */
const STATES = {
  "ECS cluster": { alive: ["active"], coming: ["provisioning"] },
  "ECS service": { alive: ["active"], coming: [] },
  "task definition": { alive: ["active"], coming: [] },
  "load balancer": { alive: ["active", "active_impaired"], coming: ["provisioning"] },
  "NAT gateway": { alive: ["available"], coming: ["pending"] },
  "NAT gateway's address": { alive: ["succeeded"], coming: ["assigning", "associating"] },
  route: { alive: ["active"], coming: [] },
  "route table's association": { alive: ["associated"], coming: ["associating"] },
  endpoint: { alive: ["available"], coming: ["pending", "pendingacceptance"] },
  "peering connection": { alive: ["active"], coming: ["initiating-request", "pending-acceptance", "provisioning"] },
} satisfies Readonly<Record<string, States>>;

/** Kinds of things that AWS lists before they work, and for up to an hour after they are gone. */
export type Kind = keyof typeof STATES;

/** Something that AWS lists and that does not work. */
export interface NotAlive {
  readonly kind: Kind;
  /** What it is looked for by: its name or id, a route's goal, an endpoint's service. */
  readonly by: string;
  /** What it is called. */
  readonly name: string;
  /** As AWS says it. */
  readonly state: string;
  readonly life: Exclude<Life, "alive">;
}

/** How far something has come, by its state; where AWS tells none, it is there. */
export function lifeOf(kind: Kind, state: string | undefined): Life {
  if (state === undefined) return "alive";
  const { alive, coming }: States = STATES[kind];
  if (alive.includes(state.toLowerCase())) return "alive";
  return coming.includes(state.toLowerCase()) ? "coming" : "over";
}
