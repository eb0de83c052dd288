import type { Construct } from "constructs";
import type { ServicePlatform } from "../../src/constructs/internal-service";
import { Parameters } from "../../src/constructs/parameters";
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
  const secrets = ["JWT_SECRET", "MONGODB_URI", "SMTP_PASS"];
  return {
    ...place,
    parameters: new Parameters(scope, "Parameters", { ...place, secrets, existing: ["JWT_SECRET"] }),
    logRetentionDays: () => 30,
    clusterArn: "arn:of:the:cluster",
    clusterName: "the-cluster",
    loadBalancerArn: "arn:of:the:nlb",
    vpcId: "vpc-1",
    vpcCidr: "10.0.0.0/16",
    privateSubnetIds: ["subnet-1", "subnet-2"],
    servicesSecurityGroupId: "sg-services",
    ...changes,
  };
}
