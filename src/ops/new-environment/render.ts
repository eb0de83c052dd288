import type { Inventory } from "../../model/environment";

/** What the files of a new environment say. */
export interface EnvironmentText {
  readonly name: string;
  readonly inventory: Inventory;
  /** The block of its VPC. */
  readonly cidr: string;
  /** Where the account's states are, if in another region. */
  readonly stateRegion: string | undefined;
  /** Whether it makes the repositories that its images come from. */
  readonly makesRepositories: boolean;
}

/** An environment's file, as the formatter leaves it. */
export function renderEnvironment({ name, cidr, stateRegion, makesRepositories }: EnvironmentText): string {
  const state = stateRegion === undefined ? "stateOf(inventory)" : `stateOf(inventory, "${stateRegion}")`;
  const repositories = makesRepositories
    ? `    // Nobody else has any in its account and region. Tags such as \`latest\` move.
    repositories: { immutableTags: false },
`
    : "";
  return `import type { Environment, Inventory } from "../model/environment";
import { gatewayContainer, services, type Settings } from "./catalogue";
import { ownership, stateOf, threeZones } from "./defaults";

// Made up: give it its own addresses before anybody uses it.
const settings: Settings = {
  frontendUrl: "https://${name}.kelmah.com",
  emailFrom: "no-reply@${name}.kelmah.com",
  logLevel: "info",
};

/** The environment \`${name}\`: how it is brought up is in docs/new-environment.md. */
export default function environment(inventory: Inventory): Environment {
  return {
    name: "${name}",
    inventory,
    ...ownership,
    protected: false,
    state: ${state},
    network: {
      vpc: { kind: "create", cidr: "${cidr}" },
      availabilityZones: threeZones(inventory),
      nat: "single",
      servicesIngress: "load-balancer-security-group",
    },
    containerInsights: false,
    crossZoneLoadBalancing: true,
    logRetentionDays: 14,
    // Parked: no task runs before its secrets are set.
    desiredCount: 0,
${repositories}    services: services(settings),
    // Nobody may call the gateway yet: name the blocks that may.
    gateway: { ...gatewayContainer(settings), publicIp: true, ingressCidrs: [] },
  };
}
`;
}
