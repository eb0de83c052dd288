import { parameterName, stateKey } from "../model/names";
import type { Issuing } from "../model/deployment";
import { parameterArn, type Place, type PolicyDocument, type PolicyStatement } from "./iam-policies";

/** Lets a token's bearer take a role: this audience and one of these subjects, each as it is. */
export function identityTokenPolicy({ arn, host, audience }: Issuing, subjects: readonly string[]): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "SignIn",
        Effect: "Allow",
        Principal: { Federated: arn },
        Action: ["sts:AssumeRoleWithWebIdentity"],
        Condition: { StringEquals: { [`${host}:aud`]: audience, [`${host}:sub`]: subjects } },
      },
    ],
  };
}

/** The states that a role reads, and writes where it applies. */
export interface StateAccess {
  readonly bucket: string;
  readonly lockTable: string;
  readonly stacks: readonly string[];
}

/** What a deployment's roles are for. */
export interface DeploymentPolicyProps extends Place {
  readonly environment: string;
  /** None of HCP Terraform's: it keeps the state itself. */
  readonly state: StateAccess | undefined;
  /** Secrets whose parameters Terraform has made and reads with their values. */
  readonly readSecrets: readonly string[];
  /** The alias of the key that these are encrypted with. @default AWS's own, which lets in whoever SSM does */
  readonly secretsKeyAlias?: string;
}

/**
 * What Terraform asks of AWS to plan: descriptions, and no value of a secret, no log line and no object. AWS's own
 * `ReadOnlyAccess` is not it: it reads every parameter, log, table and object of the account.
 */
const LOOK = [
  "acm:DescribeCertificate",
  "acm:List*",
  "application-autoscaling:Describe*",
  "application-autoscaling:List*",
  "cloudwatch:Describe*",
  "cloudwatch:GetDashboard",
  "cloudwatch:List*",
  "dynamodb:Describe*",
  "dynamodb:ListTagsOfResource",
  "ec2:Describe*",
  "ec2:GetSecurityGroupsForVpc",
  "ecr:Describe*",
  "ecr:GetLifecyclePolicy",
  "ecr:GetRepositoryPolicy",
  "ecr:List*",
  "ecs:Describe*",
  "ecs:List*",
  "elasticloadbalancing:Describe*",
  "events:Describe*",
  "events:List*",
  "iam:Get*",
  "iam:List*",
  "kms:Describe*",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:List*",
  "logs:Describe*",
  "logs:List*",
  "route53:Get*",
  "route53:List*",
  "s3:GetAccelerateConfiguration",
  "s3:GetBucket*",
  "s3:GetEncryptionConfiguration",
  "s3:GetLifecycleConfiguration",
  "s3:GetReplicationConfiguration",
  "scheduler:Get*",
  "scheduler:List*",
  "secretsmanager:DescribeSecret",
  "secretsmanager:GetResourcePolicy",
  "secretsmanager:ListSecretVersionIds",
  "servicediscovery:Get*",
  "servicediscovery:List*",
  "sns:Get*",
  "sns:List*",
  "ssm:DescribeParameters",
  "ssm:ListTagsForResource",
  "wafv2:Get*",
  "wafv2:List*",
];

/** Actions on buckets alone: a bucket's pattern matches the objects of others too, as its `*` goes past a `/`. */
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
  "ecr:Describe*",
  "ecr:GetLifecyclePolicy",
  "ecr:GetRepositoryPolicy",
  "ecr:List*",
  "ecr:PutImageScanningConfiguration",
  "ecr:PutImageTagMutability",
  "ecr:PutLifecyclePolicy",
  "ecr:TagResource",
  "ecr:UntagResource",
];

const allow = (Sid: string, Action: readonly string[], Resource: readonly string[]): PolicyStatement => ({
  Sid,
  Effect: "Allow",
  Action,
  Resource,
});

/** Reading and locking the states: HashiCorp, "Backend Type: s3", "Permissions Required". A plan writes locks and no state. */
function stateStatements(props: DeploymentPolicyProps, step: "plan" | "apply"): PolicyStatement[] {
  const { account, region, state } = props;
  if (state === undefined) return [];
  const { bucket, lockTable, stacks } = state;
  const objects = stacks.map((stack) => `arn:aws:s3:::${bucket}/${stateKey(stack)}`);
  const table = `arn:aws:dynamodb:${region}:${account}:table/${lockTable}`;
  const locks = stacks.map((stack) => `${bucket}/${stateKey(stack)}`);
  // Beside the lock, an item with the state's checksum.
  const checksums = locks.map((lock) => `${lock}-md5`);
  const items = (Sid: string, Action: readonly string[], keys: readonly string[]): PolicyStatement => ({
    ...allow(Sid, Action, [table]),
    Condition: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": keys } },
  });
  return [
    allow("FindStates", ["s3:ListBucket"], [`arn:aws:s3:::${bucket}`]),
    allow("ReadStates", ["s3:GetObject", ...(step === "apply" ? ["s3:PutObject"] : [])], objects),
    allow(
      "LockStates",
      ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      objects.map((object) => `${object}.tflock`),
    ),
    items("ReadLocks", ["dynamodb:GetItem"], [...locks, ...checksums]),
    items("Lock", ["dynamodb:PutItem", "dynamodb:DeleteItem"], step === "apply" ? [...locks, ...checksums] : locks),
  ];
}

