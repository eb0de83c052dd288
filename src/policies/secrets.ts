import { credentialReason, showName } from "../model/credentials";
import { leaves, nameOf } from "../model/leaves";
import { PENDING } from "../model/secrets";
import { type Breach, nested, type Policy, resources, type StackJson } from "./policy";

/** Everything that a stack has, by address, each with the keys that its values go by where they have no better one. */
function* parts({ resource, data, provider, output, variable, module, locals, terraform }: StackJson): Generator<{
  readonly address: string;
  readonly value: unknown;
}> {
  for (const [prefix, blocks] of [
    ["", resource],
    ["data.", data],
  ] as const) {
    for (const [type, named] of Object.entries(blocks ?? {})) {
      for (const [name, value] of Object.entries(named)) yield { address: `${prefix}${type}.${name}`, value };
    }
  }
  for (const [kind, blocks] of Object.entries({ provider, output, variable, module })) {
    for (const [name, value] of Object.entries<unknown>(blocks ?? {}))
      yield { address: `${kind}.${name}`, value: { [name]: value } };
  }
  for (const [name, value] of Object.entries(locals ?? {}))
    yield { address: `local.${name}`, value: { [name]: value } };
  yield { address: "terraform", value: terraform };
}

/** What looks like a credential anywhere in a stack, in the names of things too; the message never repeats it. */
function credentialBreaches(json: StackJson): Breach[] {
  return [...parts(json)].flatMap(({ address, value }) => {
    const ofName = credentialReason("", address);
    const inName = ofName === undefined ? [] : [`its name looks like a credential: ${ofName}`];
    const inValues = [...leaves(value)].flatMap((leaf) => {
      const name = nameOf(leaf.path);
      const reason = credentialReason(name, leaf.value);
      return reason === undefined ? [] : [`${showName(name)} looks like a credential: ${reason}`];
    });
    return [...new Set([...inName, ...inValues])].map((message) => ({ address: showName(address), message }));
  });
}

function parameterBreaches(address: string, block: Readonly<Record<string, unknown>>): Breach[] {
  const ignored = nested(block, "lifecycle").ignore_changes;
  const rules = [
    ["value" in block || "insecure_value" in block, "its value would be kept in the state: use value_wo"],
    [block.value_wo !== PENDING, `value_wo must be "${PENDING}": operators set the value with npm run secret`],
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
    ...credentialBreaches(json),
  ],
};
