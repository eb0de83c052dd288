import { credentialReason } from "../../model/credentials";
import { type Leaf, leaves, nameOf } from "../../model/leaves";
import { PENDING } from "../../model/secrets";

export { type Leaf, leaves } from "../../model/leaves";

/** Attributes that hold nothing but a secret, by type of resource, whether Terraform marks them or not. */
const SECRET_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  aws_ssm_parameter: ["value", "value_wo", "insecure_value"],
  aws_secretsmanager_secret_version: ["secret_string", "secret_string_wo", "secret_binary"],
};

/** Attributes that are called like a credential and are none, by type of resource. */
const NO_SECRETS: Readonly<Record<string, readonly string[]>> = {
  // Which version of the web ACL an update is made from (AWS WAF API reference, UpdateWebACL).
  aws_wafv2_web_acl: ["lock_token"],
};

/** Whether an attribute holds nothing but a secret. */
export function isSecretAttribute(type: string, attribute: string): boolean {
  return SECRET_ATTRIBUTES[type]?.includes(attribute) === true;
}

/** Why a value should not be in a plan, or `undefined`. The reason never repeats the value. */
export function secretReason({ path, value, sensitive, type = "" }: Leaf): string | undefined {
  if (value === "" || value === PENDING) return undefined;
  const keys = path.filter((step) => typeof step === "string");
  if (isSecretAttribute(type, keys[0] ?? "")) return "is the value of a secret";
  if (sensitive) return "is marked as sensitive by Terraform";
  if (keys.length === 1 && NO_SECRETS[type]?.includes(keys[0] ?? "") === true) return undefined;
  const reason = credentialReason(nameOf(path), value);
  return reason === undefined ? undefined : `looks like a credential: ${reason}`;
}

/** Whether a value, or anything in it, should not be shown. */
export function looksSecret(key: string, value: unknown): boolean {
  for (const leaf of leaves(value, { path: key === "" ? [] : [key] }))
    if (secretReason(leaf) !== undefined) return true;
  return false;
}
