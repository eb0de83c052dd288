import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { physicalName } from "../model/names";
import { assumeRolePolicy, flowLogsPolicy } from "./iam-policies";
import { jsonDocument } from "./json-document";

/** Which VPC's flow logs are kept, and how long. */
export interface FlowLogsProps {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly vpcId: string;
  readonly retentionDays: number;
  /** ARN of the policy that bounds their role. @default none */
  readonly permissionsBoundary?: string;
}

/** The VPC's flow logs in CloudWatch Logs, accepted and rejected traffic alike. */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const { environment, account, region, permissionsBoundary } = props;
    const room = new Construct(this, "flow_logs");
    const name = physicalName("flow-logs", environment);
    const logGroup = `/vpc/${name}`;
    const group = new CloudwatchLogGroup(room, "LogGroup", {
      name: logGroup,
      retentionInDays: props.retentionDays,
      tags: { Name: name },
    });
    const role = new IamRole(room, "Role", {
      name,
      assumeRolePolicy: jsonDocument(assumeRolePolicy("vpc-flow-logs.amazonaws.com", { account, region })),
      ...(permissionsBoundary !== undefined && { permissionsBoundary }),
      tags: { Name: name },
    });
    const policy = new IamRolePolicy(room, "Policy", {
      name: "write-flow-logs",
      role: role.id,
      policy: jsonDocument(flowLogsPolicy({ account, region, logGroup })),
    });
    new FlowLog(room, "FlowLog", {
      vpcId: props.vpcId,
      trafficType: "ALL",
      logDestination: group.arn,
      iamRoleArn: role.arn,
      tags: { Name: name },
      dependsOn: [policy],
    });
  }
}
