import { accessLogsBucket, parameterName, stateKey } from "../model/names";
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

/** The states that a role reads, and writes and locks where it applies. */
export interface StateAccess {
  readonly bucket: string;
  readonly lockTable: string;
  readonly region: string;
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
 * What Terraform asks of AWS to plan: descriptions, and no parameter's or secret's value, no log line and no object. A task
 * definition is described with its plain environment. AWS's own `ReadOnlyAccess` is not it: it reads every parameter, log, table and
 * object of the account.
 */
export const LOOK = [
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

/** A statement that lets somebody do something. */
export const allow = (Sid: string, Action: readonly string[], Resource: readonly string[]): PolicyStatement => ({
  Sid,
  Effect: "Allow",
  Action,
  Resource,
});

/**
 * Reading the states, and writing and locking them: HashiCorp, "Backend Type: s3", "Permissions Required". A plan locks nothing, and
 * cannot take away the lock of an apply.
 */
export function stateStatements(props: DeploymentPolicyProps, step: "plan" | "apply"): PolicyStatement[] {
  const { account, state } = props;
  if (state === undefined) return [];
  const { bucket, lockTable, region, stacks } = state;
  const objects = stacks.map((stack) => `arn:aws:s3:::${bucket}/${stateKey(stack)}`);
  const table = `arn:aws:dynamodb:${region}:${account}:table/${lockTable}`;
  const locks = stacks.map((stack) => `${bucket}/${stateKey(stack)}`);
  // Beside the lock, an item with the state's checksum.
  const checksums = locks.map((lock) => `${lock}-md5`);
  const items = (Sid: string, Action: readonly string[], keys: readonly string[]): PolicyStatement => ({
    ...allow(Sid, Action, [table]),
    Condition: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": keys } },
  });
  const find = allow("FindStates", ["s3:ListBucket"], [`arn:aws:s3:::${bucket}`]);
  if (step === "plan") {
    return [find, allow("ReadStates", ["s3:GetObject"], objects), items("Compare", ["dynamodb:GetItem"], checksums)];
  }
  return [
    find,
    allow("WriteStates", ["s3:GetObject", "s3:PutObject"], objects),
    allow(
      "LockStates",
      ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      objects.map((object) => `${object}.tflock`),
    ),
    items("Lock", ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"], [...locks, ...checksums]),
  ];
}

/** What a plan needs: it changes nothing, and reads the values of no parameters but those it is told to. */
export function planPolicy(props: DeploymentPolicyProps): PolicyDocument {
  const { account, environment, readSecrets } = props;
  const parameters = readSecrets.map((secret) => parameterArn(props, parameterName(environment, secret)));
  return {
    Version: "2012-10-17",
    Statement: [
      allow("Look", LOOK, ["*"]),
      // The provider asks for a bucket (HeadBucket) before it describes it.
      allow("FindAccessLogs", ["s3:ListBucket"], [`arn:aws:s3:::${accessLogsBucket(environment, account)}`]),
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
