import { commandsOf } from "../commands";
import type { Expected } from "../expected";
import type { Facts } from "../facts";
import { type Finding, findingsOf } from "../finding";

/** Whether a parameter is under the environment's own key: setting its value without naming the key takes it away from there. */
function keyFindings(
  expected: Expected,
  { name, secret, keyId = "no key" }: { name: string; secret: string; keyId: string | undefined },
): Finding[] {
  const { environment, secretsKey } = expected;
  if (secretsKey === undefined || keyId === secretsKey) return [];
  const what = `parameter ${name} is under ${keyId}, which does not say that it is ${secretsKey} (secrets.key)`;
  const why = "it keeps the key as its value was last set with; named by its ARN or id it may be the same";
  const next = [commandsOf(expected).set(secret)];
  return [findingsOf("parameters", environment).warning("parameter-key", { what, why, next })];
}

/** Whether every parameter that tasks read is there, has been set, and is under the right key. */
export function parameterFindings(expected: Expected, { parameters }: Facts): Finding[] {
  const make = findingsOf("parameters", expected.environment);
  if (!parameters.known) {
    return [make.unknown("parameters-unknown", "parameters", parameters.failure)];
  }
  const commands = commandsOf(expected);
  return expected.parameters.flatMap(({ name, secret, ours }): Finding[] => {
    const found = parameters.value.get(name);
    const set = commands.set(secret);
    if (found === undefined) {
      const why = "tasks that read it do not start";
      const next = ours ? [commands.plan, set] : [set];
      return [make.wrong("parameter-missing", { what: `there is no parameter ${name}`, why, next })];
    }
    if (!found.pending.known) {
      const what = `whether ${name} has been set: it is at version 1 still`;
      return [make.unknown("parameter-unknown", what, found.pending.failure)];
    }
    if (!found.pending.value) return keyFindings(expected, { name, secret, keyId: found.keyId });
    const why = "nobody has set its value yet; tasks that read it start with a wrong secret";
    const next = [set, "Then let the services that read it start again: they read it only when they start."];
    return [make.wrong("parameter-pending", { what: `parameter ${name} still says 'pending'`, why, next })];
  });
}
