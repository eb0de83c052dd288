import { holds } from "../../model/iam-pattern";
import { type Statement, statementsOf } from "../guard/meaning/statements";
import type { Expected } from "./expected";
import type { Facts, PolicyJson } from "./facts";
import type { NamedSecret } from "./read-secrets";

const DECRYPT = "kms:decrypt";

/** The key that a secret is under, as that was named when it was set; `undefined` for one of AWS's own, or where it is not known. */
export function keyOf(
  { parameters, managedSecrets }: Pick<Facts, "parameters" | "managedSecrets">,
  { store, name }: NamedSecret,
): string | undefined {
  if (store === "ssm") return parameters.known ? parameters.value.get(name)?.keyId : undefined;
  const secret = managedSecrets.get(name);
  return secret?.known === true ? secret.value.keyId : undefined;
}

/** Whether a key is one that AWS manages: whoever may read a store's secrets may use it (KMS developer guide, "AWS managed keys"). */
export function isOwnKeyOfAws(key: string | undefined): boolean {
  return key === undefined || /(^|:)alias\/aws\//.test(key);
}

/**
 * Whether a role's policies let it decrypt with a key on behalf of a store. Which key an alias means they do not say: where
 * some key is named, and the alias is the environment's own, it is taken for that one; of another alias nobody knows.
 */
export function mayDecrypt(
  policies: readonly PolicyJson[],
  key: string,
  store: NamedSecret["store"],
  { account, region, secretsKey }: Pick<Expected, "account" | "region" | "secretsKey">,
): boolean | undefined {
  const via = `${store}.${region}.amazonaws.com`;
  const about = policies.flatMap((policy) => statementsOf(policy) ?? []).filter((one) => means(one.actions, DECRYPT));
  const keys = `arn:aws:kms:${region}:${account}:key/`;
  const isAlias = /(^|:)alias\//.test(key);
  const arn = isAlias ? `${keys}*` : key.startsWith("arn:") ? key : keys + key;
  const allows = about.filter((one) => one.effect === "Allow" && isVia(one, via));
  // A condition of a denial may be met or not.
  if (about.some((one) => one.effect === "Deny" && one.conditions.size === 0 && means(one.resources, arn)))
    return false;
  if (allows.some(({ resources }) => means(resources, arn))) return true;
  if (!isAlias || allows.length === 0) return false;
  return key === secretsKey || key.endsWith(`:${secretsKey ?? ""}`) ? true : undefined;
}

/** Whether a part of a statement means something, or all that a pattern means. */
function means({ not, patterns }: Statement["actions"], what: string): boolean {
  return patterns.some((pattern) => holds(pattern, what)) !== not;
}

/** Whether what a statement says holds for calls on behalf of a service: of its other conditions, that they are met is taken. */
function isVia({ conditions }: Statement, via: string): boolean {
  return [...conditions].every(([condition, wanted]) => {
    if (!/^string(equals|like)(ifexists)? kms:viaservice$/.test(condition)) return true;
    return wanted.some((pattern) => holds(pattern, via));
  });
}
