import type { Environment } from "../../../src/model/environment";
import type { ParameterFact } from "../../../src/ops/verify/facts";
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

const set = "npm run secret -- --env prod SMTP_USER";

test("a parameter is under the key of the environment's own", () => {
  expect(lines(found({ keyId: "alias/kelmah-secrets-prod" }))).toEqual([]);
  expect(lines(found({ keyId: "alias/aws/ssm" }, production()))).toEqual([]);
});

test.each([
  ["AWS's own key", { keyId: "alias/aws/ssm" }, "alias/aws/ssm"],
  ["no key", {}, "no key"],
])("one under %s is for a look, and the command sets it again", (_, fact, under) => {
  const verification = found(fact);
  expect(lines(verification)).toEqual([
    `warning parameter-key prod: parameter ${NAME} is under ${under}, which does not say that it is alias/kelmah-secrets-prod (secrets.key)`,
  ]);
  expect(verification.verdict).toBe("healthy");
  expect(verification.findings[0]?.next).toEqual([set]);
});

test("setting a value is one command, whatever key it goes under", () => {
  const next = (environment = keyed) => found({ version: 1, pending: known(true) }, environment).findings[0]?.next[0];
  expect(next()).toBe(set);
  expect(next(production())).toBe(set);
});
