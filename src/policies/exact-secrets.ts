import { type Policy, resources } from "./policy";

/** The actions that give out the values of secrets (Service authorization reference, Systems Manager and Secrets Manager). */
const READING = [
  "secretsmanager:BatchGetSecretValue",
  "secretsmanager:GetSecretValue",
  "ssm:GetParameter",
  "ssm:GetParameterHistory",
  "ssm:GetParameters",
  "ssm:GetParametersByPath",
];

/** Every secret of a store, or of the account. */
const EVERY = /^(?:\*|arn:.*:(?:parameter\/?|secret:)\*)$/;

/** What a policy says under a key, statement by statement: role policies are written as `jsonencode`, with both keys in each. */
function lists(policy: string, key: "Action" | "Resource"): string[][] {
  const found = policy.matchAll(new RegExp(`"${key}" = (\\[[^\\]]*\\]|"[^"]*")`, "g"));
  return [...found].map(([, list = ""]) => [...list.matchAll(/"([^"]*)"/g)].map(([, item = ""]) => item));
}

/** Whether an action as a policy writes it, with `*` for anything, is among those that read secrets. */
function reads(action: string): boolean {
  const pattern = new RegExp(`^${action.replaceAll("*", ".*")}$`, "i");
  return READING.some((one) => pattern.test(one));
}

/** Whoever reads secrets reads those that are named: the right to read all of them is the right to read other services'. */
export const exactSecrets: Policy = {
  name: "exact-secrets",
  check: ({ json }) =>
    resources(json, "aws_iam_role_policy", "aws_iam_policy").flatMap(({ address, block }) => {
      const policy = String(block.policy);
      const named = lists(policy, "Resource");
      return lists(policy, "Action")
        .filter((actions, index) => actions.some(reads) && named[index]?.some((arn) => EVERY.test(arn)))
        .map((actions) => ({
          address,
          message: `lets every secret be read (${actions.filter(reads).join(", ")}): name those that are meant`,
        }));
    }),
};
