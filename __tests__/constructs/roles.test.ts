import { TaskRoles } from "../../src/constructs/roles";
import type { SecretsRead } from "../../src/constructs/iam-policies";
import "../helpers/matchers";
import { addressesOf, blockAt, synthesize } from "../helpers/synth";

function roles(ecsExec: boolean, secrets: SecretsRead = { parameters: ["arn:of:jwt"], managed: [] }) {
  let policies = 0;
  const json = synthesize((stack) => {
    policies = new TaskRoles(stack, "auth", {
      account: "111122223333",
      region: "eu-north-1",
      executionRole: "kelmah-auth-test-execution",
      taskRole: "kelmah-auth-test-task",
      repository: "kelmah-auth-service",
      logGroup: "/ecs/kelmah-auth-test",
      secrets,
      ...(ecsExec && { sessionLog: { logGroup: "/ecs/exec/kelmah-test", keyArn: "arn:of:the:key" } }),
    }).policies.length;
  });
  return { json, policies };
}

const trust = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Assume",
      Effect: "Allow",
      Principal: { Service: "ecs-tasks.amazonaws.com" },
      Action: ["sts:AssumeRole"],
      Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
    },
  ],
};

test("makes an execution role and a task role that ECS takes for this account's tasks", () => {
  const { json } = roles(false);
  for (const kind of ["execution", "task"]) {
    expect(json).toHaveResourceAt(`aws_iam_role.auth_${kind}`, {
      name: `kelmah-auth-test-${kind}`,
      assume_role_policy: trust,
      tags: { Name: `kelmah-auth-test-${kind}` },
      managed_policy_arns: undefined,
      inline_policy: undefined,
    });
  }
});

test("gives the execution role what starts tasks, and the task role nothing", () => {
  const { json, policies } = roles(false);
  expect(addressesOf(json).filter((address) => address.includes("policy"))).toEqual([
    "aws_iam_role_policy.auth_execution",
  ]);
  expect(json).toHaveResourceAt("aws_iam_role_policy.auth_execution", {
    name: "start-tasks",
    role: "${aws_iam_role.auth_execution.id}",
  });
  expect(policies).toBe(1);
});

test("gives the task role what ECS Exec needs where it is asked for", () => {
  const { json, policies } = roles(true);
  expect(json).toHaveResourceAt("aws_iam_role_policy.auth_task", {
    name: "ecs-exec",
    role: "${aws_iam_role.auth_task.id}",
    policy: {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "EcsExec",
          Effect: "Allow",
          Action: [
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel",
          ],
          Resource: ["*"],
        },
        { Sid: "FindSessionLog", Effect: "Allow", Action: ["logs:DescribeLogGroups"], Resource: ["*"] },
        {
          Sid: "LogSession",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          Resource: [
            "arn:aws:logs:eu-north-1:111122223333:log-group:/ecs/exec/kelmah-test",
            "arn:aws:logs:eu-north-1:111122223333:log-group:/ecs/exec/kelmah-test:log-stream:*",
          ],
        },
        { Sid: "DecryptSession", Effect: "Allow", Action: ["kms:Decrypt"], Resource: ["arn:of:the:key"] },
      ],
    },
  });
  expect(policies).toBe(2);
});

describe("the execution role reads exactly the task's secrets", () => {
  const [parameter, managed, key] = ["arn:of:parameter", "arn:of:secret", "arn:of:key"];
  const readParameter = { Sid: "ReadSecrets", Effect: "Allow", Action: ["ssm:GetParameters"], Resource: [parameter] };
  const readManaged = {
    Sid: "ReadManagedSecrets",
    Effect: "Allow",
    Action: ["secretsmanager:GetSecretValue"],
    Resource: [managed],
  };
  const decrypt = (...stores: string[]) => ({
    Sid: "DecryptSecrets",
    Effect: "Allow",
    Action: ["kms:Decrypt"],
    Resource: [key],
    Condition: { StringEquals: { "kms:ViaService": stores.map((store) => `${store}.eu-north-1.amazonaws.com`) } },
  });

  test.each<[string, SecretsRead, object[]]>([
    ["none", { parameters: [], managed: [] }, []],
    ["none under a key", { parameters: [], managed: [], key }, []],
    ["a parameter", { parameters: [parameter], managed: [] }, [readParameter]],
    ["a secret", { parameters: [], managed: [managed] }, [readManaged]],
    ["a parameter under a key", { parameters: [parameter], managed: [], key }, [readParameter, decrypt("ssm")]],
    ["a secret under a key", { parameters: [], managed: [managed], key }, [readManaged, decrypt("secretsmanager")]],
    [
      "both under a key",
      { parameters: [parameter], managed: [managed], key },
      [readParameter, readManaged, decrypt("ssm", "secretsmanager")],
    ],
  ])("%s", (_, secrets, expected) => {
    const { policy } = blockAt(roles(false, secrets).json, "aws_iam_role_policy.auth_execution");
    const { Statement } = policy as { Statement: { Sid: string }[] };
    expect(Statement.map(({ Sid }) => Sid).slice(0, 3)).toEqual(["LogInToEcr", "PullImage", "WriteLogs"]);
    expect(Statement.slice(3)).toEqual(expected);
  });
});
