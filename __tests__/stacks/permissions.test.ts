import { environments } from "../../src/environments";
import { resourceNames } from "../../src/model/names";
import { lets, mayAssume, mayDo, type PolicyJson } from "../helpers/iam";
import { addressesOf, blockAt, blocksOf, type StackJson, synthesizeStacks } from "../helpers/synth";

const ACCOUNT = "992350137489";
const OTHER_ACCOUNT = "111122223333";
const [development, staging, production] = environments();
const stacks = synthesizeStacks();

const of = (service: string, place = `eu-north-1:${ACCOUNT}`) => `arn:aws:${service}:${place}`;
const repository = (name: string) => `${of("ecr")}:repository/${name}`;
const stream = (group: string, name = "ecs/container/0123") => `${of("logs")}:log-group:${group}:log-stream:${name}`;
const parameter = (name: string) => `${of("ssm")}:parameter${name}`;
const KEY_REFERENCE = "${aws_kms_key.exec_sessions.arn}";
/** What {@link KEY_REFERENCE} is in AWS. */
const SESSIONS_KEY = `${of("kms")}:key/98765432-0123-0123-0123-0123456789ab`;
const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

/** The policies that a stack puts on one of its roles. */
function policiesOf(json: StackJson, address: string): PolicyJson[] {
  return [...blocksOf(json)]
    .filter(([policy, block]) => policy.startsWith("aws_iam_role_policy.") && block.role === `\${${address}.id}`)
    .map(([, { policy }]) => JSON.parse(JSON.stringify(policy).replaceAll(KEY_REFERENCE, SESSIONS_KEY)) as PolicyJson);
}

type Request = readonly [action: string, resource: string];

/** Those requests that a role is allowed. */
async function allowed(json: StackJson, address: string, requests: readonly Request[]): Promise<Request[]> {
  const name = role(String(blockAt(json, address).name));
  const policies = policiesOf(json, address);
  const answers = await Promise.all(
    requests.map(([action, resource]) => {
      const account = resource.includes(OTHER_ACCOUNT) ? OTHER_ACCOUNT : ACCOUNT;
      const key = resource === SESSIONS_KEY ? blocksOf(json).get("aws_kms_key.exec_sessions") : undefined;
      return mayDo(name, policies, {
        action,
        resource,
        account,
        ...(key && { resourcePolicy: key.policy as PolicyJson }),
      });
    }),
  );
  return requests.filter((_, index) => answers[index]);
}

/** Every service and gateway of dev and of production, with what its containers are, write to and read. */
const tasks = [development, production].flatMap((environment) => {
  if (environment === undefined) throw new Error("An environment is missing");
  const names = resourceNames(environment);
  const containers = { ...environment.services, gateway: environment.gateway };
  return Object.entries(containers).map(([name, container]) => ({
    name,
    environment: environment.name,
    json: stacks[`kelmah-${environment.name}-services`] ?? {},
    repository: container.image.repository,
    logGroup: (name === "gateway" ? names.gateway : names.services[name])?.logGroup ?? "",
    secrets: container.secrets.map((secret) => `/kelmah/${environment.name}/${secret}`),
    ecsExec: environment.ecsExec !== undefined,
  }));
});

/** What the agent that starts a task has to do. */
function duties({ repository: name, logGroup, secrets }: (typeof tasks)[number]): Request[] {
  const pull = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
  return [
    ["ecr:GetAuthorizationToken", "*"],
    ...pull.map((action) => [action, repository(name)] as const),
    ["logs:CreateLogStream", stream(logGroup)],
    ["logs:PutLogEvents", stream(logGroup)],
    ...secrets.map((secret) => ["ssm:GetParameters", parameter(secret)] as const),
  ];
}

