import type { Environment } from "../../../model/environment";
import { addressPart } from "../../../model/phase";
import { givenPart } from "../inventory-file";

/** Fields of a service and of the gateway that are one argument in AWS each, by the argument. */
const FIELDS: Readonly<Record<string, string>> = { cpu: "cpu", desired_count: "desiredCount", memory: "memory" };

/** The file in which a field of an environment is written. */
function fileOf({ name }: Environment, field: string): string {
  return field.startsWith("inventory.") ? `src/environments/inventory/${name}.json` : `src/environments/${name}.ts`;
}

/** A difference that takes something away. */
interface Taken {
  readonly address: string;
  readonly path: string;
  /** As JSON, as it is shown. */
  readonly found: string;
  readonly wanted: string;
}

/** What a person does so that something stays as it was found, as a sentence. */
export function howToStay(environment: Environment, { address, path, found, wanted }: Taken): string {
  const { name, services } = environment;
  const part = address.replace(/^[^.]*\./, "");
  const service = ["gateway", ...Object.keys(services)].find((one) => addressPart(one) === part);
  const field = FIELDS[path];
  if (field === undefined || service === undefined) {
    return "No field of the environment takes it: what needs it has to have something else first.";
  }
  // How many run is the phase's to say, before it is a number's.
  if (wanted === "0")
    return `Write the phase in which it runs, 'parallel' or a later one, into src/environments/${name}.ts.`;
  const owner = service === "gateway" ? service : `services.${service}`;
  return `Write ${owner}.${field}: ${found.replaceAll('"', "")} into src/environments/${name}.ts.`;
}

/** More than so many places are no help. */
const MOST = 2;

/** Whether a value is told from others by what it is: an id, an ARN, a name, a port. */
function isTelling(value: string): boolean {
  return /^"(?=.*[-:./])[^"]{5,}"$/.test(value) || /^\d{4,}$/.test(value);
}

/** Where an environment writes a value, with the file: `inventory.publicSubnets[0] in src/environments/inventory/prod.json`. */
export function writtenIn(environment: Environment, value: string): string {
  const fields = [...fieldsWith({ ...environment, inventory: givenPart(environment.inventory) }, value, "")];
  if (!isTelling(value) || fields.length === 0 || fields.length > MOST)
    return `in src/environments/${environment.name}.ts or catalogue.ts`;
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
