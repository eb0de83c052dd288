import type { Environment } from "../../src/model/environment";
import { githubExample, hcpExample } from "../helpers/cloud";
import { checksumOf, deployment, inRegion, lockOf, may } from "../helpers/deployment";
import { example } from "../helpers/example";
import "../helpers/matchers";
import { addressesOf, blockAt, type StackJson, synthesizeStacks } from "../helpers/synth";

const github = deployment(githubExample());
const hcp = deployment(hcpExample());

const BOUNDARY = "arn:aws:iam::111122223333:policy/kelmah-boundary-test";

/** A stack without the permissions boundaries of its roles, and how many had one. */
function unbounded(json: StackJson): { readonly json: unknown; readonly bounded: number } {
  let bounded = 0;
  const text = JSON.stringify(json, (key, value: unknown) => {
    if (key !== "permissions_boundary") return value;
    expect(value).toBe(BOUNDARY);
    bounded++;
    return undefined;
  });
  return { json: JSON.parse(text), bounded };
}

test("there is no such stack unless somebody deploys, and all that is other in the others is a bound of each role", () => {
  const watched = (environment: Environment) => ({ ...environment, network: { ...environment.network, flowLogsRetentionDays: 30 } }); // prettier-ignore
  const { "kelmah-test-deployment": own, ...others } = synthesizeStacks([watched(githubExample())]);
  expect(own).toBeDefined();
  const { deployment: option, ...without } = githubExample();
  expect(option).toBeDefined();
  const plain = synthesizeStacks([watched(without)]);
  expect(Object.keys(others)).toEqual(Object.keys(plain));
  for (const [name, json] of Object.entries(others)) {
    const roles = addressesOf(json).filter((address) => address.startsWith("aws_iam_role.")).length;
    expect([name, unbounded(json)]).toEqual([name, { json: plain[name], bounded: roles }]);
  }
  const untouched = { ...watched(githubExample()), deployment: { ...option, roles: "untouched" as const } };
  const { "kelmah-test-deployment": stack, ...rest } = synthesizeStacks([untouched]);
  expect(rest).toEqual(plain);
  expect(stack).not.toHaveResourceAt("aws_iam_policy.boundary");
  expect(Object.keys(synthesizeStacks([example()]))).not.toContain("kelmah-test-deployment");
});

test("has a provider, two roles and their policies, and what bounds the roles of the others", () => {
  expect(addressesOf(github)).toEqual([
    "aws_iam_openid_connect_provider.github",
    "aws_iam_policy.boundary",
    "aws_iam_role.github_apply",
    "aws_iam_role.github_plan",
    "aws_iam_role_policy.github_apply",
    "aws_iam_role_policy.github_plan",
    "output.github_apply_role_arn",
    "output.github_plan_role_arn",
  ]);
  expect(github).toHaveResourceAt("aws_iam_openid_connect_provider.github", {
    url: "https://token.actions.githubusercontent.com",
    client_id_list: ["sts.amazonaws.com"],
  });
  expect(hcp).toHaveResourceAt("aws_iam_openid_connect_provider.hcp", {
    url: "https://app.terraform.io",
    client_id_list: ["aws.workload.identity"],
  });
});

test("uses the provider that the account has", () => {
  const environment = githubExample();
  const oidcProviderArn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
  Object.assign(environment.deployment?.github ?? {}, { oidcProviderArn });
  expect(deployment(environment)).not.toHaveResourceAt("aws_iam_openid_connect_provider.github");
  expect(deployment(environment)).toHaveResourceAt("aws_iam_role.github_plan", { depends_on: undefined });
});

