import type { ParameterFact } from "../facts";

/** Whether a parameter is there and nobody has set its value yet, as far as that is known. */
export function isPending(parameter: ParameterFact | undefined): boolean {
  return parameter?.pending.known === true && parameter.pending.value;
}
