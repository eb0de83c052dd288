import type { Environment, Inventory } from "../model/environment";
import { gatewayContainer, services, type Settings } from "./catalogue";
import { ownership, stateOf, threeZones } from "./defaults";

const settings: Settings = {
  frontendUrl: "https://staging.kelmah.com",
  emailFrom: "no-reply@staging.kelmah.com",
  logLevel: "info",
};

/** Staging: production's shape in a VPC of its own. */
export default function staging(inventory: Inventory): Environment {
  return {
    name: "staging",
    inventory,
    ...ownership,
    protected: false,
    state: stateOf(inventory),
    network: {
      vpc: { kind: "create", cidr: "10.30.0.0/16" },
      availabilityZones: threeZones(inventory),
      nat: "single",
      servicesIngress: "load-balancer-security-group",
      flowLogsRetentionDays: 14,
    },
    containerInsights: true,
    // Nobody is told yet: name them here.
    alarms: { subscriptions: [] },
    crossZoneLoadBalancing: true,
    logRetentionDays: 14,
    ecsExec: {},
    fargateSpotPercent: 100,
    services: services(settings),
    gateway: { ...gatewayContainer(settings), publicIp: true, ingressCidrs: ["0.0.0.0/0"] },
  };
}
