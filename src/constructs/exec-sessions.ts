import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { EcsClusterConfiguration } from "@cdktf/provider-aws/lib/ecs-cluster";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import type { EcsExec } from "../model/options";
import { execSessionsKeyPolicy, type Place } from "./iam-policies";
import { jsonDocument } from "./json-document";

/** What the cluster has to say where shells are opened no longer; their record stays. */
export const NO_SESSIONS: EcsClusterConfiguration = { executeCommandConfiguration: { logging: "NONE" } };

/** Where the sessions of ECS Exec are logged, and how long. */
export interface ExecSessionsProps extends Place {
  readonly logGroup: string;
  readonly ecsExec: EcsExec;
}

/** What a task needs to know to have its shells' sessions encrypted and logged. */
export interface SessionLog {
  readonly logGroup: string;
  readonly keyArn: string;
}

/** The log of everything that is done in shells in tasks, and the key that encrypts both it and the sessions. */
export class ExecSessions extends Construct {
  readonly log: SessionLog;
  /** What the cluster has to say. */
  readonly clusterConfiguration: EcsClusterConfiguration;

  constructor(scope: Construct, id: string, props: ExecSessionsProps) {
    super(scope, id);
    const { logGroup, ecsExec } = props;
    const room = new Construct(this, "exec_sessions");
    const key = new KmsKey(room, "Key", {
      description: `Sessions of ECS Exec in ${logGroup}`,
      enableKeyRotation: true,
      // Days in which a destroyed key can be had back; the longest that KMS has.
      deletionWindowInDays: 30,
      policy: jsonDocument(execSessionsKeyPolicy(props)),
      tags: { Name: logGroup },
    });
    const group = new CloudwatchLogGroup(room, "LogGroup", {
      name: logGroup,
      retentionInDays: ecsExec.sessionLogsRetentionDays ?? 90,
      kmsKeyId: key.arn,
      tags: { Name: logGroup },
    });
    this.log = { logGroup, keyArn: key.arn };
    this.clusterConfiguration = {
      executeCommandConfiguration: {
        kmsKeyId: key.arn,
        logging: "OVERRIDE",
        logConfiguration: { cloudWatchEncryptionEnabled: true, cloudWatchLogGroupName: group.name },
      },
    };
  }
}
