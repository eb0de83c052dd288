import type { Environment } from "../../src/model/environment";
import { githubExample } from "../helpers/cloud";
import { deployment, inRegion, may } from "../helpers/deployment";
import { everything } from "../helpers/everything";
import { mayDo, type PolicyJson } from "../helpers/iam";
import { blockAt, blocksOf, synthesizeStacks } from "../helpers/synth";

const ACCOUNT = "arn:aws:iam::111122223333";
const role = (name: string) => `${ACCOUNT}:role/${name}`;
const BOUNDARY = `${ACCOUNT}:policy/kelmah-boundary-test`;
const bounded = { "iam:PermissionsBoundary": BOUNDARY };

/** An environment of this name in the same account, which is planned and applied as the example is. */
const named = (name: string): Environment => ({ ...githubExample(), name });
const github = deployment(githubExample());
const applies = (action: string, resource: string, context: Readonly<Record<string, string>> = {}) =>
  may(github, "github_apply", action, resource, { ...inRegion, ...context });

const OWN = ["kelmah-auth-test-task", "kelmah-auth-test-execution", "kelmah-flow-logs-test"].map(role);

describe("roles that an apply makes and changes", () => {
  test.each(["CreateRole", "PutRolePolicy", "DeleteRolePolicy", "PutRolePermissionsBoundary"])(
    "are bounded: %s",
    async (action) => {
      for (const resource of OWN) {
        expect(await applies(`iam:${action}`, resource, bounded)).toBe(true);
        expect(await applies(`iam:${action}`, resource)).toBe(false);
        const others = { "iam:PermissionsBoundary": `${ACCOUNT}:policy/kelmah-boundary-prod` };
        expect(await applies(`iam:${action}`, resource, others)).toBe(false);
      }
    },
  );

  test.each(["DeleteRole", "TagRole", "UpdateAssumeRolePolicy"])("are tended: %s", async (action) => {
    for (const resource of OWN) expect(await applies(`iam:${action}`, resource)).toBe(true);
  });

  test.each([
    ["AttachRolePolicy", role("kelmah-auth-test-task")],
    ["DetachRolePolicy", role("kelmah-auth-test-task")],
    ["DeleteRolePermissionsBoundary", role("kelmah-auth-test-task")],
    ["CreatePolicyVersion", BOUNDARY],
    ["SetDefaultPolicyVersion", BOUNDARY],
    ["DeletePolicy", BOUNDARY],
    ["CreateUser", `${ACCOUNT}:user/eve`],
    ["CreateAccessKey", `${ACCOUNT}:user/eve`],
    ["PutUserPolicy", `${ACCOUNT}:user/eve`],
  ])("are never let out of their bounds: %s", async (action, resource) => {
    expect(await applies(`iam:${action}`, resource, bounded)).toBe(false);
  });

  test.each([
    "kelmah-github-apply-test",
    "kelmah-github-plan-test",
    "Administrator",
    "kelmah-auth-prod-task",
    // Of environments whose names begin, or end, like this one's, or are a word that a role's name ends with.
    "kelmah-auth-test2-task",
    "kelmah-auth-latest-task",
    "kelmah-flow-logs-test2",
    "kelmah-test-task",
  ])("are the environment's: not %s", async (name) => {
    for (const action of ["CreateRole", "PutRolePolicy", "UpdateAssumeRolePolicy", "DeleteRole"]) {
      expect([action, await applies(`iam:${action}`, role(name), bounded)]).toEqual([action, false]);
    }
    const passed = { "iam:PassedToService": "ecs-tasks.amazonaws.com" };
    expect(await applies("iam:PassRole", role(name), passed)).toBe(false);
  });

  test("are handed to ECS and to flow logs, and to no other service", async () => {
    const passes = (service: string) =>
      applies("iam:PassRole", role("kelmah-auth-test-task"), { "iam:PassedToService": service });
    expect(await passes("ecs-tasks.amazonaws.com")).toBe(true);
    expect(await passes("vpc-flow-logs.amazonaws.com")).toBe(true);
    for (const service of [
      "ec2.amazonaws.com",
      "lambda.amazonaws.com",
      "events.amazonaws.com",
      "scheduler.amazonaws.com",
    ]) {
      expect([service, await passes(service)]).toEqual([service, false]);
    }
    expect(await applies("iam:PassRole", role("kelmah-auth-test-task"))).toBe(false);
  });

  test("are left alone where the environment says so, and passed all the same", async () => {
    const environment = githubExample();
    environment.deployment = { ...environment.deployment, roles: "untouched" };
    const stack = deployment(environment);
    const own = role("kelmah-auth-test-task");
    for (const action of [
      "CreateRole",
      "PutRolePolicy",
      "UpdateAssumeRolePolicy",
      "DeleteRole",
      "PutRolePermissionsBoundary",
    ]) {
      expect([action, await may(stack, "github_apply", `iam:${action}`, own, bounded)]).toEqual([action, false]);
    }
    const passed = { "iam:PassedToService": "ecs-tasks.amazonaws.com" };
    expect(await may(stack, "github_apply", "iam:PassRole", own, passed)).toBe(true);
  });
});

