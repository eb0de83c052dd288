import type { Environment } from "../../src/model/environment";
import { hcpExample } from "./cloud";
import { canaryExample, entranceExample } from "./entrance";

/** Every option at once, as far as they go together, and as far as a protected environment may have them. */
export function everything(isProtected = false): Environment {
  const environment = hcpExample();
  environment.protected = isProtected;
  environment.state = { ...environment.state, hostname: "tfe.kelmah.com", workspacePrefix: "eu-" } as never;
  entranceExample(
    {
      certificate: { kind: "requested", domainName: "api.kelmah.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" },
      accessLogsRetentionDays: 30,
      waf: { kind: "managed", ruleGroups: ["AWSManagedRulesCommonRuleSet"] },
    },
    environment,
  );
  canaryExample(10, environment);
  environment.network = {
    ...environment.network,
    nat: "per-az",
    flowLogsRetentionDays: 7,
    interfaceEndpoints: ["ecr", "logs", "ssm", "secretsmanager", "kms"],
    servicesIngress: "load-balancer-security-group",
    egressPorts: [443],
    atlas: { kind: "privatelink", serviceName: "com.amazonaws.vpce.eu-north-1.vpce-svc-0123456789abcdef0" },
  };
  environment.containerInsights = true;
  environment.alarms = { subscriptions: [{ protocol: "email", endpoint: "platform@kelmah.com" }] };
  environment.services.auth.autoscaling = { min: 1, max: 4, cpuPercent: 60, memoryPercent: 70 };
  environment.ecsExec = { reason: "a test of every option" };
  if (!isProtected) {
    environment.fargateSpotPercent = 50;
    environment.nightStop = { stop: "20:00", start: "07:00", timeZone: "Africa/Accra" };
  }
  environment.secrets = { stores: { JWT_SECRET: "secretsmanager" }, inBothStores: ["MONGODB_URI"], key: {} };
  environment.serviceDiscovery = { namespace: "kelmah.internal", gatewayCalls: "namespace" };
  environment.repositories = { immutableTags: true };
  return environment;
}
