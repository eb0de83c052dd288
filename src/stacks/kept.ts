import { writtenText } from "../model/adoption";
import type { KeptArguments } from "../model/environment";
import { OperatorError, shortened } from "../model/problem";
import type { StackJson } from "./imports";

/** Characters of a value that are shown at most. */
const LONGEST = 200;

/** What of a stack's resources Terraform leaves as it was found. */
export class KeptAsFound {
  /**
   * @param kept by Terraform address
   * @param defaultTags the provider's
   */
  constructor(
    private readonly kept: Readonly<Record<string, KeptArguments>>,
    private readonly defaultTags: Readonly<Record<string, string>>,
  ) {}

  /** The arguments of a resource that are left alone. */
  of(address: string): string[] {
    return Object.hasOwn(this.kept, address) ? Object.keys(this.kept[address] ?? {}).sort() : [];
  }

  /**
   * Makes sure that the stack says of what is kept what it said when that was found: anything else would be passed over in
   * silence. What the stack has no more is nobody's to keep.
   *
   * @throws OperatorError naming every argument that says something else now.
   */
  check({ resource = {} }: StackJson): void {
    const lines = Object.entries(this.kept).flatMap(([address, kept]) => {
      const [type = "", name = ""] = address.split(".");
      const written = resource[type]?.[name] as Readonly<Record<string, unknown>> | undefined;
      if (written === undefined) return [];
      return Object.entries(kept).flatMap(([argument, { found, insteadOf }]) => {
        const now = writtenText(written, argument, this.defaultTags);
        if (now === insteadOf || now === found) return [];
        const [says, said, is] = [now, insteadOf, found].map((text = "(nothing)") => shortened(text, LONGEST));
        return [`  ${address}: ${argument} was found as ${is} and stays so; ${says} is written now, ${said} was then`];
      });
    });
    if (lines.length === 0) return;
    throw new OperatorError(
      `What is written would change nothing, since it stays as it was found:\n${lines.join("\n")}\n\n` +
        "Nothing was written. To have what is written, delete the argument from 'kept' in the inventory, below the stack and " +
        "the address: the next plan changes it. To leave it as it was found, write what was written then.",
    );
  }
}
