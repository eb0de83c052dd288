import type { Construct } from "constructs";
import type { ServicePlatform } from "../../src/constructs/internal-service";
import { Secrets } from "../../src/constructs/secrets";
import type { ServiceNames } from "../../src/model/environment";

/** Names that tell what they name. */
export const names: ServiceNames = {
  container: "auth-container",
  taskFamily: "auth-family",
  service: "auth-ecs-service",
  targetGroup: "auth-target-group",
  logGroup: "/ecs/auth-logs",
  executionRole: "auth-execution-role",
  taskRole: "auth-task-role",
};

/** Where the services of a test run: the parameter JWT_SECRET was there before, MONGODB_URI is made. */
export function servicePlatform(scope: Construct, changes: Partial<ServicePlatform> = {}): ServicePlatform {
  const place = { account: "111122223333", region: "eu-north-1", environment: "test" };
  const parameters = ["JWT_SECRET", "MONGODB_URI", "SMTP_PASS"];
  const existing = ["JWT_SECRET"];
  return {
    ...place,
    secrets: new Secrets(scope, "Parameters", {
      ...place,
      parameters,
      existing,
      managed: [],
      storeOf: () => "ssm",
      preventDestroy: false,
    }),
    logRetentionDays: 30,
    clusterArn: "arn:of:the:cluster",
    clusterName: "the-cluster",
    loadBalancerArn: "arn:of:the:nlb",
    vpcId: "vpc-1",
    privateSubnetIds: ["subnet-1", "subnet-2"],
    servicesSecurityGroupId: "sg-services",
    callers: { loadBalancer: { kind: "blocks", first: "10.0.0.0/16" } },
    ...changes,
  };
}
