import { credentialReason } from "../../model/credentials";

/** What a parameter holds until an operator has set its value: no secret. */
const PENDING = "pending";

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

/** A value and what is known about it. */
export interface Leaf {
  /** Keys and places on the way to the value. */
  readonly path: readonly (string | number)[];
  readonly value: string;
  readonly sensitive: boolean;
  /** The type of the resource it belongs to, where it belongs to one. */
  readonly type?: string | undefined;
}

/** Why a value should not be in a plan, or `undefined`. The reason never repeats the value. */
export function secretReason({ path, value, sensitive, type = "" }: Leaf): string | undefined {
  if (value === "" || value === PENDING) return undefined;
  const keys = path.filter((step) => typeof step === "string");
  if (isSecretAttribute(type, keys[0] ?? "")) return "is the value of a secret";
  if (sensitive) return "is marked as sensitive by Terraform";
  if (keys.length === 1 && NO_SECRETS[type]?.includes(keys[0] ?? "") === true) return undefined;
  const reason = credentialReason(keys.at(-1) ?? "", value);
  return reason === undefined ? undefined : `looks like a credential: ${reason}`;
}

/**
 * Every text below a value, with those in JSON documents (container definitions, policies). The text of an object with a
 * `name` and a `value`, as environment variables are written, goes by its name.
 */
export function* leaves(
  value: unknown,
  options: { readonly marks?: unknown; readonly path?: Leaf["path"]; readonly type?: string | undefined } = {},
): Generator<Leaf> {
  const { marks, path = [], type } = options;
  if (typeof value === "string" || typeof value === "number") {
    const document = typeof value === "string" && marks !== true ? parseDocument(value) : undefined;
    if (document !== undefined) yield* leaves(document, { path, type });
    else yield { path, value: String(value), sensitive: marks === true, type };
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const { name } = value as { name?: unknown };
  for (const [key, inner] of Object.entries(value)) {
    const below = typeof marks === "object" && marks !== null ? (marks as Record<string, unknown>)[key] : marks;
    // A key can be given by a person too: in tags, in a map of variables.
    yield { path: [...path, "key"], value: key, sensitive: false, type: undefined };
    const named = key === "value" && typeof name === "string" && path.length > 0;
    // Of a value that is written in the configuration the name stands one key further up.
    const steps = Array.isArray(value) ? [Number(key)] : named ? [name] : key === "constant_value" ? [] : [key];
    yield* leaves(inner, { marks: below, path: [...path, ...steps], type });
  }
}

function parseDocument(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

/** Whether a value, or anything in it, should not be shown. */
export function looksSecret(key: string, value: unknown): boolean {
  return [...leaves(value, { path: key === "" ? [] : [key] })].some((leaf) => secretReason(leaf) !== undefined);
}
