import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readStack, type Attributes } from "../stack";
import { stackFolder, type StackFolders } from "../synthesize";

/** A resource that a stack would make, or a data source that it reads. */
export interface Wanted {
  readonly stack: string;
  readonly type: string;
  readonly name: string;
  /** The arguments as synthesized, references included. */
  readonly attributes: Attributes;
}

/** One synthesized stack. */
export interface WantedStack {
  readonly name: string;
  readonly resources: readonly Wanted[];
  readonly data: readonly Wanted[];
  /** Expressions by output. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** The Terraform address of a resource. */
export function addressOf({ type, name }: Pick<Wanted, "type" | "name">): string {
  return `${type}.${name}`;
}

/** Reads synthesized stacks, in the order of their names here. */
export async function readWanted(folders: StackFolders, names: readonly string[]): Promise<WantedStack[]> {
  return await Promise.all(
    names.map(async (name) => {
      const directory = stackFolder(folders, name);
      const { resources, data } = await readStack(directory);
      const { output = {} } = JSON.parse(await readFile(join(directory, "cdk.tf.json"), "utf8")) as {
        output?: Record<string, { value: unknown }>;
      };
      const outputs = Object.fromEntries(Object.entries(output).map(([key, { value }]) => [key, value]));
      return { name, resources: flat(name, resources), data: flat(name, data), outputs };
    }),
  );
}

function flat(stack: string, blocks: Readonly<Record<string, Readonly<Record<string, Attributes>>>>): Wanted[] {
  return Object.entries(blocks).flatMap(([type, named]) =>
    Object.entries(named).map(([name, attributes]) => ({ stack, type, name, attributes })),
  );
}

/** The names in AWS that stacks give to resources of a type. */
export function namesOf(stacks: readonly WantedStack[], type: string): string[] {
  return stacks.flatMap(({ resources }) =>
    resources.flatMap((resource) =>
      resource.type === type && typeof resource.attributes.name === "string" ? [resource.attributes.name] : [],
    ),
  );
}
