import { FlowLogs } from "../../src/constructs/flow-logs";
import "../helpers/matchers";
import { synthesize } from "../helpers/synth";

test("keeps accepted and rejected traffic in a log group that only the VPC's flow logs may write to", () => {
  const json = synthesize((stack) => {
    new FlowLogs(stack, "FlowLogs", {
      environment: "test",
      account: "111122223333",
      region: "eu-north-1",
      vpcId: "vpc-1",
      retentionDays: 14,
    });
  });
  expect(json).toHaveResourceAt("aws_cloudwatch_log_group.flow_logs", {
    name: "/vpc/kelmah-flow-logs-test",
    retention_in_days: 14,
  });
  expect(json).toHaveResourceAt("aws_flow_log.flow_logs", {
    vpc_id: "vpc-1",
    traffic_type: "ALL",
    log_destination: "${aws_cloudwatch_log_group.flow_logs.arn}",
    iam_role_arn: "${aws_iam_role.flow_logs.arn}",
    depends_on: ["aws_iam_role_policy.flow_logs"],
  });
  expect(json).toHaveResourceAt("aws_iam_role_policy.flow_logs", {
    role: "${aws_iam_role.flow_logs.id}",
    policy: expect.objectContaining({ Version: "2012-10-17" }) as unknown,
  });
  expect(json).toHaveResourceAt("aws_iam_role.flow_logs", { name: "kelmah-flow-logs-test" });
});
