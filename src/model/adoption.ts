import type { Environment, KeptArguments } from "./environment";

type Found = Pick<Environment, "adoption" | "inventory">;

/**
 * Whether an environment describes what exists, in a VPC that was there before, and nobody has recorded yet what of it does:
 * Terraform would make all of it a second time.
 */
export function isUndiscovered({ network, inventory }: Pick<Environment, "network" | "inventory">): boolean {
  return network.vpc.kind === "existing" && inventory.learnt === undefined;
}

/** An argument of a resource by its name, or one of its tags: `tags["Owner"]`. `undefined` when it is not written. */
export function argumentIn(attributes: Readonly<Record<string, unknown>>, argument: string): unknown {
  const [, key] = /^tags\[(".*")\]$/.exec(argument) ?? [];
  const [within, name] =
    key === undefined ? [attributes, argument] : [attributes.tags ?? {}, JSON.parse(key) as string];
  return Object.hasOwn(within, name) ? (within as Readonly<Record<string, unknown>>)[name] : undefined;
}

/** What a resource is written with, as the inventory writes it; of a tag, with the provider's default ones. */
export function writtenText(
  written: Readonly<Record<string, unknown>>,
  argument: string,
  defaultTags: Readonly<Record<string, string>>,
): string | undefined {
  const tags = { ...defaultTags, ...(written.tags as object | undefined) };
  return keptText(argumentIn(argument.startsWith("tags[") ? { tags } : written, argument));
}

/** A value of a resource as the inventory writes it: text as it is, all else as JSON. `undefined` where there is none. */
export function keptText(value: unknown): string | undefined {
  return typeof value === "string" ? value : value === undefined ? undefined : JSON.stringify(value);
}

/** Whether what exists keeps what it was found with. */
export function isAsFound({ adoption }: Pick<Environment, "adoption">): boolean {
  return adoption === "as-found";
}

/** What stays as it was found in a stack, by Terraform address: nothing, unless all is adopted as it was found. */
export function keptIn(environment: Found, stack: string): Readonly<Record<string, KeptArguments>> {
  return isAsFound(environment) ? (environment.inventory.kept?.[stack] ?? {}) : {};
}
