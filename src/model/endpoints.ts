import type { InterfaceEndpoint } from "./options";

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
