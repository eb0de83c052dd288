import { Fn, Token } from "cdktf";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Construct } from "constructs";
import { DEPLOYMENT_FAILED } from "../model/alarm-catalogue";
import { physicalName } from "../model/names";
import { jsonDocument } from "./json-document";

/** Whose deployments are watched, and who is told. */
export interface DeploymentFailuresProps {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly cluster: string;
  readonly topicArn: string;
}

/** Tells the topic, in a sentence, when ECS gives a deployment up (ECS developer guide, "Service deployment state change events"). */
export class DeploymentFailures extends Construct {
  constructor(scope: Construct, id: string, props: DeploymentFailuresProps) {
    super(scope, id);
    const { environment, account, region, cluster, topicArn } = props;
    const name = physicalName(DEPLOYMENT_FAILED, environment);
    const room = new Construct(this, "deployment_failed");
    const rule = new CloudwatchEventRule(room, "Rule", {
      name,
      description: "A service's new tasks did not come up",
      eventPattern: jsonDocument({
        source: ["aws.ecs"],
        "detail-type": ["ECS Deployment State Change"],
        resources: [{ prefix: `arn:aws:ecs:${region}:${account}:service/${cluster}/` }],
        detail: { eventName: ["SERVICE_DEPLOYMENT_FAILED"] },
      }),
      tags: { Name: name },
    });
    const sentence = `"A deployment failed in kelmah ${environment}: <service> (<reason>). npm run verify -- --env ${environment} says why."`;
    new CloudwatchEventTarget(room, "Target", {
      rule: rule.name,
      targetId: "alarms",
      arn: topicArn,
      inputTransformer: {
        inputPaths: { service: "$.resources[0]", reason: "$.detail.reason" },
        // The template's own quotes, in a plain argument, break HCL.
        inputTemplate: Token.asString(Fn.jsondecode(jsonDocument(sentence))),
      },
    });
  }
}
