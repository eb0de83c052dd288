import { addStacks } from "../../src/stacks/app";
import { deploymentTrust } from "../../src/policies/deployment-trust";
import type { StackJson } from "../../src/policies/policy";
import { githubExample, hcpExample } from "../helpers/cloud";
import { Testing } from "cdktf";
import "../helpers/no-stack-traces";

const provider = '"Principal" = {"Federated" = "arn:aws:iam::111122223333:oidc-provider/app.terraform.io"}';
const action = '"Action" = ["sts:AssumeRoleWithWebIdentity"]';
const aud = '"app.terraform.io:aud" = "aws.workload.identity"';
const sub = '"app.terraform.io:sub" = ["organization:kelmah"]';

const check = (policy: string) =>
  deploymentTrust
    .check({ name: "x", json: { resource: { aws_iam_role: { it: { assume_role_policy: policy } } } } })
    .map(({ address, message }) => `${address}: ${message}`);
const trust = (...statements: string[]) =>
  check(
    `\${jsonencode({"Version" = "2012-10-17", "Statement" = [${statements.map((one) => `{"Effect" = "Allow", ${one}}`).join(", ")}]})}`,
  );
const role = (condition: string) => trust(`${provider}, ${action}, "Condition" = ${condition}`);

const PATTERN = "aws_iam_role.it: trusts tokens by a pattern: name each subject as it is, with StringEquals";
const EVERY_TOKEN = "aws_iam_role.it: trusts every token of its provider: name the subjects (<host>:sub)";
const OTHERS_TOKENS = "aws_iam_role.it: trusts tokens that are meant for others: name the audience (<host>:aud)";

test("takes exact subjects and an audience", () => {
  expect(role(`{"StringEquals" = {${aud}, ${sub}}}`)).toEqual([]);
  expect(role(`{"StringEquals" = {${aud}, "app.terraform.io:sub" = "a = \\"b\\""}}`)).toEqual([]);
});

test.each([
  ['"Principal" = {"Service" = "ecs-tasks.amazonaws.com"}, "Action" = ["sts:AssumeRole"]'],
  ['"Principal" = {"Service" = "ecs-tasks.amazonaws.com"}, "Action" = "sts:*"'],
  [`${provider}, "Action" = ["sts:TagSession"]`],
])("has nothing to say of %s", (statement) => {
  expect(trust(statement)).toEqual([]);
});

test.each([
  [`{"StringLike" = {${aud}, ${sub}}}`, PATTERN, EVERY_TOKEN, OTHERS_TOKENS],
  [`{"StringEquals" = {${aud}, "app.terraform.io:sub" = "organization:*"}}`, PATTERN],
  [`{"StringEquals" = {${aud}, ${sub}}, "StringLike" = {"app.terraform.io:sub" = "organization:?"}}`, PATTERN],
  [`{"StringEqualsIfExists" = {${aud}, ${sub}}}`, PATTERN, EVERY_TOKEN, OTHERS_TOKENS],
  [`{"ForAnyValue:StringEquals" = {${sub}}, "StringEquals" = {${aud}}}`, PATTERN, EVERY_TOKEN],
  [`{"StringEquals" = {${aud}}}`, EVERY_TOKEN],
  [`{"StringEquals" = {${aud}, "app.terraform.io:sub" = []}}`, EVERY_TOKEN],
  [`{"StringEquals" = {${sub}}}`, OTHERS_TOKENS],
  ["{}", EVERY_TOKEN, OTHERS_TOKENS],
])("refuses the condition %s", (condition, ...messages) => {
  expect(role(condition)).toEqual(messages);
});

test.each([
  [`${provider}, "Action" = "sts:*"`],
  [`${provider}, "Action" = ["*"]`],
  [`${provider}, "Action" = ["sts:TagSession", "STS:assumerolewith*"]`],
  [`${provider}, "NotAction" = ["sts:TagSession"]`],
  [`"Principal" = "*", ${action}`],
  [`"Principal" = {"AWS" = ["*"]}, ${action}`],
  [`"NotPrincipal" = {"AWS" = "arn:aws:iam::111122223333:root"}, ${action}`],
])("refuses %s without a condition, beside a statement that is in order", (statement) => {
  const good = `${provider}, ${action}, "Condition" = {"StringEquals" = {${aud}, ${sub}}}`;
  expect(trust(good, statement)).toEqual([EVERY_TOKEN, OTHERS_TOKENS]);
});

test.each(["${data.aws_iam_policy_document.trust.json}", "{"])("refuses what it cannot read: %s", (policy) => {
  expect(check(policy)).toEqual([
    "aws_iam_role.it: trusts whom nobody can tell: write its assume_role_policy with jsonDocument",
  ]);
});

test.each([githubExample(), hcpExample()])("takes what the stacks really have ($state.kind)", (environment) => {
  const found = addStacks(Testing.app({ stackTraces: false }), [environment]).find(({ stack }) =>
    stack.node.id.endsWith("-deployment"),
  );
  found?.stack.prepareStack();
  const json = found?.stack.toTerraform() as StackJson;
  expect(JSON.stringify(json)).toContain("sts:AssumeRoleWithWebIdentity");
  expect(deploymentTrust.check({ name: "x", json, environment })).toEqual([]);
});
