import { addStacks } from "../../src/stacks/app";
import { deploymentTrust } from "../../src/policies/deployment-trust";
import type { StackJson } from "../../src/policies/policy";
import { githubExample, hcpExample } from "../helpers/cloud";
import { Testing } from "cdktf";

const role = (condition: string) =>
  deploymentTrust
    .check({
      name: "kelmah-test-deployment",
      json: {
        resource: {
          aws_iam_role: {
            it: {
              assume_role_policy: `\${jsonencode({"Action" = ["sts:AssumeRoleWithWebIdentity"], "Condition" = ${condition}})}`,
            },
          },
        },
      },
    })
    .map(({ address, message }) => `${address}: ${message}`);

const aud = '"app.terraform.io:aud" = "aws.workload.identity"';
const sub = '"app.terraform.io:sub" = ["organization:kelmah"]';

test("takes exact subjects and an audience, and roles of other kinds", () => {
  expect(role(`{"StringEquals" = {${aud}, ${sub}}}`)).toEqual([]);
  const other = { aws_iam_role: { it: { assume_role_policy: '${jsonencode({"Action" = ["sts:*"]})}' } } };
  expect(deploymentTrust.check({ name: "x", json: { resource: other } })).toEqual([]);
});

test.each([
  [`{"StringLike" = {${aud}, ${sub}}}`, "trusts tokens by a pattern: name each subject as it is, with StringEquals"],
  [
    `{"StringEquals" = {${aud}, "app.terraform.io:sub" = "organization:*"}}`,
    "trusts tokens by a pattern: name each subject as it is, with StringEquals",
  ],
  [`{"StringEquals" = {${aud}}}`, "trusts every token of its provider: name the subjects (<host>:sub)"],
  [`{"StringEquals" = {${sub}}}`, "trusts tokens that are meant for others: name the audience (<host>:aud)"],
])("refuses %s", (condition, message) => {
  expect(role(condition)).toEqual([`aws_iam_role.it: ${message}`]);
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
