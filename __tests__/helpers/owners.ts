import { addressPart } from "../../src/model/phase";
import { blocksOf, type StackJson } from "./synth";

/** Whose what belongs to no service is: the gateway's, the platform's, and the stack's own settings. */
export const SHARED = "shared";

/** What is not called after a service, whatever it is called: a secret may be read by several. */
const CALLED_OTHERWISE = ["output", "aws_ssm_parameter", "aws_secretsmanager_secret"];

/** The service that an address belongs to: `aws_lb_listener.auth` and `aws_iam_role.auth_task` are those of `auth`. */
export function ownerOf(address: string, services: readonly string[]): string {
  const [kind, name] = address.split(/\.(?=[^.]*$)/) as [kind: string, name: string];
  if (CALLED_OTHERWISE.includes(kind)) return SHARED;
  // Of `search` and `search-index` the longer one is meant.
  const longestFirst = [...services].sort((a, b) => b.length - a.length);
  return longestFirst.find((service) => `${name}_`.startsWith(`${addressPart(service)}_`)) ?? SHARED;
}

/** A stack in parts: what belongs to each service, by address, and what they share, with the stack's own settings. */
export function byOwner(json: StackJson, services: readonly string[]): ReadonlyMap<string, object> {
  const { resource, data, output, ...settings } = json;
  const parts = new Map<string, Record<string, unknown>>([[SHARED, settings]]);
  for (const [address, block] of blocksOf({ resource, data, output } as StackJson)) {
    const owner = ownerOf(address, services);
    parts.set(owner, { ...parts.get(owner), [address]: block });
  }
  return parts;
}
