import type { Environment } from "../environment";
import { stackName, type StackPart } from "../names";
import { nearest } from "../nearest";
import { type Problem, quote } from "../problem";

const PARTS: readonly StackPart[] = ["network", "services", "repositories", "deployment"];

/** What is to be imported is imported by a stack that there is: under any other name it would be made a second time. */
export function importsProblems({ name, inventory }: Environment): Problem[] {
  const stacks = PARTS.map((part) => stackName(name, part));
  return Object.keys(inventory.imports ?? {})
    .filter((stack) => !stacks.includes(stack))
    .map((stack) => ({
      field: `inventory.imports.${stack}`,
      message: `${quote(stack)} is no stack of '${name}': the nearest is ${quote(nearest(stack, stacks)[0] ?? "")}`,
    }));
}
