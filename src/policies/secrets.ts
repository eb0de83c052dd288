import { credentialReason } from "../model/credentials";
import { type Breach, nested, type Policy, resources } from "./policy";

/** Every string below a value, with the last key on the way to it. */
function* strings(value: unknown, key = ""): Generator<readonly [string, string]> {
  if (typeof value === "string") yield [key, value];
  else if (typeof value === "object" && value !== null) {
    for (const [name, inner] of Object.entries(value)) yield* strings(inner, Array.isArray(value) ? key : name);
  }
}

function parameterBreaches(address: string, block: Readonly<Record<string, unknown>>): Breach[] {
  const ignored = nested(block, "lifecycle").ignore_changes;
  const rules = [
    ["value" in block || "insecure_value" in block, "its value would be kept in the state: use value_wo"],
    [block.value_wo !== "pending", 'value_wo must be "pending": operators set the value with npm run secret'],
    [!(Array.isArray(ignored) && ignored.includes("value_wo")), "must ignore changes of value_wo, which operators set"],
  ] as const;
  return rules.filter(([broken]) => broken).map(([, message]) => ({ address, message }));
}

/** No secret value is in the synthesized output, and none can get into the state. */
export const secrets: Policy = {
  name: "secrets",
  check: ({ json }) => [
    ...resources(json, "aws_ssm_parameter").flatMap(({ address, block }) => parameterBreaches(address, block)),
    ...resources(json, "aws_secretsmanager_secret_version").map(({ address }) => ({
      address,
      message: "would keep a secret's value in the state: operators set it with npm run secret",
    })),
    ...resources(json, "aws_kms_key")
      .filter(({ block }) => block.enable_key_rotation !== true)
      .map(({ address }) => ({ address, message: "must have enable_key_rotation" })),
    ...Object.keys(json.data ?? {})
      .filter((type) =>
        ["aws_ssm_parameter", "aws_ssm_parameters_by_path", "aws_secretsmanager_secret_version"].includes(type),
      )
      .map((type) => ({ address: `data.${type}`, message: "would read secret values into the state" })),
    ...resources(json).flatMap(({ address, block }) =>
      [...strings(block)].flatMap(([key, value]) => {
        const reason = credentialReason(key, value);
        return reason === undefined ? [] : [{ address, message: `${key} looks like a credential: ${reason}` }];
      }),
    ),
  ],
};
