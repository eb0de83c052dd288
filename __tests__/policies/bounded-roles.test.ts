import { boundedRoles } from "../../src/policies/bounded-roles";
import { githubExample } from "../helpers/cloud";
import { example } from "../helpers/example";

const BOUNDARY = "arn:aws:iam::111122223333:policy/kelmah-boundary-test";
const untouched = () => ({ ...githubExample(), deployment: { github: { repository: "a/b" }, roles: "untouched" as const } }); // prettier-ignore
const check = (boundary: string | undefined, environment = githubExample(), name = "kelmah-test-services") =>
  boundedRoles
    .check({ name, environment, json: { resource: { aws_iam_role: { it: { name: "x", permissions_boundary: boundary } } } } })
    .map(({ address, message }) => `${address}: ${message}`); // prettier-ignore

test("takes the environment's own boundary, and asks for it on every role that a pipeline makes", () => {
  expect(check(BOUNDARY)).toEqual([]);
  for (const wrong of [undefined, BOUNDARY.replace("test", "prod"), `${BOUNDARY}2`]) {
    expect(check(wrong)).toEqual([`aws_iam_role.it: needs permissions_boundary ${BOUNDARY}: a pipeline makes it`]);
  }
});

test("asks for none where no pipeline makes roles, nor of the pipeline's own", () => {
  expect(check(undefined, example())).toEqual([]);
  expect(check(undefined, untouched())).toEqual([]);
  expect(check(undefined, githubExample(), "kelmah-test-deployment")).toEqual([]);
});
