import type { Environment } from "../../../src/model/environment";
import type { ParameterFact } from "../../../src/ops/verify/facts";
import type { Verification } from "../../../src/ops/verify/analyse";
import { inAnswer, known, lines, production, verify } from "./recorded";

const keyed: Environment = { ...production(), secrets: { key: {} } };
const NAME = "/kelmah/prod/SMTP_USER";

function found(fact: Partial<ParameterFact>, environment = keyed) {
  const parameter: ParameterFact = { version: 2, pending: known(false), ...fact };
  return verify(
    (facts) => ({
      ...facts,
      parameters: inAnswer(facts.parameters, (value) => new Map([...value, [NAME, parameter]])),
    }),
    environment,
  );
}

const SET = "npm run secret -- --env prod SMTP_USER";

test("a parameter is under the key of the environment's own", () => {
  expect(lines(found({ keyId: "alias/kelmah-secrets-prod" }))).toEqual([]);
  expect(lines(found({ keyId: "alias/aws/ssm" }, production()))).toEqual([]);
});

test.each([
  ["AWS's own key", { keyId: "alias/aws/ssm" }, "alias/aws/ssm"],
  ["no key", {}, "no key"],
])("one under %s is for a look, and the command names the key", (_, fact, under) => {
  const verification = found(fact);
  expect(lines(verification)).toEqual([
    `warning parameter-key prod: parameter ${NAME} is under ${under}, which does not say that it is alias/kelmah-secrets-prod (secrets.key)`,
  ]);
  expect(verification.verdict).toBe("healthy");
  expect(verification.findings[0]?.next).toEqual([SET]);
});

const RESTART = "aws ecs update-service --cluster Project-Kelmah --service auth-service-nlb --force-new-deployment --region eu-north-1"; // prettier-ignore

test("one that is pending is set, and then what reads it starts again", () => {
  expect(found({ version: 1, pending: known(true) }).findings[0]?.next).toEqual([
    SET,
    "Then start again what reads it:",
    RESTART,
  ]);
});

/** All parameters of production that Terraform makes, in one state. */
function all(fact: ParameterFact | undefined): Verification {
  return verify((facts) => ({
    ...facts,
    parameters: inAnswer(facts.parameters, (value) =>
      new Map([...value].flatMap(([name, is]) => {
        const ours = !["/kelmah/prod/JWT_SECRET", "/kelmah/prod/MONGODB_URI"].includes(name);
        return !ours ? [[name, is] as const] : fact === undefined ? [] : [[name, fact] as const];
      })),
    ),
  })); // prettier-ignore
}

test("many that are pending are one line, with the command for the first of them", () => {
  const { findings } = all({ version: 1, pending: known(true) });
  expect(findings).toHaveLength(1);
  expect(findings[0]?.what).toMatch(/^6 parameters still say 'pending': \/kelmah\/prod\/INTERNAL_API_KEY, \/kelmah\/prod\/JWT_REFRESH_SECRET, /); // prettier-ignore
  expect(findings[0]?.next.slice(0, 2)).toEqual([
    "npm run secret -- --env prod INTERNAL_API_KEY",
    expect.stringMatching(/^The same for JWT_REFRESH_SECRET, \w+, \w+, \w+, \w+\.$/),
  ]);
});

test("those that are missing are set and recorded: no apply makes them, and none before they are there", () => {
  const { findings, procedures } = all(undefined);
  expect(findings.map(({ code, apply }) => [code, apply])).toEqual([["parameter-missing", undefined]]);
  expect(findings[0]?.next.at(-1)).toBe("npm run discover -- --env prod --write");
  expect(procedures).toEqual({});
});
