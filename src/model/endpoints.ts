import { activeEcsExec } from "./ecs-exec";
import type { Environment } from "./environment";
import { INTERFACE_ENDPOINTS, type InterfaceEndpoint } from "./options";
import { secretsIn } from "./secrets";

/**
 * The endpoint services behind the names of the option, once each: `ecr.api` of `com.amazonaws.eu-north-1.ecr.api`. ECR is
 * two (ECR guide, "Amazon ECR interface VPC endpoints"); ECS Exec speaks to `ssmmessages` (ECS guide, "Monitor with ECS Exec").
 */
export function endpointServices(endpoints: readonly InterfaceEndpoint[], ecsExec: boolean): string[] {
  return [...new Set(endpoints)].flatMap((endpoint) => {
    if (endpoint === "ecr") return ["ecr.api", "ecr.dkr"];
    return endpoint === "ssm" && ecsExec ? ["ssm", "ssmmessages"] : [endpoint];
  });
}

/** The endpoints without which no task starts, or is opened by ECS Exec, where there is no NAT gateway. */
export function neededEndpoints(environment: Environment): InterfaceEndpoint[] {
  const shells = activeEcsExec(environment) !== undefined;
  return INTERFACE_ENDPOINTS.filter((endpoint) => {
    if (endpoint === "ssm") return shells || secretsIn(environment, "ssm").length > 0;
    if (endpoint === "secretsmanager") return secretsIn(environment, "secretsmanager").length > 0;
    // A session's key: the agent in the task asks KMS itself, where the stores of secrets do it for their callers.
    return endpoint !== "kms" || shells;
  });
}
