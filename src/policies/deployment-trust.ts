import { type Policy, resources } from "./policy";

/** A role for identity tokens trusts exact subjects and an exact audience: a wildcard lets in whoever can name a branch or a workspace. */
export const deploymentTrust: Policy = {
  name: "deployment-trust",
  check: ({ json }) =>
    resources(json, "aws_iam_role").flatMap(({ address, block }) => {
      const trust = String(block.assume_role_policy);
      if (!trust.includes("sts:AssumeRoleWithWebIdentity")) return [];
      const rules = [
        [/StringLike|\*|\?/.test(trust), "trusts tokens by a pattern: name each subject as it is, with StringEquals"],
        [!/:sub\\?"/.test(trust), "trusts every token of its provider: name the subjects (<host>:sub)"],
        [!/:aud\\?"/.test(trust), "trusts tokens that are meant for others: name the audience (<host>:aud)"],
      ] as const;
      return rules.filter(([broken]) => broken).map(([, message]) => ({ address, message }));
    }),
};
