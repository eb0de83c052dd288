import { Testing } from "cdktf";
import { environments } from "../../src/environments";
import { exactSecrets } from "../../src/policies/exact-secrets";
import type { StackJson } from "../../src/policies/policy";
import { addStacks } from "../../src/stacks/app";
import { example } from "../helpers/example";
import "../helpers/no-stack-traces";

/** A role's policy with two statements, written as the stacks write it. */
function found(actions: readonly string[], arns: readonly string[]): string[] {
  const list = (items: readonly string[]) => `[${items.map((item) => `"${item}"`).join(", ")}]`;
  const statement = (action: string, resource: string) =>
    `{"Effect" = "Allow", "Action" = ${action}, "Resource" = ${resource}}`;
  const policy = `\${jsonencode({"Statement" = [${statement('["logs:PutLogEvents"]', "[aws_x.log.arn]")}, ${statement(list(actions), list(arns))}]})}`;
  const resource = { aws_iam_role_policy: { auth_execution: { policy } } };
  return exactSecrets
    .check({ name: "kelmah-test-services", json: { resource } })
    .map(({ address, message }) => `${address}: ${message}`);
}

const parameter = "arn:aws:ssm:eu-north-1:111122223333:parameter/kelmah/test/JWT_SECRET";

test.each([
  [["ssm:GetParameters"], [parameter]],
  [["ssm:*"], ["arn:aws:ssm:eu-north-1:111122223333:parameter/kelmah/test/*"]],
  [["ssm:DescribeParameters", "ecr:GetAuthorizationToken", "secretsmanager:DescribeSecret"], ["*"]],
])("takes %j on %j", (actions, arns) => {
  expect(found(actions, arns)).toEqual([]);
});

test.each([
  ["ssm:GetParameters", "*"],
  ["secretsmanager:GetSecretValue", "*"],
  ["secretsmanager:*", "*"],
  ["ssm:Get*", "*"],
  ["*", "*"],
  ["ssm:GetParameters", "arn:aws:ssm:eu-north-1:111122223333:parameter/*"],
  ["secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-north-1:111122223333:secret:*"],
])("refuses %s on %s", (action, arn) => {
  expect(found(["logs:PutLogEvents", action], [parameter, arn])).toEqual([
    `aws_iam_role_policy.auth_execution: lets every secret be read (${action}): name those that are meant`,
  ]);
});

const policyOf = (...statements: readonly string[]) => `\${jsonencode({"Statement" = [${statements.join(", ")}]})}`;

test.each([
  ["a denial", policyOf('{"Effect" = "Deny", "Action" = ["ssm:GetParameters"], "Resource" = ["*"]}')],
  [
    "what is named after a statement on everything else",
    policyOf(
      '{"Effect" = "Deny", "NotAction" = ["ssm:GetParameters"], "Resource" = ["*"]}',
      `{"Effect" = "Allow", "Action" = ["ssm:GetParameters"], "Resource" = ["${parameter}"]}`,
    ),
  ],
  [
    "a secret by a reference to it",
    policyOf('{"Effect" = "Allow", "Action" = ["secretsmanager:GetSecretValue"], "Resource" = [aws_x.y[0].arn]}'),
  ],
])("takes %s", (_, policy) => {
  const json = { resource: { aws_iam_role_policy: { it: { policy } } } };
  expect(exactSecrets.check({ name: "kelmah-test-services", json })).toEqual([]);
});

const every = "lets every secret be read (ssm:GetParameters): name those that are meant";

test.each([
  [
    "after a statement without actions",
    policyOf(
      '{"Effect" = "Deny", "NotAction" = ["ecs:*"], "Resource" = ["*"]}',
      '{"Effect" = "Allow", "Action" = "ssm:GetParameters", "Resource" = "*"}',
    ),
    every,
  ],
  ["as plain JSON", '{"Statement": {"Effect": "Allow", "Action": "ssm:GetParameters", "Resource": "*"}}', every],
  [
    "of every account and region",
    policyOf('{"Effect" = "Allow", "Action" = ["ssm:GetParameters"], "Resource" = ["arn:aws:ssm:*:*:*"]}'),
    every,
  ],
  [
    "but one",
    policyOf(`{"Effect" = "Allow", "Action" = ["ssm:GetParameters"], "NotResource" = ["${parameter}"]}`),
    every,
  ],
  [
    "by what is not said",
    policyOf('{"Effect" = "Allow", "NotAction" = ["secretsmanager:*", "ssm:GetParameter?*"], "Resource" = ["*"]}'),
    "lets every secret be read (ssm:GetParameter): name those that are meant",
  ],
  ["that nobody can tell", "${aws_x.y.json}", "allows what nobody can tell: write its policy with jsonDocument"],
])("refuses secrets %s", (_, policy, message) => {
  const json = { resource: { aws_iam_role_policy: { it: { policy } } } };
  const breaches = exactSecrets.check({ name: "kelmah-test-services", json });
  expect(breaches.map((breach) => breach.message)).toEqual([message]);
});

test("takes what the stacks really have, in both stores", () => {
  const stores = { ...example(), secrets: { inBothStores: ["JWT_SECRET"], key: {} } };
  const stacks = addStacks(Testing.app({ stackTraces: false }), [...environments(), stores]);
  const policies = stacks.flatMap(({ stack, environment }) => {
    stack.prepareStack();
    const json = stack.toTerraform() as StackJson;
    expect(exactSecrets.check({ name: stack.node.id, json, ...(environment && { environment }) })).toEqual([]);
    return JSON.stringify(json);
  });
  expect(policies.join()).toMatch(
    /secretsmanager:GetSecretValue.*ssm:GetParameters|ssm:GetParameters.*secretsmanager:GetSecretValue/s,
  );
});