/** What a plan needs: it changes nothing but locks, and reads no secret but those it is told to. */
export function planPolicy(props: DeploymentPolicyProps): PolicyDocument {
  const { environment, readSecrets } = props;
  const parameters = readSecrets.map((secret) => parameterArn(props, parameterName(environment, secret)));
  return {
    Version: "2012-10-17",
    Statement: [
      allow("Look", LOOK, ["*"]),
      ...(parameters.length === 0 ? [] : [allow("ReadMadeParameters", ["ssm:GetParameter"], parameters)]),
      ...(parameters.length === 0 ? [] : decryptStatements(props)),
      ...stateStatements(props, "plan"),
    ],
  };
}

/** Opening what the environment's own key has encrypted, on SSM's behalf alone. The key is known by its alias: another stack makes it. */
function decryptStatements({ account, region, secretsKeyAlias: alias }: DeploymentPolicyProps): PolicyStatement[] {
  if (alias === undefined) return [];
  return [
    {
      ...allow("DecryptMadeParameters", ["kms:Decrypt"], [`arn:aws:kms:${region}:${account}:key/*`]),
      Condition: {
        StringEquals: { "kms:ViaService": `ssm.${region}.amazonaws.com` },
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": alias },
      },
    },
  ];
}

/** What an apply may not touch, and the roles of tasks that it makes. */
export interface ApplyPolicyProps extends DeploymentPolicyProps {
  /** Names that roles have beside `kelmah-*-<env>*`. */
  readonly keptRoles: readonly string[];
  /** ARNs of the deployment's own roles and providers: an apply must not widen its own rights. */
  readonly own: readonly string[];
}

/**
 * What an apply needs. Whoever may make roles and tasks in an account is as good as its administrator: it is the approval, and
 * not this policy, that guards an apply. It denies what no plan of the platform should ever do.
 */
export function applyPolicy(props: ApplyPolicyProps): PolicyDocument {
  const { account, region, environment, keptRoles, own, state } = props;
  const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
  const roles = [role(`kelmah-*-${environment}*`), ...keptRoles.map(role)];
  const services = ["acm", "application-autoscaling", "cloudwatch", "ec2", "ecs", "elasticloadbalancing", "events"];
  const more = ["kms", "logs", "scheduler", "servicediscovery", "sns", "wafv2"];
  return {
    Version: "2012-10-17",
    Statement: [
      allow("Look", ["iam:Get*", "iam:List*", "route53:*", "ssm:DescribeParameters"], ["*"]),
      {
        ...allow(
          "Change",
          [...services, ...more].map((service) => `${service}:*`),
          ["*"],
        ),
        Condition: { StringEquals: { "aws:RequestedRegion": region } },
      },
      allow("ChangeRepositories", REPOSITORY_ACTIONS, [`arn:aws:ecr:${region}:${account}:repository/*`]),
      allow("ChangeBuckets", BUCKET_ACTIONS, [`arn:aws:s3:::kelmah-*-${environment}*`]),
      allow("ChangeParameters", ["ssm:*"], [parameterArn(props, `/kelmah/${environment}/*`)]),
      allow(
        "ChangeSecrets",
        ["secretsmanager:*"],
        [`arn:aws:secretsmanager:${region}:${account}:secret:kelmah/${environment}/*`],
      ),
      allow(
        "ChangeRoles",
        [
          ...["AttachRolePolicy", "CreateRole", "DeleteRole", "DeleteRolePolicy", "DetachRolePolicy", "PassRole"],
          ...["PutRolePolicy", "TagRole", "UntagRole", "UpdateAssumeRolePolicy", "UpdateRole"],
        ].map((action) => `iam:${action}`),
        roles,
      ),
      allow("LetServicesWork", ["iam:CreateServiceLinkedRole"], [role("aws-service-role/*")]),
      { ...allow("NotItself", ["iam:*"], own), Effect: "Deny" },
      ...(state === undefined
        ? []
        : [
            {
              ...allow(
                "NotTheStates",
                ["s3:DeleteBucket*", "s3:PutBucket*", "s3:PutLifecycleConfiguration", "s3:DeleteObjectVersion"],
                [`arn:aws:s3:::${state.bucket}`, `arn:aws:s3:::${state.bucket}/*`],
              ),
              Effect: "Deny" as const,
            },
          ]),
      ...stateStatements(props, "apply"),
    ],
  };
}
