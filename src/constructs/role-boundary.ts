import { parameterName, secretName } from "../model/names";
import { allow } from "./deployment-policies";
import { onBehalfOf, parameterArn, type Place, type PolicyDocument, type PolicyStatement } from "./iam-policies";

/** Whose roles are bounded. */
export interface RoleBoundaryProps extends Place {
  readonly environment: string;
}

/**
 * The most that a role of the environment's stacks can be let do, whatever policies it is given: what starts tasks, what runs in them
 * and what writes flow logs (src/constructs/iam-policies.ts, each of whose policies lies within). It gives nobody a right.
 */
export function roleBoundary({ account, region, environment }: RoleBoundaryProps): PolicyDocument {
  const keys = [`arn:aws:kms:${region}:${account}:key/*`];
  const open = (Sid: string, Condition: NonNullable<PolicyStatement["Condition"]>): PolicyStatement => ({
    ...allow(Sid, ["kms:Decrypt"], keys),
    Condition,
  });
  return {
    Version: "2012-10-17",
    Statement: [
      // These know no resource (Service authorization reference).
      allow("Anywhere", ["ecr:GetAuthorizationToken", "logs:DescribeLogGroups", "ssmmessages:*"], ["*"]),
      allow(
        "PullImages",
        ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        [`arn:aws:ecr:${region}:${account}:repository/*`],
      ),
      allow(
        "WriteLogs",
        ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        [`arn:aws:logs:${region}:${account}:log-group:*`],
      ),
      allow("ReadSecrets", ["ssm:GetParameters"], [parameterArn({ account, region }, parameterName(environment, "*"))]),
      allow(
        "ReadManagedSecrets",
        ["secretsmanager:GetSecretValue"],
        [`arn:aws:secretsmanager:${region}:${account}:secret:${secretName(environment, "*")}`],
      ),
      open("OpenSecrets", {
        StringEquals: { "kms:ViaService": onBehalfOf(region) },
      }),
      open("OpenSessions", { StringEquals: { "aws:ResourceTag/Env": environment } }),
    ],
  };
}
