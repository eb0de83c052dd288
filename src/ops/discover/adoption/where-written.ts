import type { Environment } from "../../../model/environment";
import { addressPart } from "../../../model/phase";
import { givenPart } from "../inventory-file";

/** Fields of a service and of the gateway that are one argument in AWS each, by the argument. */
const FIELDS: Readonly<Record<string, string>> = { cpu: "cpu", desired_count: "desiredCount", memory: "memory" };

/** The file in which a field of an environment is written. */
function fileOf({ name }: Environment, field: string): string {
  return field.startsWith("inventory.") ? `src/environments/inventory/${name}.json` : `src/environments/${name}.ts`;
}

/**
 * What a person writes so that something stays as it was found: `gateway.desiredCount: 4 into src/environments/prod.ts`; where no
 * field is known for it, which files to look in.
 *
 * @param found a value of AWS's, as JSON
 */
export function toWrite(environment: Environment, address: string, path: string, found: string): string {
  const { name, services } = environment;
  const part = address.replace(/^[^.]*\./, "");
  const service = ["gateway", ...Object.keys(services)].find((one) => addressPart(one) === part);
  const field = FIELDS[path];
  if (service === undefined || field === undefined || !/^"?\d+"?$/.test(found)) {
    return `what is found into src/environments/${name}.ts or catalogue.ts`;
  }
  const owner = service === "gateway" ? service : `services.${service}`;
  return `${owner}.${field}: ${found.replaceAll('"', "")} into src/environments/${name}.ts`;
}

/** More than so many places are no help. */
const MOST = 2;

/** Where an environment writes a value, with the file: `inventory.publicSubnets[0] in src/environments/inventory/prod.json`. */
export function writtenIn(environment: Environment, value: string): string {
  const fields = [...fieldsWith({ ...environment, inventory: givenPart(environment.inventory) }, value, "")];
  if (fields.length === 0 || fields.length > MOST) return `in src/environments/${environment.name}.ts or catalogue.ts`;
  return fields.map((field) => `as ${field} in ${fileOf(environment, field)}`).join(", ");
}

function* fieldsWith(at: unknown, value: string, field: string): Generator<string> {
  if (typeof at !== "object" || at === null) {
    if (JSON.stringify(at) === value) yield field;
    return;
  }
  for (const [key, inner] of Object.entries(at)) {
    const below = Array.isArray(at) ? `${field}[${key}]` : field === "" ? key : `${field}.${key}`;
    yield* fieldsWith(inner, value, below);
  }
}
