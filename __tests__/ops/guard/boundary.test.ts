import { githubExample } from "../../helpers/cloud";
import { findings, protectedEnvironment, questions, resource } from "./plans";

const BOUNDARY = "arn:aws:iam::111122223333:policy/kelmah-boundary-test";
const ADDRESS = "aws_iam_role.auth_task";
const deployment = githubExample().deployment ?? {};
const everywhere = [true, false].map((isProtected) => ({ ...protectedEnvironment(), protected: isProtected, deployment })); // prettier-ignore

const asked = (change: Parameters<typeof resource>[1], environment: (typeof everywhere)[number]) =>
  questions([resource(ADDRESS, change)], { environment });
const role = (boundary: string | null) => ({ name: "kelmah-auth-test-task", permissions_boundary: boundary });

test.each(everywhere)("a bound that a role is given, loses or changes is asked about (protected: $protected)", (environment) => {
  for (const [before, after] of [[null, BOUNDARY], [BOUNDARY, null], [BOUNDARY, `${BOUNDARY}2`]] as const) {
    expect(asked({ actions: ["update"], before: role(before), after: role(after) }, environment)).toEqual([
      expect.stringContaining(`permissions_boundary of a role changes: ${JSON.stringify(after)}`),
    ]);
  }
  const adopted = { actions: ["update"], before: role(null), after: role(BOUNDARY), importing: { id: "x" } };
  expect(asked(adopted, environment)).toEqual([expect.stringContaining("permissions_boundary of a role changes")]);
}); // prettier-ignore

test.each(everywhere)("a new role has its environment's, and no other without a word (protected: $protected)", (environment) => {
  const made = (boundary: string) => asked({ actions: ["create"], after: role(boundary) }, environment);
  expect(made(BOUNDARY)).toEqual([]);
  expect(made(BOUNDARY.replace("test", "prod"))).toEqual([
    expect.stringContaining("permissions_boundary of a role changes"),
  ]);
  const { deployment: option, ...without } = environment;
  expect(option).toBeDefined();
  expect(asked({ actions: ["create"], after: role(BOUNDARY) }, without as typeof environment)).toHaveLength(1);
}); // prettier-ignore

test("the boundary goes when no role of the environment has one any more", () => {
  const goes = resource("aws_iam_policy.boundary", { actions: ["delete"], before: {} }, { action_reason: "delete_because_no_resource_config" }); // prettier-ignore
  expect(findings([goes], { environment: { ...protectedEnvironment(), deployment } })).toEqual([
    expect.stringMatching(/^destroy aws_iam_policy\.boundary would be destroyed/),
  ]);
  const untouched = { ...protectedEnvironment(), deployment: { ...deployment, roles: "untouched" as const } };
  expect(findings([goes], { environment: untouched })).toEqual([]);
});
