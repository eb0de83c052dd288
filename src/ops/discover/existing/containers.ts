import type { Service } from "@aws-sdk/client-ecs";
import type { Facts } from "../facts";
import type { Existing, ExistingByType } from "./existing";

/** The cluster, its services, roles and log groups. Their tags are not asked for: they are known by their names. */
export function existingContainers({
  containers: { clusters, services },
  roles: { roles, policies },
  logGroups,
}: Pick<Facts, "containers" | "roles" | "logGroups">): ExistingByType {
  return {
    aws_ecs_cluster: clusters.map(({ clusterArn: arn = "", clusterName: name = "" }) => ({
      importId: name,
      attributes: { id: arn, arn, name },
      tags: {},
    })),
    aws_ecs_cluster_capacity_providers: clusters
      .filter(({ capacityProviders = [] }) => capacityProviders.length > 0)
      .map(({ clusterName: name = "" }) => ({
        importId: name,
        attributes: { id: name, cluster_name: name },
        tags: {},
      })),
    aws_ecs_service: services.map(service),
    aws_iam_role: roles.map(({ RoleName: name = "", Arn: arn }) => ({
      importId: name,
      attributes: { id: name, name, arn },
      tags: {},
    })),
    aws_iam_role_policy: [...policies].flatMap(([role, names]) =>
      names.map((name) => ({
        importId: `${role}:${name}`,
        attributes: { id: `${role}:${name}`, role, name },
        tags: {},
      })),
    ),
    aws_cloudwatch_log_group: logGroups.map(({ logGroupName: name = "", arn = "" }) => ({
      importId: name,
      attributes: { id: name, name, arn: arn.replace(/:\*$/, "") },
      tags: {},
    })),
  };
}

function service({
  serviceName: name = "",
  clusterArn: cluster = "",
  serviceArn: id,
  deploymentController,
}: Service): Existing {
  return {
    importId: `${cluster.replace(/^.*\//, "")}/${name}`,
    attributes: { id, name, cluster, deployment_controller: deploymentController?.type ?? "ECS" },
    tags: {},
  };
}
