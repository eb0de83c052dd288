import type { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsClusterCapacityProviders } from "@cdktf/provider-aws/lib/ecs-cluster-capacity-providers";
import { Construct } from "constructs";
import { capacityShares } from "../model/scaling";
import type { Capacity } from "./fargate-service";

/** Lets a cluster run tasks on Fargate and on Fargate Spot; nothing where no share of them is given. */
export function spotCapacity(
  scope: Construct,
  spotPercent: number | undefined,
  cluster: EcsCluster,
): Capacity | undefined {
  if (spotPercent === undefined) return undefined;
  const dependsOn = new EcsClusterCapacityProviders(new Construct(scope, "Capacity"), "main", {
    clusterName: cluster.name,
    capacityProviders: ["FARGATE", "FARGATE_SPOT"],
  });
  return { shares: capacityShares(spotPercent), dependsOn };
}