/** What belongs to someone else, and what nobody may do with one's own. */
function temptations(task: (typeof tasks)[number]): Request[] {
  const own = new Set(duties(task).map(String));
  const secret = task.secrets[0] ?? "";
  const elsewhere = [
    parameter(secret).replace("eu-north-1", "eu-west-1"),
    parameter(secret).replace(ACCOUNT, OTHER_ACCOUNT),
  ];
  const neighbours = tasks.filter(({ name, environment }) => name === task.name || environment === task.environment);
  const all: Request[] = [
    ...neighbours.flatMap(duties).filter(([action]) => action !== "ecr:GetAuthorizationToken"),
    ["ssm:GetParameters", parameter(`${secret}2`)],
    ["ssm:GetParameters", parameter(secret.slice(0, -1))],
    ["ssm:GetParameters", parameter(`${secret}/nested`)],
    ["ssm:GetParameters", parameter(`/other${secret}`)],
    ["ssm:GetParameters", parameter(secret.toLowerCase())],
    ...elsewhere.map((resource) => ["ssm:GetParameters", resource] as const),
    ["ssm:GetParameter", parameter(secret)],
    ["ssm:GetParametersByPath", parameter(`/kelmah/${task.environment}`)],
    ["ssm:GetParameterHistory", parameter(secret)],
    ["ssm:PutParameter", parameter(secret)],
    ["ssm:DeleteParameter", parameter(secret)],
    ["ecr:BatchGetImage", repository(`${task.repository}-2`)],
    ["ecr:BatchGetImage", repository(task.repository).replace(ACCOUNT, OTHER_ACCOUNT)],
    ["ecr:PutImage", repository(task.repository)],
    ["ecr:BatchDeleteImage", repository(task.repository)],
    ["ecr:DeleteRepository", repository(task.repository)],
    ["logs:PutLogEvents", stream(`${task.logGroup}-2`)],
    ["logs:PutLogEvents", stream(task.logGroup).replace("eu-north-1", "eu-west-1")],
    ["logs:GetLogEvents", stream(task.logGroup)],
    ["logs:DeleteLogStream", stream(task.logGroup)],
    ["logs:DeleteLogGroup", `${of("logs")}:log-group:${task.logGroup}:*`],
    ["logs:CreateLogGroup", `${of("logs")}:log-group:${task.logGroup}:*`],
    ["secretsmanager:GetSecretValue", `${of("secretsmanager")}:secret:kelmah-abcdef`],
    ["kms:Decrypt", `${of("kms")}:key/01234567-0123-0123-0123-0123456789ab`],
    ["s3:GetObject", `arn:aws:s3:::kelmah-terraform-state-${ACCOUNT}/kelmah-prod-services/terraform.tfstate`],
    ["dynamodb:GetItem", `${of("dynamodb")}:table/kelmah-terraform-locks`],
    ["iam:PassRole", role(`kelmah-${task.name}-${task.environment}-task`)],
    ["sts:AssumeRole", role("ecsTaskExecutionRole")],
    ["ecs:UpdateService", `${of("ecs")}:service/Project-Kelmah/auth-service-nlb`],
    ["ecs:RunTask", `${of("ecs")}:task-definition/kelmah-auth-service:1`],
  ];
  const others = new Map(all.map((request) => [String(request), request]));
  return [...others].filter(([request]) => !own.has(request)).map(([, request]) => request);
}

/** The four actions of ECS Exec (Amazon ECS developer guide). */
const EXEC = ["CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel"].map(
  (action) => [`ssmmessages:${action}`, "*"] as const,
);

describe.each(tasks)("$environment $name", (task) => {
  const { json, name } = task;
  const execution = `aws_iam_role.${name}_execution`;
  const own = `aws_iam_role.${name}_task`;

  test("its execution role may start its tasks", async () => {
    expect(await allowed(json, execution, duties(task))).toEqual(duties(task));
  });

  test("its execution role may do nothing beside that", async () => {
    expect(await allowed(json, execution, [...temptations(task), ...EXEC])).toEqual([]);
  });

  test("its code may do nothing in AWS but, with ECS Exec, open a shell", async () => {
    const everything = [
      ...duties(task),
      ...temptations(task),
      ...EXEC,
      ["ssm:StartSession", `${of("ecs")}:task/c/0123456789abcdef`],
    ] as Request[];
    const sessions = `/ecs/exec/kelmah-${task.environment}`;
    const log: Request[] = [
      ["logs:DescribeLogGroups", "*"],
      ["logs:CreateLogStream", stream(sessions)],
      ["logs:DescribeLogStreams", stream(sessions)],
      ["logs:PutLogEvents", stream(sessions)],
      ["kms:Decrypt", SESSIONS_KEY],
    ];
    const others: Request[] = [
      ["logs:GetLogEvents", stream(sessions)],
      ["logs:DeleteLogStream", stream(sessions)],
      ["logs:PutLogEvents", stream(`${sessions}-2`)],
      ["kms:GenerateDataKey", SESSIONS_KEY],
    ];
    const requests = [...everything, ...log, ...others];
    expect(await allowed(json, own, requests)).toEqual(task.ecsExec ? [...EXEC, ...log] : []);
  });

  test.each([execution, own])("%s is taken by ECS for this account's tasks, and by no one else", async (address) => {
    const { name: roleName, assume_role_policy: policy } = blockAt(json, address);
    const may = (principal: string, account: string) =>
      mayAssume(role(String(roleName)), policy as PolicyJson, principal, { "aws:SourceAccount": account });
    expect(await may("ecs-tasks.amazonaws.com", ACCOUNT)).toBe(true);
    expect(await may("ecs-tasks.amazonaws.com", OTHER_ACCOUNT)).toBe(false);
    for (const principal of ["ecs.amazonaws.com", "ec2.amazonaws.com", "lambda.amazonaws.com", role("admin")]) {
      expect([principal, await may(principal, ACCOUNT)]).toEqual([principal, false]);
    }
  });
});

