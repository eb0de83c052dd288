import { argumentIn, keptText, writtenText } from "../../../model/adoption";
import type { Kept, KeptArguments } from "../../../model/inventory";
import type { Environment } from "../../../model/environment";
import { projectTags } from "../../../model/tags";
import type { ResourceChange } from "../../guard/plan";
import { looksSecret } from "../../guard/secret-values";
import type { Attributes } from "../../stack";
import type { Difference } from "./differences";

/** What is kept of something that is imported, for the inventory: by argument, what was found and what is written. */
export function keptOf(
  differences: readonly Difference[],
  { address, change }: Pick<ResourceChange, "address" | "change">,
  written: Attributes,
  defaultTags: Readonly<Record<string, string>>,
): KeptArguments {
  const own = differences.filter((difference) => difference.address === address && difference.fate === "stays");
  const kept = [...new Set(own.map(({ argument }) => argument))].sort();
  const found = (change.before ?? {}) as Attributes;
  return Object.fromEntries(
    kept.map((argument): [string, Kept] => {
      const insteadOf = writtenText(written, argument, defaultTags);
      const is = argumentIn(found, argument) ?? argumentIn({ tags: found.tags_all }, argument) ?? null;
      return [
        argument,
        {
          found: looksSecret(argument, is) ? "(not shown: it looks like a credential)" : (keptText(is) ?? ""),
          ...(insteadOf !== undefined && { insteadOf }),
        },
      ];
    }),
  );
}

/** Whether something carries the tags that this project gives, all of them: what people have made has none, or other ones. */
export function carriesOurTags({ change }: Pick<ResourceChange, "change">, environment: Environment): boolean {
  const { tags_all: tags } = (change.before ?? {}) as { tags_all?: Attributes | null };
  return Object.entries(projectTags(environment)).every(([key, value]) => tags?.[key] === value);
}
