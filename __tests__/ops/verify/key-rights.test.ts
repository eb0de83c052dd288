import type { Environment } from "../../../src/model/environment";
import type { Facts, PolicyJson } from "../../../src/ops/verify/facts";
import { mayDecrypt } from "../../../src/ops/verify/keys";
import { executionPolicy } from "../../../src/constructs/iam-policies";
import { failed, inAnswer, known, lines, production, verify } from "./recorded";

const PLACE = { account: "992350137489", region: "eu-north-1" };
const ROLE = `arn:aws:iam::${PLACE.account}:role/kelmah-auth-prod-execution`;
const NAME = "/kelmah/prod/JWT_SECRET";
const ID = "01234567-0123-0123-0123-0123456789ab";
const KEY = `arn:aws:kms:eu-north-1:${PLACE.account}:key/${ID}`;
const keyed: Environment = { ...production(), secrets: { key: {} } };

const policy = (change: Readonly<Record<string, unknown>> = {}): PolicyJson => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["kms:Decrypt"], Resource: [KEY], ...change }],
});

/** What the project writes into a role, with a key of the environment's own and without. */
const own = (key?: string) =>
  executionPolicy({ ...PLACE, repository: "r", logGroup: "/ecs/x", secrets: { parameters: ["arn"], managed: [], ...(key !== undefined && { key }) } }) as unknown as PolicyJson; // prettier-ignore

test.each<[string, PolicyJson, string, boolean | undefined]>([
  ["the key by its ARN", policy(), KEY, true],
  ["the key by its id", policy(), ID, true],
  ["another key", policy({ Resource: KEY.replace("0123", "4567") }), KEY, false],
  ["every key", policy({ Resource: "*" }), "alias/other", true],
  ["every action", policy({ Action: "kms:*" }), KEY, true],
  ["all but deleting", policy({ Action: undefined, NotAction: "kms:ScheduleKeyDeletion" }), KEY, true],
  ["all but decrypting", policy({ Action: undefined, NotAction: ["kms:Decrypt"] }), KEY, false],
  ["it through the other store alone", policy({ Condition: { StringEquals: { "kms:ViaService": "secretsmanager.eu-north-1.amazonaws.com" } } }), KEY, false],
  ["it through this store", policy({ Condition: { StringLike: { "kms:ViaService": ["ssm.*.amazonaws.com"] } } }), KEY, true],
  ["nothing of keys", own(), KEY, false],
  ["nothing of keys, by an alias", own(), "alias/other", false],
  ["some key, by an alias that nobody knows", policy(), "alias/other", undefined],
  ["the environment's own key, by its alias", own(KEY), "alias/kelmah-secrets-prod", true],
])("a role that is let use %s may decrypt: %#", (_, document, key, may) => {
  expect(mayDecrypt([document], key, "ssm", { ...PLACE, secretsKey: "alias/kelmah-secrets-prod" })).toBe(may);
}); // prettier-ignore

test("a denial outweighs what is let", () => {
  expect(mayDecrypt([policy(), policy({ Effect: "Deny", Resource: "*" })], KEY, "ssm", PLACE)).toBe(false);
});

/** Auth reads a parameter under a key, and its role has these policies. */
function under(keyId: string, roles: Facts["roles"]) {
  return (facts: Facts): Facts => ({
    ...facts,
    parameters: inAnswer(facts.parameters, (value) => new Map([...value].map(([name, fact]) => [name, name === NAME ? { ...fact, keyId } : fact]))),
    taskDefinitions: new Map([...facts.taskDefinitions].map(([arn, answer]) => [
      arn,
      arn.endsWith("/auth:7")
        ? inAnswer(answer, (of) => ({ ...of, executionRole: ROLE, containers: of.containers.map((one) => ({ ...one, secrets: [NAME] })) }))
        : answer,
    ])),
    ...(roles && { roles }),
  });
} // prettier-ignore

const rights = (...policies: PolicyJson[]) => new Map([[ROLE, known(policies)]]);

test("a parameter under a key that its reader's role may not use is said before its next task starts", () => {
  const found = verify(under(KEY, rights(own())));
  expect(lines(found)).toEqual([
    `warning key-right prod: parameter ${NAME} is under the key ${KEY}, which kelmah-auth-prod-execution may not use by its policies`,
  ]);
  expect(found.findings[0]).toMatchObject({
    group: "will-fail",
    why: "tasks of auth-service-nlb that start now do not get it, unless the key's own policy names the role",
    next: ["Put the same value again: that puts it under AWS's own key.", "npm run secret -- --env prod JWT_SECRET"],
  });
  expect(lines(verify(under(KEY, rights(own(KEY)))))).toEqual([]);
  expect(lines(verify(under("alias/aws/ssm", rights(own()))))).toEqual([]);
});

test("the environment's own key is opened by an apply, which writes the role's policy again", () => {
  const [finding] = verify(under("alias/kelmah-secrets-prod", rights(own())), keyed).findings;
  expect(finding).toMatchObject({ code: "key-right", next: [], apply: "kelmah-prod-services" });
});

test("what could not be asked of a role is not known", () => {
  const found = verify(under(KEY, new Map([[ROLE, failed("iam:GetRolePolicy")]])));
  expect(lines(found)).toEqual([`unknown key-right-unknown prod: whether kelmah-auth-prod-execution may use ${KEY}`]);
});

test.each(["String", "StringList"])("a secret in a parameter of type %s is wrong, with how it is put as SecureString", (type) => {
  const found = verify((facts) => ({
    ...facts,
    parameters: inAnswer(facts.parameters, (value) => new Map([...value, [NAME, { version: 2, pending: known(false), type }]])),
  }), keyed);
  expect(lines(found).filter((line) => line.includes(NAME))).toEqual([
    `wrong parameter-plain prod: parameter ${NAME} holds a secret as plain text: its type is ${type}`,
  ]);
  const finding = found.findings.find(({ code }) => code === "parameter-plain");
  expect(finding?.group).toBe("tidy-up");
  expect(finding?.next.slice(0, 5)).toEqual([
    "Have the value at hand, new or the same, and put it as SecureString:",
    "npm run secret -- --env prod JWT_SECRET",
    "If AWS refuses with HierarchyTypeMismatchException, delete it, and put it at once: in between no task that reads it starts.",
    `aws ssm delete-parameter --name ${NAME} --region eu-north-1`,
    "Then start again what reads it, one after the other, each when the one before is steady:",
  ]);
}); // prettier-ignore
