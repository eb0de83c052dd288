import type { Attributes } from "../stack";

/** A value that is known only when Terraform applies, such as the ARN of what is still to be made. */
export const UNKNOWN = Symbol("known after apply");

/** Terraform's own words for it. */
export const KNOWN_AFTER_APPLY = "(known after apply)";

/** The value behind a reference such as `aws_subnet.private_a.id`, or {@link UNKNOWN}. */
export type Lookup = (reference: string) => unknown;

/** A value with its references replaced by what they stand for; a list with an unknown in it is unknown. */
export function resolveValue(value: unknown, lookup: Lookup): unknown {
  if (typeof value === "string") {
    const [, reference] = /^\$\{([\w.-]+)\}$/.exec(value) ?? [];
    return reference === undefined ? resolveText(value, lookup) : lookup(reference);
  }
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => resolveValue(item, lookup));
    return items.includes(UNKNOWN) ? UNKNOWN : items;
  }
  if (typeof value !== "object" || value === null) return value;
  return resolveAttributes(value as Attributes, lookup);
}

/** Text with references in it, such as `http://${aws_lb.internal.dns_name}:5001`; `$${` and `%%{` stand for themselves. */
function resolveText(text: string, lookup: Lookup): string | typeof UNKNOWN {
  const unknown: string[] = [];
  const resolved = text.replaceAll(
    /([$%])\1\{|\$\{([^}]*)\}/g,
    (all: string, escaped: string | undefined, reference: string | undefined = "") => {
      if (escaped !== undefined) return `${escaped}{`;
      const value = /^[\w.-]+$/.test(reference) ? lookup(reference) : UNKNOWN;
      if (typeof value !== "string") unknown.push(all);
      return typeof value === "string" ? value : "";
    },
  );
  return unknown.length === 0 ? resolved : UNKNOWN;
}

/** Every attribute of a block with its references replaced. */
export function resolveAttributes(attributes: Attributes, lookup: Lookup): Attributes {
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([key]) => key !== "//")
      .map(([key, value]) => [key, resolveValue(value, lookup)]),
  );
}
