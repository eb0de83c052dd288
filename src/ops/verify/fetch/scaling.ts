import {
  type ApplicationAutoScalingClient,
  paginateDescribeScalableTargets,
  type ScalableTarget,
} from "@aws-sdk/client-application-auto-scaling";
import { collect } from "../../aws/collect";

/** How many resources one call may name (Application Auto Scaling API reference, DescribeScalableTargets). */
const PAGE = 50;

/** The scalable targets of these ECS services, by service. */
export async function fetchScalableTargets(
  client: ApplicationAutoScalingClient,
  cluster: string,
  services: readonly string[],
): Promise<ReadonlyMap<string, ScalableTarget>> {
  const prefix = `service/${cluster}/`;
  const ids = [...new Set(services)].map((service) => `${prefix}${service}`);
  const pages = Array.from({ length: Math.ceil(ids.length / PAGE) }, (_, page) => ids.slice(page * PAGE, (page + 1) * PAGE)); // prettier-ignore
  const found = await Promise.all(
    pages.map((ResourceIds) =>
      collect(
        paginateDescribeScalableTargets(
          { client },
          { ServiceNamespace: "ecs", ScalableDimension: "ecs:service:DesiredCount", ResourceIds },
        ),
        ({ ScalableTargets }) => ScalableTargets,
      ),
    ),
  );
  return new Map(found.flat().map((target) => [(target.ResourceId ?? "").slice(prefix.length), target]));
}