test("one environment's roles are no other's, whatever the two are called", async () => {
  const names = ["test", "test2", "tes", "task", "execution", "flow", "prod"];
  for (const name of names) {
    const { policy } = blockAt(synthesizeStacks([named(name)])[`kelmah-${name}-deployment`] ?? {}, "aws_iam_role_policy.github_apply"); // prettier-ignore
    const allowed = async (of: string) => {
      const roles = [`kelmah-auth-${of}-task`, `kelmah-auth-${of}-execution`, `kelmah-flow-logs-${of}`, `kelmah-github-apply-${of}`]; // prettier-ignore
      const context = { "iam:PassedToService": "ecs-tasks.amazonaws.com" };
      const answers = await Promise.all(
        roles.map((one) =>
          mayDo(role("x"), [policy as PolicyJson], { action: "iam:PassRole", resource: role(one), context }),
        ),
      );
      return answers.filter(Boolean).length;
    };
    for (const of of names) expect([name, of, await allowed(of)]).toEqual([name, of, of === name ? 3 : 0]);
  }
}, 60_000);

describe("keys", () => {
  const KEY = "arn:aws:kms:eu-north-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  const tag = (env: string) => ({ "aws:ResourceTag/Env": env });

  test("are made with the environment's tag", async () => {
    expect(await applies("kms:CreateKey", "*", { "aws:RequestTag/Env": "test" })).toBe(true);
    expect(await applies("kms:CreateKey", "*", { "aws:RequestTag/Env": "prod" })).toBe(false);
    expect(await applies("kms:CreateKey", "*")).toBe(false);
    expect(await applies("kms:CreateKey", "*", { "aws:RequestTag/Env": "test", "aws:RequestedRegion": "us-east-1" })).toBe(false); // prettier-ignore
  });

  test.each(["ScheduleKeyDeletion", "PutKeyPolicy", "Decrypt", "DisableKey", "UntagResource"])(
    "are the environment's, by their tag: %s",
    async (action) => {
      const answers = [tag("test"), tag("prod"), {}].map((context) => applies(`kms:${action}`, KEY, context));
      expect(await Promise.all(answers)).toEqual([true, false, false]);
    },
  );

  test("go on being made before KMS heeds their tag", async () => {
    for (const action of ["EnableKeyRotation", "CreateAlias"]) {
      expect([action, await applies(`kms:${action}`, KEY)]).toEqual([action, true]);
      expect([action, await applies(`kms:${action}`, KEY, tag("prod"))]).toEqual([action, false]);
    }
    const alias = (name: string) => applies("kms:CreateAlias", `arn:aws:kms:eu-north-1:111122223333:alias/${name}`);
    expect(await alias("kelmah-secrets-test")).toBe(true);
    expect(await alias("kelmah-secrets-test2")).toBe(false);
    expect(await alias("aws/ssm")).toBe(false);
  });

  test("encrypt secrets on the stores' behalf", async () => {
    const via = (service: string) => ({ "kms:ViaService": `${service}.eu-north-1.amazonaws.com` });
    expect(await applies("kms:Encrypt", KEY, via("ssm"))).toBe(true);
    expect(await applies("kms:GenerateDataKey", KEY, via("secretsmanager"))).toBe(true);
    expect(await applies("kms:Encrypt", KEY, via("s3"))).toBe(false);
    expect(await applies("kms:ReEncryptFrom", KEY, tag("test"))).toBe(false);
  });
});

