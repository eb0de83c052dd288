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
    aws_ecs_cluster: clusters.map(({ clusterArn: arn = "", clusterName: name = "", settings = [] }) => ({
      importId: name,
      attributes: { id: arn, arn, name, setting: settings.map((setting) => ({ ...setting })) },
      tags: {},
    })),
    aws_ecs_cluster_capacity_providers: clusters
      .filter(({ capacityProviders = [] }) => capacityProviders.length > 0)
      .map(({ clusterName: name = "", capacityProviders }) => ({
        importId: name,
        attributes: { id: name, cluster_name: name, capacity_providers: capacityProviders },
        tags: {},
      })),
    aws_ecs_service: services.map(service),
    aws_iam_role: roles.map(({ RoleName: name = "", Arn: arn, Path: path }) => ({
      importId: name,
      attributes: { id: name, name, arn, path },
      tags: {},
    })),
    aws_iam_role_policy: [...policies].flatMap(([role, names]) =>
      names.map((name) => ({
        importId: `${role}:${name}`,
        attributes: { id: `${role}:${name}`, role, name },
        tags: {},
      })),
    ),
    aws_cloudwatch_log_group: logGroups.map(({ logGroupName: name = "", arn = "", retentionInDays }) => ({
      importId: name,
      attributes: { id: name, name, arn: arn.replace(/:\*$/, ""), retention_in_days: retentionInDays ?? 0 },
      tags: {},
    })),
  };
}

function service({ serviceName: name = "", clusterArn = "", ...of }: Service): Existing {
  const { subnets, securityGroups, assignPublicIp } = of.networkConfiguration?.awsvpcConfiguration ?? {};
  const { deploymentCircuitBreaker: breaker, ...deployment } = of.deploymentConfiguration ?? {};
  return {
    importId: `${clusterArn.replace(/^.*\//, "")}/${name}`,
    attributes: {
      id: of.serviceArn,
      name,
      cluster: clusterArn,
      task_definition: of.taskDefinition?.replace(/^.*\//, ""),
      desired_count: of.desiredCount,
      // A service may have a capacity provider strategy instead.
      launch_type: of.launchType ?? "",
      platform_version: of.platformVersion,
      deployment_controller: of.deploymentController?.type ?? "ECS",
      scheduling_strategy: of.schedulingStrategy,
      network_configuration: {
        subnets,
        security_groups: securityGroups,
        assign_public_ip: assignPublicIp === "ENABLED",
      },
      load_balancer: (of.loadBalancers ?? []).map((balancer) => ({
        target_group_arn: balancer.targetGroupArn,
        container_name: balancer.containerName,
        container_port: balancer.containerPort,
      })),
      health_check_grace_period_seconds: of.healthCheckGracePeriodSeconds ?? 0,
      deployment_minimum_healthy_percent: deployment.minimumHealthyPercent,
      deployment_maximum_percent: deployment.maximumPercent,
      deployment_circuit_breaker: { enable: breaker?.enable ?? false, rollback: breaker?.rollback ?? false },
      enable_execute_command: of.enableExecuteCommand ?? false,
      enable_ecs_managed_tags: of.enableECSManagedTags ?? false,
      propagate_tags: of.propagateTags ?? "NONE",
    },
    tags: {},
  };
}
