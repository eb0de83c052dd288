import { allow, type DeploymentPolicyProps, LOOK, stateStatements } from "./deployment-policies";
import { accessLogsBucket } from "../model/names";
import { keyStatements } from "./deployment-key-statements";
import { roleStatements, type RoleStatementsProps } from "./deployment-role-statements";
import { parameterArn, type PolicyDocument, type PolicyStatement } from "./iam-policies";

/** Actions on buckets alone. */
const BUCKET_ACTIONS = [
  "s3:CreateBucket",
  "s3:DeleteBucket",
  "s3:DeleteBucketPolicy",
  "s3:GetAccelerateConfiguration",
  "s3:GetBucket*",
  "s3:GetEncryptionConfiguration",
  "s3:GetLifecycleConfiguration",
  "s3:GetReplicationConfiguration",
  "s3:ListBucket",
  "s3:PutBucket*",
  "s3:PutEncryptionConfiguration",
  "s3:PutLifecycleConfiguration",
];

/** No plan destroys a repository, or puts or takes an image. A lifecycle policy the provider can only make anew. */
const REPOSITORY_ACTIONS = [
  "ecr:CreateRepository",
  "ecr:DeleteLifecyclePolicy",
  "ecr:PutImageScanningConfiguration",
  "ecr:PutImageTagMutability",
  "ecr:PutLifecyclePolicy",
  "ecr:TagResource",
  "ecr:UntagResource",
];

const REPOSITORY_LOOK = ["ecr:Describe*", "ecr:GetLifecyclePolicy", "ecr:GetRepositoryPolicy", "ecr:List*"];

/** What an apply may not touch, and what it makes. */
export interface ApplyPolicyProps extends DeploymentPolicyProps, Pick<RoleStatementsProps, "keptRoles" | "boundary"> {
  /** Repositories that it makes. */
  readonly repositories: readonly string[];
  /** ARNs of the deployment's own roles and providers: an apply must not widen its own rights. */
  readonly own: readonly string[];
  /** The zones in Route 53 that the environment writes records in. */
  readonly hostedZones: readonly string[];
  /** The private DNS namespace of its services in AWS Cloud Map. @default none */
  readonly namespace?: string;
}

const deny = (statement: PolicyStatement): PolicyStatement => ({ ...statement, Effect: "Deny" });

/**
 * What belongs to another environment of the account is read at most: every stack tags what it makes with `Env`. The states, which
 * are everybody's, have rules of their own, and a web ACL may be another's.
 */
function notOthers(environment: string): PolicyStatement {
  return {
    Sid: "NotOthers",
    Effect: "Deny",
    NotAction: [...LOOK, "dynamodb:*", "s3:*", "wafv2:AssociateWebACL", "wafv2:DisassociateWebACL"],
    Resource: ["*"],
    Condition: {
      StringNotEquals: { "aws:ResourceTag/Env": environment },
      Null: { "aws:ResourceTag/Env": "false" },
    },
  };
}

/**
 * Records in the environment's zones; the private names of interface endpoints, whose zones are AWS's own; and the private zone that
 * AWS Cloud Map keeps on the caller's behalf (its developer guide, "Identity-based policies"), whose id nobody knows before. A zone
 * that has records cannot be deleted.
 */
function nameStatements({ hostedZones, namespace }: ApplyPolicyProps): PolicyStatement[] {
  const zone = (id: string) => `arn:aws:route53:::hostedzone/${id}`;
  const change = ["route53:ChangeResourceRecordSets"];
  return [
    allow("NameEndpoints", ["route53:AssociateVPCWithHostedZone"], ["*"]),
    ...(hostedZones.length === 0 ? [] : [allow("ChangeRecords", change, hostedZones.map(zone))]),
    ...(namespace === undefined
      ? []
      : [
          allow("KeepNamespace", ["route53:CreateHostedZone", "route53:DeleteHostedZone"], ["*"]),
          {
            ...allow("ChangeNames", change, [zone("*")]),
            Condition: {
              "ForAllValues:StringLike": {
                "route53:ChangeResourceRecordSetsNormalizedRecordNames": [namespace, `*.${namespace}`],
              },
            },
          },
        ]),
  ];
}

/**
 * What an apply needs. The roles that it makes cannot do more than their boundary, and it makes no others: it is no administrator of
 * the account. Within its services the approval guards what has no tags. It denies what no plan of the platform should ever do.
 */
export function applyPolicy(props: ApplyPolicyProps): PolicyDocument {
  const { account, region, environment, repositories, own, state } = props;
  const repository = (name: string) => `arn:aws:ecr:${region}:${account}:repository/${name}`;
  const services = ["acm", "application-autoscaling", "cloudwatch", "ec2", "ecs", "elasticloadbalancing", "events"];
  const more = ["logs", "scheduler", "servicediscovery", "sns", "wafv2"];
  return {
    Version: "2012-10-17",
    Statement: [
      allow("Look", ["iam:Get*", "iam:List*", "route53:Get*", "route53:List*", "ssm:DescribeParameters"], ["*"]),
      {
        ...allow(
          "Change",
          [...services, ...more].map((service) => `${service}:*`),
          ["*"],
        ),
        Condition: { StringEquals: { "aws:RequestedRegion": region } },
      },
      allow("LookAtRepositories", REPOSITORY_LOOK, [repository("*")]),
      ...(repositories.length === 0
        ? []
        : [allow("ChangeRepositories", REPOSITORY_ACTIONS, repositories.map(repository))]),
      allow("ChangeBuckets", BUCKET_ACTIONS, [`arn:aws:s3:::${accessLogsBucket(environment, account)}`]),
      allow("ChangeParameters", ["ssm:*"], [parameterArn(props, `/kelmah/${environment}/*`)]),
      allow(
        "ChangeSecrets",
        ["secretsmanager:*"],
        [`arn:aws:secretsmanager:${region}:${account}:secret:kelmah/${environment}/*`],
      ),
      ...keyStatements(props),
      ...roleStatements(props),
      ...nameStatements(props),
      notOthers(environment),
      deny(allow("NotItself", ["iam:*"], own)),
      ...(state === undefined
        ? []
        : [
            deny(
              allow(
                "NotTheStates",
                ["s3:DeleteBucket*", "s3:PutBucket*", "s3:PutLifecycleConfiguration", "s3:DeleteObjectVersion"],
                [`arn:aws:s3:::${state.bucket}`, `arn:aws:s3:::${state.bucket}/*`],
              ),
            ),
          ]),
      ...stateStatements(props, "apply"),
    ],
  };
}
