import type { Environment } from "../environment";
import { STACK_PARTS, stackName } from "../names";
import { nearest } from "../nearest";
import { type Problem, quote } from "../problem";

/** What is to be imported is imported by a stack that there is: under any other name it would be made a second time. */
export function importsProblems({ name, inventory }: Environment): Problem[] {
  const stacks = STACK_PARTS.map((part) => stackName(name, part));
  return Object.keys(inventory.imports ?? {})
    .filter((stack) => !stacks.includes(stack))
    .map((stack) => ({
      field: `inventory.imports.${stack}`,
      message: `${quote(stack)} is no stack of '${name}': the nearest is ${quote(nearest(stack, stacks)[0] ?? "")}`,
    }));
}
