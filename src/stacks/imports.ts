import { argumentIn, keptText } from "../model/adoption";
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

  constructor(private readonly imports: Readonly<Record<string, Import>>) {
    this.blocks = Object.keys(imports)
      .sort()
      .map((to) => ({ to, id: imports[to]?.id ?? "" }));
  }

  /** The arguments of a resource that Terraform is to leave as they were found. */
  kept(address: string): string[] {
    return Object.keys((Object.hasOwn(this.imports, address) ? this.imports[address] : undefined)?.keep ?? {}).sort();
  }

  /**
   * A stack with its import blocks.
   *
   * @throws OperatorError when an address is to be imported that the stack does not have, with the nearest that it has; or
   * when the stack says something else than it did about what stays as it was found: it would be passed over in silence.
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
    this.refuseSilence(json);
    return { ...json, import: this.blocks };
  }

  private refuseSilence({ resource = {} }: StackJson): void {
    const lines = Object.entries(this.imports).flatMap(([address, { keep = {} }]) => {
      const [type = "", name = ""] = address.split(".");
      const written = (resource[type]?.[name] ?? {}) as Readonly<Record<string, unknown>>;
      return Object.entries(keep).flatMap(([argument, { found, insteadOf }]) => {
        const now = keptText(argumentIn(written, argument));
        if (now === insteadOf) return [];
        const [says, said] = [now, insteadOf].map((text = "(nothing)") => text);
        return [
          `  ${address}: ${argument} was found as ${found} and stays so; ${says} is written now, ${said} was then`,
        ];
      });
    });
    if (lines.length === 0) return;
    throw new OperatorError(
      `What is written would change nothing, since it stays as it was found:\n${lines.join("\n")}\n\n` +
        "Nothing was written. To have what is written, delete the argument from 'keep' in the inventory, below " +
        "'imports' and the address: the next plan changes it. To leave it as it was found, write what was written then.",
    );
  }

  /** The import blocks as HCL. */
  toHcl(): string {
    return this.blocks.map(({ to, id }) => `\n\nimport {\n  to = ${to}\n  id = ${JSON.stringify(id)}\n}`).join("");
  }
}
