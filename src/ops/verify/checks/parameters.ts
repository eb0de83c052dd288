import { commandsOf } from "../commands";
import type { Expected } from "../expected";
import type { Facts } from "../facts";
import { type Finding, findingsOf } from "../finding";

/** Whether every parameter that tasks read is there and has been set. */
export function parameterFindings(expected: Expected, { parameters }: Facts): Finding[] {
  const make = findingsOf("parameters", expected.environment);
  if (!parameters.known) {
    return [make.unknown("parameters-unknown", "parameters", parameters.failure)];
  }
  const commands = commandsOf(expected);
  return expected.parameters.flatMap(({ name, secret, ours }): Finding[] => {
    const found = parameters.value.get(name);
    const set = commands.setParameter(name, secret);
    if (found === undefined) {
      const why = "tasks that read it do not start";
      const next = ours ? [commands.plan, set] : [set];
      return [make.wrong("parameter-missing", { what: `there is no parameter ${name}`, why, next })];
    }
    if (!found.pending.known) {
      const what = `whether ${name} has been set: it is at version 1 still`;
      return [make.unknown("parameter-unknown", what, found.pending.failure)];
    }
    if (!found.pending.value) return [];
    const why = "nobody has set its value yet; tasks that read it start with a wrong secret";
    const next = [set, "Then let the services that read it start again: they read it only when they start."];
    return [make.wrong("parameter-pending", { what: `parameter ${name} still says 'pending'`, why, next })];
  });
}
