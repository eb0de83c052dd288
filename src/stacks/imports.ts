import type { Import } from "../model/environment";
import { nearest } from "../model/nearest";
import { OperatorError } from "../model/problem";

/** The resources of a stack, as Terraform JSON has them. */
export interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * A stack's `import` blocks. Written here and not through cdktf's `importFrom`, which starts `terraform version` once
 * for each of them.
 */
export class Imports {
  private readonly blocks: readonly { readonly to: string; readonly id: string }[];

  constructor(imports: Readonly<Record<string, Import>>) {
    this.blocks = Object.keys(imports)
      .sort()
      .map((to) => ({ to, id: imports[to]?.id ?? "" }));
  }

  /**
   * A stack with its import blocks.
   *
   * @throws OperatorError when an address is to be imported that the stack does not have, with the nearest that it has.
   */
  addTo<T extends StackJson>(json: T): T | (T & { readonly import: unknown }) {
    if (this.blocks.length === 0) return json;
    const addresses = Object.entries(json.resource ?? {}).flatMap(([type, resources]) =>
      Object.keys(resources).map((name) => `${type}.${name}`),
    );
    const unknown = this.blocks.filter(({ to }) => !addresses.includes(to));
    if (unknown.length > 0) {
      const lines = unknown.map(({ to }) => `  ${to}: the nearest is ${nearest(to, addresses)[0] ?? "(none)"}`);
      throw new OperatorError(
        `The inventory imports what no stack has any more:\n${lines.join("\n")}\n\n` +
          "Nothing was written. Rename the address in the inventory's 'imports', or run npm run discover again.",
      );
    }
    return { ...json, import: this.blocks };
  }

  /** The import blocks as HCL. */
  toHcl(): string {
    return this.blocks.map(({ to, id }) => `\n\nimport {\n  to = ${to}\n  id = ${JSON.stringify(id)}\n}`).join("");
  }
}
