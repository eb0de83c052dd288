import type { Environment } from "../../src/model/environment";
import { mayDo, type PolicyJson } from "./iam";
import { blockAt, type StackJson, synthesizeStacks } from "./synth";

/** The stack of an environment's deployment. */
export function deployment(environment: Environment): StackJson {
  const { "kelmah-test-deployment": stack } = synthesizeStacks([environment]);
  if (stack === undefined) throw new Error("There is no deployment stack");
  return stack;
}

/** The policy that the platform's own keys have: the account's policies speak for them. */
const keyPolicy: PolicyJson = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*", Resource: "*" },
  ],
};

/** Whether one of a deployment's roles, such as `github_plan`, may do something. */
export function may(
  stack: StackJson,
  role: string,
  action: string,
  resource: string,
  context: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  const { policy } = blockAt(stack, `aws_iam_role_policy.${role}`);
  const principal = `arn:aws:iam::111122223333:role/kelmah-${role.replace("_", "-")}-test`;
  const keyed = action.startsWith("kms:") && { resourcePolicy: keyPolicy };
  return mayDo(principal, [policy as PolicyJson], { action, resource, context, ...keyed });
}

/** The lock of a stack's state. */
export const lockOf = (stack: string) => ({
  "dynamodb:LeadingKeys": `kelmah-terraform-state/${stack}/terraform.tfstate`,
});

/** The checksum of a stack's state. */
export const checksumOf = (stack: string) => ({
  "dynamodb:LeadingKeys": `${lockOf(stack)["dynamodb:LeadingKeys"]}-md5`,
});

/** Asked for in the environment's region. */
export const inRegion = { "aws:RequestedRegion": "eu-north-1" };
