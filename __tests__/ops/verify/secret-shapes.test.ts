import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { SSMClient } from "@aws-sdk/client-ssm";
import { createColors } from "picocolors";
import { CallCount } from "../../../src/ops/aws/clients";
import { expectedOf } from "../../../src/ops/verify/expected-of";
import { explainCall } from "../../../src/ops/verify/failure";
import { fetchSecretShapes } from "../../../src/ops/verify/fetch/secret-shapes";
import { renderVerification, verificationJson } from "../../../src/ops/verify/render";
import type { Environment } from "../../../src/model/environment";
import { production, verify } from "./recorded";

const environment: Environment = { ...production(), secrets: { stores: { SMTP_PASS: "secretsmanager" } } };
const NAMES = { MONGODB_URI: "/kelmah/prod/MONGODB_URI", JWT_SECRET: "/kelmah/prod/JWT_SECRET" };

/** What is in the stores, by secret; those that are not named are well. */
type Planted = Readonly<Record<string, string | Error>>;

const WELL = (name: string) => `planted-${name}-Gq3mVd0pLw8x`;
const URI = "mongodb+srv://kelmah:planted-hunter2-pa55@cluster0.example.mongodb.net/kelmah_platform";

/** Stores that answer as AWS does, as far as one value of each secret. */
function stores(planted: Planted) {
  const asked: string[] = [];
  const valueOf = (path = ""): string => {
    asked.push(path);
    const name = path.split("/").at(-1) ?? "";
    const value = planted[name] ?? (name.endsWith("_URI") ? URI : WELL(name));
    if (value instanceof Error) throw value;
    return value;
  };
  const ssm = { send: async ({ input: { Name } }: { input: { Name: string } }) => Promise.resolve({ Parameter: { Value: valueOf(Name) } }) }; // prettier-ignore
  const secretsManager = { send: async ({ input: { SecretId } }: { input: { SecretId: string } }) => Promise.resolve({ SecretString: valueOf(SecretId) }) }; // prettier-ignore
  return { asked, clients: { ssm: ssm as unknown as SSMClient, secretsManager: secretsManager as unknown as SecretsManagerClient } }; // prettier-ignore
}

/** What verify finds with these values, and everything that it says. */
async function check(planted: Planted) {
  const { clients } = stores(planted);
  const secretShapes = await fetchSecretShapes({ ...clients, ...expectedOf(environment) });
  const verification = verify((facts) => ({ ...facts, secretShapes }), environment);
  const said = [
    renderVerification(verification, createColors(false)),
    JSON.stringify(verificationJson(verification, new CallCount(), 1)),
    JSON.stringify([...secretShapes]),
  ].join("\n");
  return { findings: verification.findings.map(({ code, what }) => `${code}: ${what}`), verification, said };
}

/** What could be told of a planted value: the whole, its words, and its hash. */
function leaked(said: string, planted: Planted): string[] {
  const values = Object.values(planted).filter((value) => typeof value === "string");
  const parts = [...values, ...values.flatMap((value) => value.split(/[^\w]+/))].filter((part) => part.length > 5);
  const known = /^(mongodb|kelmah|pending|example|planted|kelmah_platform|cluster0)$/;
  return parts.filter((part) => !known.test(part) && said.includes(part));
}

test("where values look as they should, nothing is said", async () => {
  const { findings, verification } = await check({});
  expect([findings, verification.verdict]).toEqual([[], "healthy"]);
});

const cases: [string, Planted, string][] = [
  ["no database", { MONGODB_URI: "mongodb+srv://kelmah:hunter2-planted@cluster0.example.mongodb.net/?w=majority" }, `secret-no-database: ${NAMES.MONGODB_URI} is a connection string without a database's name`],
  ["no URL", { MONGODB_URI: "mongodb//kelmah:hunter2-planted@broken" }, `secret-no-url: ${NAMES.MONGODB_URI} is no URL that a client could use`],
  ["an empty value", { JWT_SECRET: "  " }, `secret-empty: ${NAMES.JWT_SECRET} is empty`],
  ["a value that nobody has set", { JWT_SECRET: "pending" }, `secret-pending: ${NAMES.JWT_SECRET} still says 'pending'`],
  ["a line break at the end", { JWT_SECRET: "hunter2-planted\n" }, `secret-padded: ${NAMES.JWT_SECRET} begins or ends with a blank or a line break`],
  ["the same value twice, in two stores", { JWT_SECRET: "hunter2-planted", SMTP_PASS: "hunter2-planted" }, `secret-same: ${NAMES.JWT_SECRET} has the same value as kelmah/prod/SMTP_PASS`],
]; // prettier-ignore

test.each(cases)("%s is found, and the value is in nothing that is said", async (_, planted, finding) => {
  const { findings, said, verification } = await check(planted);
  expect(findings).toEqual([finding]);
  expect(verification.findings[0]?.next).toContainEqual(
    expect.stringMatching(/^npm run secret -- --env prod (MONGODB_URI|JWT_SECRET)$/),
  );
  expect(leaked(said, planted)).toEqual([]);
  expect(leaked(`${said} hunter2-planted`, { JWT_SECRET: "hunter2-planted" })).not.toEqual([]);
});

test("what cannot be read is not known, in the words of its own policy, and the others are told of", async () => {
  const denied = explainCall(Object.assign(new Error("hunter2-planted"), { name: "AccessDeniedException" }), {
    action: "ssm:GetParameter",
    deadlineSeconds: 30,
  });
  const { findings, verification, said } = await check({ JWT_SECRET: denied, INTERNAL_API_KEY: "" });
  expect(findings).toEqual([
    "secret-empty: /kelmah/prod/INTERNAL_API_KEY is empty",
    `secret-shape-unknown: the shape of ${NAMES.JWT_SECRET}`,
  ]);
  expect(verification.findings[1]?.why).toBe(
    "AWS denies ssm:GetParameter to these credentials. The policy that --check-secrets needs beside is docs/verify-secrets-policy.json.",
  );
  expect(said).not.toContain("hunter2");
});

test("one that is not there has no shape", async () => {
  const gone = Object.assign(new Error("gone"), { name: "ParameterNotFound" });
  expect((await check({ JWT_SECRET: gone })).findings).toEqual([]);
});

test("each secret is read once, and only where it was asked for", async () => {
  const { asked, clients } = stores({});
  const expected = expectedOf(environment);
  await fetchSecretShapes({ ...clients, ...expected });
  const names = [...expected.parameters, ...expected.managedSecrets].map(({ name }) => name);
  expect([...asked].sort()).toEqual([...names].sort());
  // Without --check-secrets there are no shapes, and nothing is found in them.
  expect(verify(undefined, environment).findings).toEqual([]);
});
