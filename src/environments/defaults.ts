import type { Environment, Inventory, Network, S3State, Service } from "../model/environment";
import { nearest } from "../model/nearest";
import type { Phase } from "../model/phase";
import type { PlainValue } from "../model/plain-value";
import { OperatorError, quote } from "../model/problem";

/** The account that had its states before there was another: its state stack is `kelmah-state`, without a number. */
const FIRST_ACCOUNT = "992350137489";

/**
 * Where the states of an account's environments lie: the bucket and lock table that its state stack makes.
 *
 * @param region where these are, if the account's first environment is in another region. @default the environment's
 */
export function stateOf({ account }: Inventory, region?: string): S3State {
  return {
    kind: "s3",
    bucket: `kelmah-terraform-state-${account}`,
    lockTable: "kelmah-terraform-locks",
    ...(region !== undefined && { region }),
    ...(account !== FIRST_ACCOUNT && { stack: `kelmah-state-${account}` }),
  };
}

/** The first three availability zones of a region. */
export function threeZones({ region }: Inventory): Network["availabilityZones"] {
  return ["a", "b", "c"].map((letter) => `${region}${letter}`);
}

/** Services in phases of their own; the others are in the environment's. */
export function inPhases(
  services: Readonly<Record<string, Service>>,
  phases: Readonly<Record<string, Phase>>,
): Readonly<Record<string, Service>> {
  refuseUnknown("A phase is", phases, services);
  const entries = Object.entries(services).map(([name, service]) => {
    const phase = phases[name];
    return [name, phase === undefined ? service : { ...service, phase }] as const;
  });
  return Object.fromEntries(entries);
}

/** Services some of whose plain variables are others than the catalogue's, or more; by service. */
export function withVariables(
  services: Readonly<Record<string, Service>>,
  variables: Readonly<Record<string, Readonly<Record<string, PlainValue>>>>,
): Readonly<Record<string, Service>> {
  refuseUnknown("Variables are", variables, services);
  const entries = Object.entries(services).map(([name, service]) => {
    return [name, { ...service, environment: { ...service.environment, ...variables[name] } }] as const;
  });
  return Object.fromEntries(entries);
}

function refuseUnknown(what: string, given: object, services: Readonly<Record<string, Service>>): void {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(services, name));
  if (unknown.length === 0) return;
  const known = Object.keys(services);
  const list = unknown.map((name) => `${quote(name)} (the nearest is ${quote(nearest(name, known)[0] ?? "")})`);
  throw new OperatorError(`${what} given to what is no service: ${list.join(", ")}`);
}

/** What every environment has in common. */
export const ownership: Pick<Environment, "owner" | "costCenter"> = {
  owner: "platform",
  costCenter: "kelmah-platform",
};
