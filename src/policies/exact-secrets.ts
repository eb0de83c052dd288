import { type Policy, resources } from "./policy";
import { documentOf, list, means, statementsOf, type Values } from "./policy-document";

/** The actions that give out the values of secrets (Service authorization reference, Systems Manager and Secrets Manager). */
const READING = [
  "secretsmanager:BatchGetSecretValue",
  "secretsmanager:GetSecretValue",
  "ssm:GetParameter",
  "ssm:GetParameterHistory",
  "ssm:GetParameters",
  "ssm:GetParametersByPath",
];

/** A secret in each store that nobody has: who may read it may read everybody's. */
const ANYBODYS = [
  ["ssm", "parameter/anybody/SECRET"],
  ["secretsmanager", "secret:anybody/SECRET-AbCdEf"],
] as const;

/** Whether a resource that a statement names is every secret of a store. */
function isEverySecret(arn: string): boolean {
  const [, , , region = "", account = ""] = arn.split(":");
  return ANYBODYS.some(([service, secret]) => means(arn, `arn:aws:${service}:${region}:${account}:${secret}`));
}

/** The actions that a statement allows on every secret. */
function everySecret({ Effect, Action, NotAction, Resource, NotResource }: Values): string[] {
  const all = NotResource !== undefined || list(Resource).map(String).some(isEverySecret);
  if (Effect !== "Allow" || !all) return [];
  if (NotAction !== undefined) {
    return READING.filter((action) => !list(NotAction).some((pattern) => means(pattern, action)));
  }
  const patterns = list(Action).map(String);
  return patterns.filter((pattern) => READING.some((action) => means(pattern, action)));
}

/** Whoever reads secrets reads those that are named: the right to read all of them is the right to read other services'. */
export const exactSecrets: Policy = {
  name: "exact-secrets",
  check: ({ json }) =>
    resources(json, "aws_iam_role_policy", "aws_iam_policy").flatMap(({ address, block }) => {
      const document = documentOf(block.policy);
      if (document === undefined) {
        return [{ address, message: "allows what nobody can tell: write its policy with jsonDocument" }];
      }
      const actions = new Set(statementsOf(document).flatMap(everySecret));
      if (actions.size === 0) return [];
      return [
        { address, message: `lets every secret be read (${[...actions].join(", ")}): name those that are meant` },
      ];
    }),
};
