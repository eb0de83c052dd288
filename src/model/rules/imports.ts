import type { Environment } from "../environment";
import { STACK_PARTS, stackName } from "../names";
import { nearest } from "../nearest";
import { type Problem, quote } from "../problem";

/** What is imported or kept is of a stack that there is: under any other name it would be made a second time, or set back. */
export function importsProblems({ name, inventory }: Environment): Problem[] {
  const stacks = STACK_PARTS.map((part) => stackName(name, part));
  return (["imports", "kept"] as const).flatMap((key) =>
    Object.keys(inventory[key] ?? {})
      .filter((stack) => !stacks.includes(stack))
      .map((stack) => ({
        field: `inventory.${key}.${stack}`,
        message: `${quote(stack)} is no stack of '${name}': the nearest is ${quote(nearest(stack, stacks)[0] ?? "")}`,
      })),
  );
}
