import { Parameters } from "../../src/constructs/parameters";
import "../helpers/matchers";
import { addressesOf, synthesize } from "../helpers/synth";

let parameters: Parameters;
const json = synthesize((stack) => {
  parameters = new Parameters(stack, "Parameters", {
    account: "111122223333",
    region: "eu-north-1",
    environment: "test",
    secrets: ["JWT_SECRET", "MONGODB_URI", "SMTP_PASS"],
    existing: ["JWT_SECRET"],
  });
});

test("makes a parameter whose value means nothing, is not kept in the state and is the operator's to change", () => {
  expect(json).toHaveResourceAt("aws_ssm_parameter.smtp_pass", {
    name: "/kelmah/test/SMTP_PASS",
    type: "SecureString",
    value_wo: "pending",
    value_wo_version: 1,
    value: undefined,
    insecure_value: undefined,
    lifecycle: { ignore_changes: ["value_wo", "value_wo_version", "description"] },
    tags: { Name: "/kelmah/test/SMTP_PASS" },
    description:
      "Set its value with: aws ssm put-parameter --overwrite --type SecureString --name /kelmah/test/SMTP_PASS --value ...",
  });
});

test("neither makes nor reads a parameter that was there before", () => {
  expect(addressesOf(json)).toEqual(["aws_ssm_parameter.mongodb_uri", "aws_ssm_parameter.smtp_pass"]);
});

test("refers to both kinds by an ARN that is known before they are made", () => {
  const arn = "arn:aws:ssm:eu-north-1:111122223333:parameter/kelmah/test/";
  expect(parameters.arn("JWT_SECRET")).toBe(`${arn}JWT_SECRET`);
  expect(parameters.arn("SMTP_PASS")).toBe(`${arn}SMTP_PASS`);
});

test("only what is made here has to be waited for", () => {
  const made = parameters.toWaitFor(["JWT_SECRET", "SMTP_PASS"]);
  expect(made.map(({ friendlyUniqueId }) => friendlyUniqueId)).toEqual(["smtp_pass"]);
});
