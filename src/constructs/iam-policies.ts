/** Where a role works: its account and region are part of every ARN that it is given. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** One statement of an IAM policy. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: Readonly<Record<string, string>>;
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** An IAM policy as JSON has it. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

function policy(...statements: readonly PolicyStatement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

/** The ARN of an SSM parameter; its name begins with `/`. */
export function parameterArn({ account, region }: Place, name: string): string {
  return `arn:aws:ssm:${region}:${account}:parameter${name}`;
}

/** Lets an AWS service take a role, only on behalf of this account (IAM user guide, "The confused deputy problem"). */
export function assumeRolePolicy(service: string, { account }: Place): PolicyDocument {
  return policy({
    Sid: "Assume",
    Effect: "Allow",
    Principal: { Service: service },
    Action: ["sts:AssumeRole"],
    Condition: { StringEquals: { "aws:SourceAccount": account } },
  });
}

/** The secrets that some tasks read, by the store they read them from. */
export interface SecretsRead {
  /** ARNs of SSM parameters. */
  readonly parameters: readonly string[];
  /** ARNs of secrets in Secrets Manager. */
  readonly managed: readonly string[];
  /** ARN of the key that they are encrypted with. @default AWS's own keys, whose policies let in whoever the store does */
  readonly key?: string;
}

/** What the agent that starts a task needs. */
export interface ExecutionPolicyProps extends Place {
  readonly repository: string;
  readonly logGroup: string;
  /** The secrets that the task is given, where they are. */
  readonly secrets: SecretsRead;
}

/**
 * Lets ECS pull the image from its repository, write to its log group and read exactly its secrets
 * (docs/original-runbook.md, "Security & IAM"). A key of the environment's own opens them only on the stores' behalf;
 * AWS's own keys need no word.
 */
export function executionPolicy(props: ExecutionPolicyProps): PolicyDocument {
  const { account, region, repository, logGroup, secrets } = props;
  return policy(
    {
      Sid: "LogInToEcr",
      Effect: "Allow",
      Action: ["ecr:GetAuthorizationToken"],
      // This action knows no resource (Service authorization reference, Amazon ECR).
      Resource: ["*"],
    },
    {
      Sid: "PullImage",
      Effect: "Allow",
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Resource: [`arn:aws:ecr:${region}:${account}:repository/${repository}`],
    },
    {
      Sid: "WriteLogs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: [`arn:aws:logs:${region}:${account}:log-group:${logGroup}:log-stream:*`],
    },
    ...secretStatements(region, secrets),
  );
}

/** What secrets are kept in, by AWS's names. */
const SECRET_STORES = ["ssm", "secretsmanager"] as const;

/** Stores as `kms:ViaService` names them (KMS developer guide, "kms:ViaService"). @default all */
export function onBehalfOf(region: string, stores: readonly string[] = SECRET_STORES): string[] {
  return stores.map((store) => `${store}.${region}.amazonaws.com`);
}

function secretStatements(region: string, { parameters, managed, key }: SecretsRead): PolicyStatement[] {
  const stores = SECRET_STORES.filter((store) => (store === "ssm" ? parameters : managed).length > 0);
  const read = (Sid: string, action: string, Resource: readonly string[]): PolicyStatement[] =>
    Resource.length === 0 ? [] : [{ Sid, Effect: "Allow", Action: [action], Resource }];
  return [
    ...read("ReadSecrets", "ssm:GetParameters", parameters),
    ...read("ReadManagedSecrets", "secretsmanager:GetSecretValue", managed),
    ...(key === undefined || stores.length === 0
      ? []
      : [
          {
            Sid: "DecryptSecrets",
            Effect: "Allow" as const,
            Action: ["kms:Decrypt"],
            Resource: [key],
            Condition: {
              StringEquals: { "kms:ViaService": onBehalfOf(region, stores) },
            },
          },
        ]),
  ];
}

/** Lets the account's own IAM policies speak for a key (KMS developer guide, "Default key policy"). */
export function accountKeyPolicy({ account }: Pick<Place, "account">): PolicyDocument {
  return policy({
    Sid: "Administer",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: ["kms:*"],
    Resource: ["*"],
  });
}

/** Where the sessions of ECS Exec are logged, and under which key. */
export interface EcsExecPolicyProps extends Place {
  readonly logGroup: string;
  readonly keyArn: string;
}

/**
 * Lets ECS Exec open a shell in a task, and write down what is done in it (Amazon ECS developer guide, "Monitor Amazon
 * ECS containers with ECS Exec", "IAM permissions" and "Logging"): nothing of it reads what others have done.
 */
export function ecsExecPolicy({ account, region, logGroup, keyArn }: EcsExecPolicyProps): PolicyDocument {
  const arn = `arn:aws:logs:${region}:${account}:log-group:${logGroup}`;
  return policy(
    {
      Sid: "EcsExec",
      Effect: "Allow",
      Action: [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ],
      // These actions know no resource (Service authorization reference, Amazon Session Manager Message Gateway Service).
      Resource: ["*"],
    },
    // Nor does this one (Service authorization reference, Amazon CloudWatch Logs).
    { Sid: "FindSessionLog", Effect: "Allow", Action: ["logs:DescribeLogGroups"], Resource: ["*"] },
    {
      Sid: "LogSession",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: [arn, `${arn}:log-stream:*`],
    },
    { Sid: "DecryptSession", Effect: "Allow", Action: ["kms:Decrypt"], Resource: [keyArn] },
  );
}

/**
 * Lets the account's own IAM policies speak for a key, and CloudWatch Logs use it for one log group (CloudWatch Logs user
 * guide, "Encrypt log data using AWS KMS").
 */
export function execSessionsKeyPolicy({
  account,
  region,
  logGroup,
}: Place & { readonly logGroup: string }): PolicyDocument {
  return policy(...accountKeyPolicy({ account }).Statement, {
    Sid: "EncryptLogs",
    Effect: "Allow",
    Principal: { Service: `logs.${region}.amazonaws.com` },
    Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
    Resource: ["*"],
    Condition: {
      ArnEquals: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${account}:log-group:${logGroup}` },
    },
  });
}

/** Lets VPC flow logs find their log group and write to it, and nowhere else (Amazon VPC user guide, "IAM role for publishing flow logs"). */
export function flowLogsPolicy({ account, region, logGroup }: Place & { readonly logGroup: string }): PolicyDocument {
  const arn = `arn:aws:logs:${region}:${account}:log-group:${logGroup}`;
  return policy(
    {
      Sid: "WriteFlowLogs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
      Resource: [arn, `${arn}:log-stream:*`],
    },
    // This action knows no resource (Service authorization reference, Amazon CloudWatch Logs).
    { Sid: "FindLogGroup", Effect: "Allow", Action: ["logs:DescribeLogGroups"], Resource: ["*"] },
  );
}
