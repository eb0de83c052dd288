import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { OperatorError } from "../../model/problem";

/** A provider in one exact version, as a stack requires it. */
export interface RequiredProvider {
  /** Full address, such as `registry.terraform.io/hashicorp/aws`. */
  readonly address: string;
  readonly version: string;
}

type Requirements = Record<string, { readonly source?: string; readonly version?: string }>;

/**
 * The providers that a synthesized stack, in JSON or in HCL, requires in one exact version.
 *
 * @throws OperatorError when the folder holds no synthesized stack.
 */
export async function readRequiredProviders(directory: string): Promise<RequiredProvider[]> {
  const [json, hcl] = await Promise.all(
    ["cdk.tf.json", "cdk.tf"].map((name) => readFile(join(directory, name), "utf8").catch(() => undefined)),
  );
  if (json === undefined && hcl === undefined) {
    throw new OperatorError(`${directory} holds no synthesized stack. Synthesize first: npx cdktf synth`);
  }
  const requirements = json === undefined ? fromHcl(hcl ?? "") : fromJson(json);
  return Object.entries(requirements).flatMap(([name, { source, version }]) =>
    version !== undefined && /^\d+\.\d+\.\d+$/.test(version)
      ? [{ address: providerAddress(source ?? name), version }]
      : [],
  );
}

function fromJson(text: string): Requirements {
  const { terraform } = JSON.parse(text) as { terraform?: { required_providers?: Requirements } };
  return terraform?.required_providers ?? {};
}

/** Reads what cdktf writes, which is not all that HCL allows: names, and strings without escapes. */
function fromHcl(text: string): Requirements {
  const block = /required_providers\s*\{((?:[^{}]*\{[^{}]*\})*)/.exec(text)?.[1] ?? "";
  const entries = [...block.matchAll(/(\w+)"?\s*=\s*\{([^{}]*)\}/g)].map(([, name = "", body = ""]) => {
    const settings = [...body.matchAll(/(\w+)\s*=\s*"([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]);
    return [name, Object.fromEntries(settings) as Requirements[string]];
  });
  return Object.fromEntries(entries) as Requirements;
}

/** Full address of a provider by its source: the registry and HashiCorp's namespace are what a shorter one leaves out. */
export function providerAddress(source: string): string {
  const parts = source.split("/");
  return [...["registry.terraform.io", "hashicorp"].slice(0, 3 - parts.length), ...parts].join("/");
}