describe("the boundary", () => {
  const all = synthesizeStacks([{ ...everything(), state: githubExample().state, deployment: githubExample().deployment ?? {} }]); // prettier-ignore
  const boundary = blockAt(all["kelmah-test-deployment"] ?? {}, "aws_iam_policy.boundary").policy as PolicyJson;
  const inAccount = (service: string, what: string) => `arn:aws:${service}:eu-north-1:111122223333:${what}`;
  const KEY = inAccount("kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab");
  /** What is looked at on a resource that only AWS knows. */
  const real = (resource: string) =>
    resource
      .replace(/^\$\{aws_kms_key\..*\}$/, KEY)
      .replace(/^\$\{aws_cloudwatch_log_group\.[^}]*\}/, inAccount("logs", "log-group:/ecs/x"))
      .replace(/^\$\{aws_secretsmanager_secret\..*\}$/, inAccount("secretsmanager", "secret:kelmah/test/X-AbCdEf"))
      .replace(/\*$/, (star) => (resource === "*" ? star : "x"));

  interface Statement {
    readonly Action: readonly string[];
    readonly Resource: readonly string[];
    readonly Condition?: { readonly StringEquals?: Readonly<Record<string, readonly string[]>> };
  }

  test("holds everything that the stacks let their roles do", async () => {
    const { "kelmah-test-deployment": pipeline, ...others } = all;
    expect(pipeline).toBeDefined();
    const statements = Object.values(others)
      .flatMap((json) => [...blocksOf(json)])
      .filter(([address]) => address.startsWith("aws_iam_role_policy."))
      .flatMap(([, { policy }]) => (policy as { Statement: Statement[] }).Statement);
    const asked = statements.flatMap(({ Action, Resource, Condition }) =>
      Action.flatMap((action) => Resource.map((resource) => ({ action, resource: real(resource), Condition }))),
    );
    expect(new Set(asked.map(({ action }) => action.split(":")[0]))).toEqual(
      new Set(["ecr", "logs", "ssm", "secretsmanager", "kms", "ssmmessages"]),
    );
    const held: string[] = [];
    for (const { action, resource, Condition } of asked) {
      const context = {
        "aws:ResourceTag/Env": "test",
        ...Object.fromEntries(
          Object.entries(Condition?.StringEquals ?? {}).map(([key, values]) => [key, [values].flat()[0] ?? ""]),
        ),
      };
      const keyed = action.startsWith("kms:") && {
        resourcePolicy: {
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: { AWS: `${ACCOUNT}:root` }, Action: "kms:*", Resource: "*" }],
        },
      };
      const request = { action, resource, context, ...keyed };
      // Of a log group and its streams, an action is about one of the two.
      const isHeld = await mayDo(role("kelmah-auth-test-task"), [boundary], request).catch(
        (error: unknown) => (error as Error).message,
      );
      if (typeof isHeld === "string") expect(isHeld).toContain("no.resource.types");
      else held.push(action);
      expect([action, resource, isHeld]).not.toEqual([action, resource, false]);
    }
    expect(new Set(held)).toEqual(new Set(asked.map(({ action }) => action)));
  }, 60_000);

  test.each([
    ["iam:CreateRole", role("x")],
    ["sts:AssumeRole", role("Administrator")],
    ["ssm:GetParameters", inAccount("ssm", "parameter/kelmah/prod/JWT_SECRET")],
    ["ssm:PutParameter", inAccount("ssm", "parameter/kelmah/test/JWT_SECRET")],
    ["secretsmanager:GetSecretValue", inAccount("secretsmanager", "secret:kelmah/prod/X-AbCdEf")],
    ["s3:GetObject", "arn:aws:s3:::kelmah-terraform-state/kelmah-test-network/terraform.tfstate"],
    ["ecr:PutImage", inAccount("ecr", "repository/api-gateway")],
    ["logs:GetLogEvents", inAccount("logs", "log-group:/ecs/x:log-stream:y")],
    ["ecs:ExecuteCommand", inAccount("ecs", "cluster/kelmah-test")],
    ["ec2:RunInstances", inAccount("ec2", "instance/*")],
  ])("does not hold %s of %s", async (action, resource) => {
    expect(await mayDo(role("kelmah-auth-test-task"), [boundary], { action, resource, context: inRegion })).toBe(false);
  });
});