const trust = (host: string, aud: string, sub: readonly string[]) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "SignIn",
      Effect: "Allow",
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${host}` },
      Action: ["sts:AssumeRoleWithWebIdentity"],
      Condition: { StringEquals: { [`${host}:aud`]: aud, [`${host}:sub`]: sub } },
    },
  ],
});

test("trusts GitHub's pull requests and main to plan, and its environment to apply", () => {
  const of = (...subjects: string[]) => trust("token.actions.githubusercontent.com", "sts.amazonaws.com", subjects);
  const repository = "repo:kelmah/infrastructure";
  expect(github).toHaveResourceAt("aws_iam_role.github_plan", {
    name: "kelmah-github-plan-test",
    assume_role_policy: of(`${repository}:pull_request`, `${repository}:ref:refs/heads/main`),
  });
  expect(github).toHaveResourceAt("aws_iam_role.github_apply", {
    name: "kelmah-github-apply-test",
    assume_role_policy: of(`${repository}:environment:test`),
  });
});

test.each(["plan", "apply"])("trusts HCP Terraform's workspaces to %s in the phase of that name", (phase) => {
  const subjects = ["network", "services"].map(
    (part) => `organization:kelmah:project:Platform:workspace:kelmah-test-${part}:run_phase:${phase}`,
  );
  expect(hcp).toHaveResourceAt(`aws_iam_role.hcp_${phase}`, {
    assume_role_policy: trust("app.terraform.io", "aws.workload.identity", subjects),
  });
});

const arn = {
  state: "arn:aws:s3:::kelmah-terraform-state/kelmah-test-network/terraform.tfstate",
  lock: "arn:aws:s3:::kelmah-terraform-state/kelmah-test-network/terraform.tfstate.tflock",
  ownState: "arn:aws:s3:::kelmah-terraform-state/kelmah-test-deployment/terraform.tfstate",
  table: "arn:aws:dynamodb:eu-north-1:111122223333:table/kelmah-terraform-locks",
  parameter: "arn:aws:ssm:eu-north-1:111122223333:parameter/kelmah/test/JWT_SECRET",
  otherParameter: "arn:aws:ssm:eu-north-1:111122223333:parameter/kelmah/prod/JWT_SECRET",
  secret: "arn:aws:secretsmanager:eu-north-1:111122223333:secret:kelmah/test/JWT_SECRET-AbCdEf",
  key: "arn:aws:kms:eu-north-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  logs: "arn:aws:logs:eu-north-1:111122223333:log-group:/ecs/kelmah-auth-test",
  stream: "arn:aws:logs:eu-north-1:111122223333:log-group:/ecs/kelmah-auth-test:log-stream:a",
  role: "arn:aws:iam::111122223333:role/kelmah-auth-test-task",
  ownRole: "arn:aws:iam::111122223333:role/kelmah-github-apply-test",
  otherRole: "arn:aws:iam::111122223333:role/Administrator",
  service: "arn:aws:ecs:eu-north-1:111122223333:service/kelmah-test/kelmah-auth-test",
  repository: "arn:aws:ecr:eu-north-1:111122223333:repository/api-gateway",
  repositoriesState: "arn:aws:s3:::kelmah-terraform-state/kelmah-test-repositories/terraform.tfstate",
  vpc: "arn:aws:ec2:eu-north-1:111122223333:vpc/vpc-0123456789abcdef0",
  accessLogs: "arn:aws:s3:::kelmah-entrance-logs-test-111122223333",
};

describe("where the environment makes repositories", () => {
  const withRepositories = (environment: Environment) =>
    deployment({ ...environment, repositories: { immutableTags: true } });

  test("an apply makes and changes exactly these", async () => {
    const changes = async (stack: StackJson, repository: string) => {
      const actions = ["CreateRepository", "DeleteLifecyclePolicy", "PutImageScanningConfiguration", "PutImageTagMutability", "PutLifecyclePolicy", "TagResource"]; // prettier-ignore
      const resource = arn.repository.replace("api-gateway", repository);
      const answers = await Promise.all(actions.map((action) => may(stack, "github_apply", `ecr:${action}`, resource, inRegion))); // prettier-ignore
      return [...new Set(answers)];
    };
    const stack = withRepositories(githubExample());
    expect(await changes(stack, githubExample().gateway.image.repository)).toEqual([true]);
    expect(await changes(stack, "somebody-elses")).toEqual([false]);
    expect(await changes(github, githubExample().gateway.image.repository)).toEqual([false]);
  });

  test("their state is read and, by an apply, locked and written", async () => {
    const stack = withRepositories(githubExample());
    expect(await may(stack, "github_plan", "s3:GetObject", arn.repositoriesState)).toBe(true);
    expect(await may(stack, "github_plan", "s3:PutObject", arn.repositoriesState)).toBe(false);
    expect(await may(stack, "github_apply", "s3:PutObject", arn.repositoriesState)).toBe(true);
    const lock = lockOf("kelmah-test-repositories");
    expect(await may(stack, "github_apply", "dynamodb:PutItem", arn.table, lock)).toBe(true);
  });

  test.each(["plan", "apply"])("their workspace is trusted to %s", (phase) => {
    const trusted = blockAt(withRepositories(hcpExample()), `aws_iam_role.hcp_${phase}`).assume_role_policy;
    expect(JSON.stringify(trusted)).toContain(`workspace:kelmah-test-repositories:run_phase:${phase}`);
  });
});

describe("a plan", () => {
  test.each([
    ["ec2:DescribeVpcs", "*", {}],
    ["ecs:DescribeServices", arn.service, {}],
    ["ssm:DescribeParameters", "*", {}],
    ["ecr:DescribeRepositories", arn.repository, {}],
    ["ecr:DescribeImages", arn.repository, {}],
    ["ecr:GetLifecyclePolicy", arn.repository, {}],
    ["ecr:ListTagsForResource", arn.repository, {}],
    ["s3:GetObject", arn.state, {}],
    ["s3:ListBucket", arn.accessLogs, {}],
    ["dynamodb:GetItem", arn.table, checksumOf("kelmah-test-network")],
  ] as const)("may %s of %s", async (action, resource, context) => {
    expect(await may(github, "github_plan", action, resource, context)).toBe(true);
  });

  test.each([
    ["ssm:GetParameter", arn.parameter],
    ["ssm:GetParameters", arn.parameter],
    ["ssm:GetParameterHistory", arn.parameter],
    ["secretsmanager:GetSecretValue", arn.secret],
    ["kms:Decrypt", arn.key],
    ["logs:GetLogEvents", arn.stream],
    ["logs:FilterLogEvents", arn.logs],
    ["s3:PutObject", arn.state],
    ["s3:PutObject", arn.lock],
    ["s3:DeleteObject", arn.lock],
    ["s3:GetObject", arn.ownState],
    ["s3:GetObject", arn.repositoriesState],
    ["ecr:PutLifecyclePolicy", arn.repository],
    ["s3:ListBucket", arn.accessLogs.replace("test", "prod")],
    ["s3:GetObject", `${arn.accessLogs}/AWSLogs/111122223333/a.log.gz`],
    ["ecs:UpdateService", arn.service],
    ["ecs:ExecuteCommand", "arn:aws:ecs:eu-north-1:111122223333:cluster/kelmah-test"],
    ["ec2:DeleteVpc", arn.vpc],
    ["iam:PutRolePolicy", arn.role],
    ["iam:PassRole", arn.role],
    ["sts:AssumeRole", arn.otherRole],
  ])("may not %s of %s", async (action, resource) => {
    expect(await may(github, "github_plan", action, resource, inRegion)).toBe(false);
    expect(await may(hcp, "hcp_plan", action, resource, inRegion)).toBe(false);
  });

  test.each(["dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:GetItem"])("may not %s of a lock", async (action) => {
    for (const stack of ["kelmah-test-network", "kelmah-prod-network"]) {
      expect(await may(github, "github_plan", action, arn.table, lockOf(stack))).toBe(false);
    }
    const others = checksumOf("kelmah-prod-network");
    expect(await may(github, "github_plan", action, arn.table, others)).toBe(false);
  });

  // Said in docs/options/pipeline.md: AWS knows no resource for it.
  test("may read every task definition", async () => {
    expect(await may(github, "github_plan", "ecs:DescribeTaskDefinition", "*")).toBe(true);
  });

  test("reads the secrets that Terraform has made, and no others, where there is a reason", async () => {
    const environment = githubExample();
    environment.inventory.existingParameters = ["MONGODB_URI"];
    environment.deployment = { ...environment.deployment, planReadsSecrets: { reason: "They are test values" } };
    const reads = (resource: string) => may(deployment(environment), "github_plan", "ssm:GetParameter", resource);
    expect(await reads(arn.parameter)).toBe(true);
    expect(await reads(arn.parameter.replace("JWT_SECRET", "MONGODB_URI"))).toBe(false);
    expect(await reads(arn.otherParameter)).toBe(false);
  });

  test("asks nothing of S3 where HCP Terraform keeps the state", async () => {
    expect(await may(hcp, "hcp_plan", "s3:GetObject", arn.state)).toBe(false);
    expect(JSON.stringify(hcp)).not.toContain("terraform.tfstate");
  });
});

describe("an apply", () => {
  test.each([
    ["ec2:DeleteVpc", arn.vpc],
    ["ecs:UpdateService", arn.service],
    ["ssm:PutParameter", arn.parameter],
    ["s3:PutObject", arn.state],
    ["s3:PutLifecycleConfiguration", arn.accessLogs],
    ["ecr:DescribeImages", arn.repository],
  ])("may %s of %s", async (action, resource) => {
    expect(await may(github, "github_apply", action, resource, inRegion)).toBe(true);
  });

  test.each([
    ["ecr:PutLifecyclePolicy", arn.repository],
    ["s3:PutLifecycleConfiguration", arn.accessLogs.replace("test", "test2")],
    ["ssm:GetParameter", arn.otherParameter],
    ["s3:PutObject", arn.ownState],
    ["s3:PutObject", arn.repositoriesState],
    ["s3:DeleteBucket", "arn:aws:s3:::kelmah-terraform-state"],
    ["ecr:BatchDeleteImage", arn.repository],
    ["ecr:DeleteRepository", arn.repository],
    ["ecr:PutImage", arn.repository],
    ["ecr:PutLifecyclePolicy", arn.repository.replace("eu-north-1", "eu-west-1")],
  ])("may not %s of %s", async (action, resource) => {
    expect(await may(github, "github_apply", action, resource, inRegion)).toBe(false);
  });

  test("may change nothing in another region", async () => {
    const elsewhere = { "aws:RequestedRegion": "us-east-1" };
    expect(await may(github, "github_apply", "ec2:DeleteVpc", arn.vpc, elsewhere)).toBe(false);
  });

  test("passes the roles that keep their names", async () => {
    const environment = githubExample();
    environment.names = { gateway: { taskRole: "ecsTaskRole" } };
    const to = { "iam:PassedToService": "ecs-tasks.amazonaws.com" };
    const passes = (from: Environment) =>
      may(deployment(from), "github_apply", "iam:PassRole", "arn:aws:iam::111122223333:role/ecsTaskRole", to);
    expect(await passes(environment)).toBe(true);
    expect(await passes(githubExample())).toBe(false);
  });
});

test("every policy is short enough for its role (IAM quotas: 10,240 characters without spaces)", () => {
  for (const [stack, issuer] of [
    [github, "github"],
    [hcp, "hcp"],
  ] as const) {
    for (const step of ["plan", "apply"]) {
      const { policy } = blockAt(stack, `aws_iam_role_policy.${issuer}_${step}`);
      expect(JSON.stringify(policy).length).toBeLessThan(10_240);
    }
  }
});
