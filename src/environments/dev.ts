import type { Environment, Inventory } from "../model/environment";
import { gatewayContainer, services, type Settings } from "./catalogue";
import { ownership, stateOf, threeZones } from "./defaults";

const settings: Settings = {
  frontendUrl: "http://localhost:5173",
  emailFrom: "no-reply@dev.kelmah.com",
  logLevel: "debug",
};

/** Development: small, cheap, and free to be destroyed whole. */
export default function dev(inventory: Inventory): Environment {
  return {
    name: "dev",
    inventory,
    ...ownership,
    protected: false,
    state: stateOf(inventory),
    network: {
      vpc: { kind: "create", cidr: "10.20.0.0/16" },
      availabilityZones: threeZones(inventory),
      nat: "single",
      servicesIngress: "load-balancer-security-group",
    },
    containerInsights: false,
    crossZoneLoadBalancing: true,
    logRetentionDays: 7,
    ecsExec: {},
    fargateSpotPercent: 100,
    services: services(settings),
    gateway: { ...gatewayContainer(settings), publicIp: true, ingressCidrs: ["0.0.0.0/0"] },
  };
}
