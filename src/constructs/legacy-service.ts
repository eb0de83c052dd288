import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { Construct } from "constructs";
import type { LegacyServiceFacts } from "../model/environment";

/** A service from before the move, as it was found. */
export interface LegacyServiceProps {
  readonly clusterArn: string;
  readonly facts: LegacyServiceFacts;
  /** Tasks that run; none once it is retired. */
  readonly desiredCount: number;
}

/**
 * A legacy public service, adopted as it runs and kept, at 0 in the end: the way back (docs/original-runbook.md,
 * sections 8 and 10). Its task definition is referenced and not owned, since its revisions hold secrets in plain text
 * that would come into the state with them.
 */
export class LegacyService extends Construct {
  /** The ECS service: done when it is steady. */
  readonly service: EcsService;

  constructor(scope: Construct, id: string, { clusterArn, facts, desiredCount }: LegacyServiceProps) {
    super(scope, id);
    this.service = new EcsService(this, "Service", {
      name: facts.name,
      cluster: clusterArn,
      taskDefinition: facts.taskDefinition,
      desiredCount,
      launchType: "FARGATE",
      platformVersion: facts.platformVersion,
      networkConfiguration: {
        subnets: [...facts.subnets],
        securityGroups: [...facts.securityGroups],
        assignPublicIp: facts.assignPublicIp,
      },
      // On the way back the gateway calls it only once it is up.
      waitForSteadyState: true,
      tags: { Name: facts.name },
      lifecycle: {
        preventDestroy: true,
        // Revisions are still deployed to it by hand.
        ignoreChanges: ["task_definition", "propagate_tags", "enable_ecs_managed_tags"],
      },
    });
  }
}
