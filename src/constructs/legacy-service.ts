import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { Construct } from "constructs";
import type { LegacyServiceFacts } from "../model/environment";

/** A service from before the move, as it was found. */
export interface LegacyServiceProps {
  readonly clusterArn: string;
  readonly facts: LegacyServiceFacts;
}

/**
 * A legacy public service, adopted as it runs and left so: the way back. Its task definition is referenced and not
 * owned, since its revisions hold secrets in plain text that would come into the state with them.
 */
export class LegacyService extends Construct {
  constructor(scope: Construct, id: string, { clusterArn, facts }: LegacyServiceProps) {
    super(scope, id);
    new EcsService(this, "Service", {
      name: facts.name,
      cluster: clusterArn,
      taskDefinition: facts.taskDefinition,
      desiredCount: facts.desiredCount,
      launchType: "FARGATE",
      platformVersion: facts.platformVersion,
      networkConfiguration: {
        subnets: [...facts.subnets],
        securityGroups: [...facts.securityGroups],
        assignPublicIp: facts.assignPublicIp,
      },
      tags: { Name: facts.name },
      lifecycle: {
        preventDestroy: true,
        // Revisions are still deployed to it by hand; what waits and how a roll-out fails is not ours to set.
        ignoreChanges: ["task_definition", "wait_for_steady_state", "propagate_tags", "enable_ecs_managed_tags"],
      },
    });
  }
}
