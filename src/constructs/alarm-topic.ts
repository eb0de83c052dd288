import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { physicalName } from "../model/names";
import type { Subscription } from "../model/options";
import { subscriptionAddress } from "../model/rules/alarms";
import { jsonDocument } from "./json-document";

/** Whose alarms, and who is told. */
export interface AlarmTopicProps {
  readonly environment: string;
  readonly account: string;
  readonly subscriptions: readonly Subscription[];
}

/**
 * The topic that alarms and failed deployments are written to. Its key is the customer's own: CloudWatch and EventBridge
 * can't use AWS's key for SNS (SNS developer guide, "Enable compatibility between event sources from AWS services and
 * encrypted topics").
 */
export class AlarmTopic extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { environment, account, subscriptions }: AlarmTopicProps) {
    super(scope, id);
    const room = new Construct(this, "alarms");
    const name = physicalName("alarms", environment);
    const alarms = {
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": account } },
    };
    // Without a condition, which EventBridge can't meet: it says nothing of the source to the key of an encrypted topic (SNS
    // developer guide, the same section), nor to a topic (EventBridge user guide, "Troubleshooting Amazon EventBridge").
    const events = { Effect: "Allow", Principal: { Service: "events.amazonaws.com" } };
    const useKey = { Action: ["kms:Decrypt", "kms:GenerateDataKey*"], Resource: "*" };
    const key = new KmsKey(room, "Key", {
      description: `Alarms of kelmah ${environment}`,
      enableKeyRotation: true,
      policy: jsonDocument({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "AccountAdministersKey",
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${account}:root` },
            Action: "kms:*",
            Resource: "*",
          },
          { Sid: "AlarmsUseKey", ...alarms, ...useKey },
          { Sid: "EventsUseKey", ...events, ...useKey },
        ],
      }),
      tags: { Name: name },
    });
    new KmsAlias(room, "Alias", { name: `alias/${name}`, targetKeyId: key.keyId });
    const topic = new SnsTopic(room, "Topic", { name, kmsMasterKeyId: key.arn, tags: { Name: name } });
    const publish = { Action: "sns:Publish", Resource: topic.arn };
    new SnsTopicPolicy(room, "TopicPolicy", {
      arn: topic.arn,
      policy: jsonDocument({
        Version: "2012-10-17",
        Statement: [
          { Sid: "AlarmsPublish", ...alarms, ...publish },
          { Sid: "EventsPublish", ...events, ...publish },
          {
            Sid: "TlsOnly",
            Effect: "Deny",
            Principal: "*",
            ...publish,
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      }),
    });
    for (const subscription of subscriptions) {
      const { protocol, endpoint } = subscription;
      new SnsTopicSubscription(new Construct(room, subscriptionAddress(subscription)), "Subscription", {
        topicArn: topic.arn,
        protocol,
        endpoint,
      });
    }
    this.arn = topic.arn;
  }
}
