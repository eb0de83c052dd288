import type { Environment, Inventory, NameOverrides } from "../model/environment";
import type { Phase } from "../model/phase";
import { gatewayContainer, services, type Settings } from "./catalogue";
import { inPhases, ownership, stateOf, threeZones, withVariables } from "./defaults";

/** Nobody has written the value down: discovery learns it from what runs. A value may be written in its place. */
const asItRuns = { fromRunning: true } as const;

const settings: Settings = {
  frontendUrl: "https://kelmah-frontend-cyan.vercel.app",
  otherOrigins: ["https://project-kelmah.vercel.app"],
  emailFrom: asItRuns,
  logLevel: asItRuns,
};

/** By service, variables whose values are not the catalogue's (docs/platform.md, "Values that run today"). */
const variables = {
  auth: {
    ACCOUNT_LOCK_TIME: asItRuns,
    BCRYPT_ROUNDS: asItRuns,
    CORS_ORIGIN: asItRuns,
    EMAIL_VERIFICATION_EXPIRES: asItRuns,
    ENABLE_RATE_LIMITING: asItRuns,
    JWT_EXPIRES_IN: asItRuns,
    JWT_REFRESH_EXPIRES_IN: asItRuns,
    MAX_LOGIN_ATTEMPTS: asItRuns,
    PASSWORD_RESET_EXPIRES: asItRuns,
    SERVICE_NAME: asItRuns,
    SMTP_HOST: asItRuns,
    USE_REDIS_RATE_LIMIT: asItRuns,
  },
  job: { USE_REDIS_RATE_LIMIT: asItRuns },
};

/**
 * The move (docs/runbook.md): how far all services have moved, one word at a time, and those that are ahead or behind.
 * As docs/original-runbook.md, sections 1 to 6, left it, the private services run beside the legacy ones, which the
 * gateway calls.
 */
const phase: Phase = "parallel";
const phases: Readonly<Record<string, Phase>> = {};

/** What production is called in AWS (docs/original-runbook.md, sections 4 and 6; docs/platform.md, "Services"). */
const names: NameOverrides = {
  cluster: "Project-Kelmah",
  loadBalancer: "kelmah-internal-svcs",
  services: {
    auth: production("auth", { taskFamily: "kelmah-auth-service", targetGroup: "kelmah-auth-tg-tcp" }),
    user: production("user"),
    job: production("job"),
    payment: production("payment"),
    messaging: production("messaging"),
    review: production("review"),
  },
  gateway: {
    taskFamily: "api-gateway-task",
    service: "kelmah-api-gateway-service-gg6bf9h1",
    logGroup: "/ecs/api-gateway",
  },
};

function production(service: string, irregular: { readonly taskFamily?: string; readonly targetGroup?: string } = {}) {
  return {
    taskFamily: `${service}-service-task`,
    service: `${service}-service-nlb`,
    legacyService: `${service}-service`,
    targetGroup: `kelmah-${service}-tg`,
    logGroup: `/ecs/${service}-service`,
    ...irregular,
  };
}

/** Production: the account that was made by hand, with the names and ids it has there. */
export default function prod(inventory: Inventory): Environment {
  return {
    name: "prod",
    inventory,
    ...ownership,
    protected: true,
    adoption: "as-found",
    state: stateOf(inventory),
    network: {
      // The region's default VPC; its default subnets are the public ones.
      vpc: { kind: "existing", cidr: "172.31.0.0/16" },
      availabilityZones: threeZones(inventory),
      nat: "single",
    },
    phase,
    containerInsights: false,
    crossZoneLoadBalancing: false,
    logRetentionDays: 90,
    services: inPhases(withVariables(services(settings), variables), phases),
    gateway: {
      ...gatewayContainer(settings),
      publicIp: true,
      ingressCidrs: [],
      targetGroup: "api-gateway-tg",
    },
    names,
  };
}
