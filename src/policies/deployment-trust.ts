import { type Policy, resources } from "./policy";
import { documentOf, list, means, object, statementsOf, type Values } from "./policy-document";

/** Whether a statement lets bearers of identity tokens in: it may, unless its principals are all services and AWS's own, by name. */
function trustsTokens({ Effect, Action, Principal }: Values): boolean {
  const actions = list(Action);
  const takes = actions.length === 0 || actions.some((pattern) => means(pattern, "sts:AssumeRoleWithWebIdentity"));
  const others = Object.entries(object(Principal)).filter(
    ([kind, names]) => !["AWS", "Service"].includes(kind) || list(names).includes("*"),
  );
  return Effect === "Allow" && takes && (typeof Principal !== "object" || others.length > 0);
}

function breachesOf(statement: Values): string[] {
  // An operator such as StringEqualsIfExists or ForAnyValue:StringEquals is another: what is not there passes it.
  const { StringEquals: exact, ...others } = object(statement.Condition);
  const valuesOf = (claim: string, conditions: Values) =>
    Object.entries(conditions)
      .filter(([key]) => key.toLowerCase().endsWith(claim))
      .flatMap(([, value]) => list(value).map(String));
  const patterns = Object.values(others).flatMap((conditions) =>
    [":sub", ":aud"].flatMap((claim) => valuesOf(claim, object(conditions))),
  );
  const [subjects, audiences] = [valuesOf(":sub", object(exact)), valuesOf(":aud", object(exact))];
  const rules = [
    [
      patterns.length > 0 || [...subjects, ...audiences].some((value) => /[*?]/.test(value)),
      "trusts tokens by a pattern: name each subject as it is, with StringEquals",
    ],
    [subjects.length === 0, "trusts every token of its provider: name the subjects (<host>:sub)"],
    [audiences.length === 0, "trusts tokens that are meant for others: name the audience (<host>:aud)"],
  ] as const;
  return rules.filter(([broken]) => broken).map(([, message]) => message);
}

/**
 * A role for identity tokens trusts exact subjects and an exact audience, in each statement: a wildcard lets in whoever can name a
 * branch or a workspace.
 */
export const deploymentTrust: Policy = {
  name: "deployment-trust",
  check: ({ json }) =>
    resources(json, "aws_iam_role").flatMap(({ address, block }) => {
      const document = documentOf(block.assume_role_policy);
      const messages =
        document === undefined
          ? ["trusts whom nobody can tell: write its assume_role_policy with jsonDocument"]
          : statementsOf(document).filter(trustsTokens).flatMap(breachesOf);
      return [...new Set(messages)].map((message) => ({ address, message }));
    }),
};
