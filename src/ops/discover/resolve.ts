import type { Attributes } from "../stack";

/** A value that is known only when Terraform applies, such as the ARN of what is still to be made. */
export const UNKNOWN = Symbol("known after apply");

/** The value behind a reference such as `aws_subnet.private_a.id`, or {@link UNKNOWN}. */
export type Lookup = (reference: string) => unknown;

/** A value with its references replaced by what they stand for; a list with an unknown in it is unknown. */
export function resolveValue(value: unknown, lookup: Lookup): unknown {
  if (typeof value === "string") {
    const [, reference] = /^\$\{([\w.-]+)\}$/.exec(value) ?? [];
    if (reference !== undefined) return lookup(reference);
    return value.includes("${") ? UNKNOWN : value;
  }
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => resolveValue(item, lookup));
    return items.includes(UNKNOWN) ? UNKNOWN : items;
  }
  if (typeof value !== "object" || value === null) return value;
  return resolveAttributes(value as Attributes, lookup);
}

/** Every attribute of a block with its references replaced. */
export function resolveAttributes(attributes: Attributes, lookup: Lookup): Attributes {
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([key]) => key !== "//")
      .map(([key, value]) => [key, resolveValue(value, lookup)]),
  );
}
