import fc from "fast-check";
import { mayDo } from "../../helpers/iam";
import { holds } from "../../../src/model/iam-pattern";
import { saidTogether, statementsOf, widened } from "../../../src/ops/guard/meaning/statements";

interface Document {
  readonly Version: "2012-10-17";
  readonly Statement: readonly object[];
}

const document = (...statements: object[]): Document => ({ Version: "2012-10-17", Statement: statements });
const allow = (more: object) => ({ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*", ...more });
const wider = (before: object, after: object) =>
  widened(statementsOf(before) ?? [], statementsOf(after) ?? []).map(({ said }) => said);

test.each<[string, string, string, boolean]>([
  ["the same", "s3:Get", "s3:Get", true],
  ["everything", "*", "s3:Get*", true],
  ["a part", "s3:Get*", "s3:GetObject", true],
  ["one letter", "s3:Get?bject", "s3:GetObject", true],
  ["one letter does not hold any number", "s3:Get?", "s3:Get*", false],
  ["less", "s3:GetObject", "s3:Get*", false],
  ["a dot is a dot", "a.b", "axb", false],
  ["in the middle", "a*c*e", "abcde", true],
  ["not the end", "a*c", "abcd", false],
  ["nothing", "", "", true],
])("a pattern holds %s", (_, a, b, expected) => {
  expect(holds(a, b)).toBe(expected);
});

test("a pattern is looked at in a time that does not explode", () => {
  const start = Date.now();
  expect(holds(`${"*a".repeat(2000)}b`, "a".repeat(20_000))).toBe(false);
  expect(Date.now() - start).toBeLessThan(5000);
});

test.each<[string, object, object, readonly string[]]>([
  ["the same, in another form", document(allow({ Action: ["s3:GetObject"] })), document(allow({})), []],
  ["less", document(allow({ Action: "s3:*" })), document(allow({})), []],
  ["a narrower resource", document(allow({ Resource: "*" })), document(allow({})), []],
  ["a wider action", document(allow({})), document(allow({ Action: "s3:*" })), ["allows s3:* on arn:aws:s3:::a/*"]],
  ["a wider resource", document(allow({})), document(allow({ Resource: "*" })), ["allows s3:getobject on *"]],
  ["an action more", document(allow({})), document(allow({ Action: ["s3:GetObject", "s3:PutObject"] })), ["allows s3:putobject on arn:aws:s3:::a/*"]],
  ["all but some", document(allow({})), document(allow({ Action: undefined, NotAction: "iam:*" })), ["allows all but iam:* on arn:aws:s3:::a/*"]],
  ["all but more", document(allow({ Action: undefined, NotAction: "iam:*" })), document(allow({ Action: undefined, NotAction: ["iam:*", "s3:*"] })), []],
  ["all but less", document(allow({ Action: undefined, NotAction: ["iam:*", "s3:*"] })), document(allow({ Action: undefined, NotAction: "iam:*" })), ["allows all but iam:* on arn:aws:s3:::a/*"]],
  ["what all but some held", document(allow({ Action: undefined, NotAction: "iam:*" })), document(allow({})), []],
  ["what all but some left out", document(allow({ Action: undefined, NotAction: "iam:*" })), document(allow({ Action: "iam:PassRole" })), ["allows iam:passrole on arn:aws:s3:::a/*"]],
  ["a condition that goes", document(allow({ Condition: { Bool: { "aws:SecureTransport": "true" } } })), document(allow({})), ["allows s3:getobject on arn:aws:s3:::a/*"]],
  ["a condition that comes", document(allow({})), document(allow({ Condition: { Bool: { "aws:SecureTransport": "true" } } })), []],
  ["a value fewer", document(allow({ Condition: { StringEquals: { a: ["1", "2"] } } })), document(allow({ Condition: { StringEquals: { a: "1" } } })), []],
  ["a value more", document(allow({ Condition: { StringEquals: { a: "1" } } })), document(allow({ Condition: { StringEquals: { a: ["1", "2"] } } })), ["allows s3:getobject on arn:aws:s3:::a/* if stringequals a"]],
  ["a value fewer that is shut out", document(allow({ Condition: { StringNotEquals: { a: ["1", "2"] } } })), document(allow({ Condition: { StringNotEquals: { a: "1" } } })), ["allows s3:getobject on arn:aws:s3:::a/* if stringnotequals a"]],
  ["another operator", document(allow({ Condition: { StringEquals: { a: "1" } } })), document(allow({ Condition: { StringLike: { a: "*" } } })), ["allows s3:getobject on arn:aws:s3:::a/* if stringlike a"]],
  ["a denial that goes", document(allow({}), { ...allow({}), Effect: "Deny" }), document(allow({})), ["no longer denies s3:getobject on arn:aws:s3:::a/*"]],
  ["a denial that comes", document(allow({})), document(allow({}), { ...allow({}), Effect: "Deny" }), []],
  ["a denial under a condition only", document({ ...allow({}), Effect: "Deny" }), document({ ...allow({ Condition: { Bool: { a: "true" } } }), Effect: "Deny" }), ["no longer denies s3:getobject on arn:aws:s3:::a/*"]],
  ["everybody, in a word", document(allow({ Principal: { AWS: "*" } })), document(allow({ Principal: "*" })), []],
  ["an account by its number", document(allow({ Principal: { AWS: "arn:aws:iam::111122223333:root" } })), document(allow({ Principal: { AWS: "111122223333" } })), []],
  ["another account", document(allow({ Principal: { AWS: "111122223333" } })), document(allow({ Principal: { AWS: "444455556666" } })), ["allows s3:getobject on arn:aws:s3:::a/* for AWS:arn:aws:iam::444455556666:root"]],
  ["all principals but one", document(allow({ Principal: { AWS: "111122223333" } })), document(allow({ NotPrincipal: { AWS: "111122223333" } })), ["allows s3:getobject on arn:aws:s3:::a/* for all but AWS:arn:aws:iam::111122223333:root"]],
  ["two statements for one", document(allow({ Action: ["s3:GetObject", "s3:PutObject"] })), document(allow({}), allow({ Action: "s3:PutObject" })), []],
  ["an effect of nobody's", document(allow({})), document({ ...allow({}), Effect: "allow" }), ["has the effect 'allow'"]],
])("a document with %s", (_, before, after, expected) => {
  expect(wider(before, after)).toEqual(expected);
}); // prettier-ignore

test("rights of one statement are said together", () => {
  const two = {
    Action: ["s3:PutObject", "s3:DeleteObject"],
    Resource: ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"],
    Sid: "Two",
  };
  const rights = widened([], statementsOf(document(allow(two), allow({ Sid: "One" }))) ?? []);
  expect(saidTogether(rights)).toEqual([
    "allows s3:putobject, s3:deleteobject on arn:aws:s3:::a/*, arn:aws:s3:::b/* (Two)",
    "allows s3:getobject on arn:aws:s3:::a/* (One)",
  ]);
});

test("what is no document has no statements", () => {
  for (const value of [undefined, null, "", "{}", {}, []]) expect(statementsOf(value)).toBeUndefined();
});

describe("beside a simulator of IAM", () => {
  const action = fc.constantFrom("s3:GetObject", "s3:GetObjectTagging", "s3:PutObject", "s3:Get*", "s3:*", "*");
  const resource = fc.constantFrom("arn:aws:s3:::a/x", "arn:aws:s3:::a/*", "arn:aws:s3:::b/x", "arn:aws:s3:::*", "*");
  const statement = fc.record(
    { Effect: fc.constantFrom("Allow", "Allow", "Deny"), Action: fc.uniqueArray(action, { minLength: 1, maxLength: 2 }), Resource: fc.uniqueArray(resource, { minLength: 1, maxLength: 2 }) }, // prettier-ignore
  );
  const policy = fc.array(statement, { minLength: 1, maxLength: 3 }).map((statements) => document(...statements));

  const may = (policyDocument: Document, action: string, on: string) =>
    mayDo("arn:aws:iam::111122223333:role/a", [{ ...policyDocument }], { action, resource: on });

  test("what is called no wider lets nobody do more", async () => {
    const does = fc.constantFrom("s3:GetObject", "s3:GetObjectTagging", "s3:PutObject");
    const on = fc.constantFrom("arn:aws:s3:::a/x", "arn:aws:s3:::a/y", "arn:aws:s3:::b/x");
    await fc.assert(
      fc.asyncProperty(policy, policy, does, on, async (before, after, one, place) => {
        fc.pre(wider(before, after).length === 0);
        if (await may(after, one, place)) expect(await may(before, one, place)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