test("roles get what they may do from these policies and from nowhere else", () => {
  const addresses = Object.values(stacks).flatMap(addressesOf);
  const types = new Set(
    addresses.filter((address) => address.startsWith("aws_iam")).map((address) => address.split(".")[0]),
  );
  expect([...types].sort()).toEqual(["aws_iam_role", "aws_iam_role_policy"]);
});

describe("the role of staging's flow logs", () => {
  const json = stacks[`kelmah-${staging?.name ?? ""}-network`] ?? {};
  const address = "aws_iam_role.flow_logs";
  const group = "/vpc/kelmah-flow-logs-staging";
  const anyGroup = `${of("logs")}:log-group:${group}:*`;

  test("may write to its log group, and nothing beside", async () => {
    const must: Request[] = [
      ["logs:CreateLogStream", stream(group)],
      ["logs:PutLogEvents", stream(group)],
      ["logs:DescribeLogStreams", stream(group, "*")],
      ["logs:DescribeLogGroups", "*"],
    ];
    expect(await allowed(json, address, must)).toEqual(must);
    const others: Request[] = [
      ["logs:PutLogEvents", stream("/ecs/kelmah-auth-staging")],
      ["logs:PutLogEvents", stream(`${group}-2`)],
      ["logs:CreateLogGroup", anyGroup],
      ["logs:DeleteLogGroup", anyGroup],
      ["logs:GetLogEvents", stream(group)],
    ];
    expect(await allowed(json, address, others)).toEqual([]);
  });

  test("is taken by flow logs of this account, and by no one else", async () => {
    const trust = blockAt(json, address).assume_role_policy as PolicyJson;
    const may = (principal: string, account: string) =>
      mayAssume(role("kelmah-flow-logs-staging"), trust, principal, { "aws:SourceAccount": account });
    expect(await may("vpc-flow-logs.amazonaws.com", ACCOUNT)).toBe(true);
    expect(await may("vpc-flow-logs.amazonaws.com", OTHER_ACCOUNT)).toBe(false);
    expect(await may("ecs-tasks.amazonaws.com", ACCOUNT)).toBe(false);
  });
});

test.each([
  ["s3:GetObject", "/kelmah-prod-services/terraform.tfstate"],
  ["s3:PutObject", "/kelmah-prod-services/terraform.tfstate"],
  ["s3:ListBucket", ""],
])("the states' bucket refuses %s without TLS, from an administrator too", async (action, path) => {
  const policy = blockAt(stacks["kelmah-state"] ?? {}, "aws_s3_bucket_policy.state").policy as PolicyJson;
  const resource = `arn:aws:s3:::kelmah-terraform-state-${ACCOUNT}${path}`;
  const request = (tls: boolean) => ({ action, resource, context: { "aws:SecureTransport": String(tls) } });
  expect(await lets(policy, role("administrator"), request(true))).toBe(true);
  expect(await lets(policy, role("administrator"), request(false))).toBe(false);
});

// The simulator knows no encryption context of a service: the condition is compared as it is written.
test("the key of dev's sessions is for CloudWatch Logs in this log group only, beside the account's own policies", () => {
  const { policy } = blockAt(stacks["kelmah-dev-services"] ?? {}, "aws_kms_key.exec_sessions");
  expect((policy as { Statement: unknown[] }).Statement).toEqual([
    expect.objectContaining({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: ["kms:*"] }),
    expect.objectContaining({
      Principal: { Service: "logs.eu-north-1.amazonaws.com" },
      Condition: {
        ArnEquals: { "kms:EncryptionContext:aws:logs:arn": `${of("logs")}:log-group:/ecs/exec/kelmah-dev` },
      },
    }),
  ]);
});
