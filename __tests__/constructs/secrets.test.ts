import { TerraformLocal } from "cdktf";
import { Secrets } from "../../src/constructs/secrets";
import { SecretsKey } from "../../src/constructs/secrets-key";
import "../helpers/matchers";
import { addressesOf, synthesize } from "../helpers/synth";

let parameters: Secrets;
const json = synthesize((stack) => {
  parameters = new Secrets(stack, "Parameters", {
    account: "111122223333",
    region: "eu-north-1",
    environment: "test",
    parameters: ["JWT_SECRET", "MONGODB_URI", "SMTP_PASS"],
    existing: ["JWT_SECRET"],
    managed: [],
    storeOf: () => "ssm",
    preventDestroy: false,
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
    description: "Set its value with: npm run secret -- --env test SMTP_PASS",
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

describe("in Secrets Manager, under a key of the environment's own", () => {
  let secrets: Secrets;
  const place = { account: "111122223333", region: "eu-north-1", environment: "test" };
  const both = synthesize((stack) => {
    const key = new SecretsKey(stack, "SecretsKey", { ...place, rotationDays: 180, preventDestroy: true });
    secrets = new Secrets(stack, "Parameters", {
      ...place,
      parameters: ["JWT_SECRET", "MONGODB_URI"],
      existing: [],
      managed: ["MONGODB_URI"],
      storeOf: (secret) => (secret === "MONGODB_URI" ? "secretsmanager" : "ssm"),
      key,
      preventDestroy: true,
    });
    new TerraformLocal(stack, "reads", secrets.reads(["JWT_SECRET", "MONGODB_URI"]));
  });

  test("a secret is made without a value, and can be had back for 30 days", () => {
    expect(both).toHaveResourceAt("aws_secretsmanager_secret.mongodb_uri", {
      name: "kelmah/test/MONGODB_URI",
      kms_key_id: "${aws_kms_key.secrets.arn}",
      recovery_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
      tags: { Name: "kelmah/test/MONGODB_URI" },
    });
    expect(addressesOf(both).filter((address) => address.includes("secret_version"))).toEqual([]);
  });

  test("the key is rotated, known by an alias, and stays", () => {
    expect(both).toHaveResourceAt("aws_kms_key.secrets", {
      enable_key_rotation: true,
      rotation_period_in_days: 180,
      deletion_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
    expect(both).toHaveResourceAt("aws_kms_alias.secrets", { name: "alias/kelmah-secrets-test" });
  });

  test("a parameter is made under it, and one that is there keeps its key: its value would be sent along, empty", () => {
    expect(both).toHaveResourceAt("aws_ssm_parameter.jwt_secret", {
      key_id: "${aws_kms_alias.secrets.name}",
      lifecycle: {
        ignore_changes: ["value_wo", "value_wo_version", "description", "key_id"],
        prevent_destroy: true,
      },
      description: "Set its value with: npm run secret -- --env test JWT_SECRET",
    });
  });

  test("tasks may read each where it is, in either store if it is in both, and wait for the one they read it from", () => {
    expect(both.locals).toEqual({
      reads: {
        parameters: [
          "arn:aws:ssm:eu-north-1:111122223333:parameter/kelmah/test/JWT_SECRET",
          "arn:aws:ssm:eu-north-1:111122223333:parameter/kelmah/test/MONGODB_URI",
        ],
        managed: ["${aws_secretsmanager_secret.mongodb_uri.arn}"],
        key: "${aws_kms_key.secrets.arn}",
      },
    });
    expect(
      secrets.toWaitFor(["JWT_SECRET", "MONGODB_URI"]).map(({ terraformResourceType }) => terraformResourceType),
    ).toEqual(["aws_ssm_parameter", "aws_secretsmanager_secret"]);
  });
});
