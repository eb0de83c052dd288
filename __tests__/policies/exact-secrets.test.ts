import { Testing } from "cdktf";
import { environments } from "../../src/environments";
import { exactSecrets } from "../../src/policies/exact-secrets";
import type { StackJson } from "../../src/policies/policy";
import { addStacks } from "../../src/stacks/app";
import { example } from "../helpers/example";

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
