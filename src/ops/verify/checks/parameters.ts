import { commandsOf } from "../commands";
import type { Expected, ExpectedSecret } from "../expected";
import type { Facts, ParameterFact } from "../facts";
import { type Finding, findingsOf } from "../finding";
import { isPending } from "./pending";
import { restart } from "./restart";

/** The parameters that are not there and that an apply would make, holding `pending`. */
export function missingParameters({ parameters: wanted }: Expected, { parameters }: Facts): readonly ExpectedSecret[] {
  if (!parameters.known) return [];
  return wanted.filter(({ name, ours }) => ours && !parameters.value.has(name));
}

/** The parameters that are there and hold `pending` still. */
export function pendingParameters({ parameters: wanted }: Expected, { parameters }: Facts): readonly ExpectedSecret[] {
  if (!parameters.known) return [];
  return wanted.filter(({ name }) => isPending(parameters.value.get(name)));
}

/** Whether every parameter that tasks read is there, has been set, and is under the right key. */
export function parameterFindings(expected: Expected, all: Facts): Finding[] {
  const { parameters } = all;
  const make = findingsOf("parameters", expected.environment);
  if (!parameters.known) {
    return [make.unknown("parameters-unknown", "parameters", parameters.failure)];
  }
  const facts = parameters.value;
  const missing = expected.parameters.filter(({ name }) => !facts.has(name));
  const pending = pendingParameters(expected, all);
  return [
    ...missingFindings(expected, missing),
    ...pendingFindings(expected, all, pending),
    ...expected.parameters.flatMap((secret) => {
      const fact = facts.get(secret.name);
      if (fact === undefined || isPending(fact)) return [];
      if (!fact.pending.known) return [unknownFinding(make, secret, fact.pending)];
      // One in plain text is under no key: that is said where its type is looked at.
      return isPlain(fact) ? [] : keyFindings(expected, secret, fact);
    }),
  ];
}

/** Whether a parameter holds its value as plain text: its type is String or StringList. */
export function isPlain({ type = "SecureString" }: ParameterFact): boolean {
  return type !== "SecureString";
}

/** Set first, they are found and referred to: an apply that makes them has them say `pending` to the tasks that it starts. */
function missingFindings(expected: Expected, missing: readonly ExpectedSecret[]): Finding[] {
  if (missing.length === 0) return [];
  const what =
    missing.length === 1 ? `there is no parameter ${namesOf(missing)}` : `there are no parameters ${namesOf(missing)}`;
  const next = [...setEach(expected, missing), commandsOf(expected).discover];
  const make = findingsOf("parameters", expected.environment);
  return [make.wrong("parameter-missing", { what, why: "tasks that read one do not start", next })];
}

function pendingFindings(expected: Expected, facts: Facts, pending: readonly ExpectedSecret[]): Finding[] {
  if (pending.length === 0) return [];
  const what =
    pending.length === 1
      ? `parameter ${namesOf(pending)} still says 'pending'`
      : `${pending.length} parameters still say 'pending': ${namesOf(pending)}`;
  const why = "nobody has set its value yet; tasks that read it start with a wrong secret";
  const next = [...setEach(expected, pending), ...restartReaders(expected, facts, pending)];
  const make = findingsOf("parameters", expected.environment);
  return [make.wrong("parameter-pending", { what, why, next })];
}

function namesOf(secrets: readonly ExpectedSecret[]): string {
  return secrets.map(({ name }) => name).join(", ");
}

/** The command for the first, and what it has to be typed for as well. */
export function setEach(expected: Expected, secrets: readonly ExpectedSecret[]): string[] {
  const [first, ...others] = secrets.map(({ secret }) => secret);
  if (first === undefined) return [];
  const same = others.length === 0 ? [] : [`The same for ${others.join(", ")}.`];
  return [commandsOf(expected).setSecret(first), ...same];
}

/** Tasks read secrets only when they start: whatever reads these has to start again, once they have been set. */
export function restartReaders(expected: Expected, facts: Facts, secrets: readonly ExpectedSecret[]): string[] {
  const readers = [...new Set(secrets.flatMap((secret) => secret.readers))];
  return restart(expected, facts, readers, secrets.map(({ name }) => name)); // prettier-ignore
}

function unknownFinding(
  make: ReturnType<typeof findingsOf>,
  { name }: ExpectedSecret,
  { failure }: Extract<ParameterFact["pending"], { readonly known: false }>,
): Finding {
  return make.unknown("parameter-unknown", `whether ${name} has been set: it is at version 1 still`, failure);
}

/** Whether a parameter is under the environment's own key: setting its value without naming the key takes it away from there. */
function keyFindings(expected: Expected, secret: ExpectedSecret, { keyId = "no key" }: ParameterFact): Finding[] {
  const { environment, secretsKey } = expected;
  if (secretsKey === undefined || keyId === secretsKey) return [];
  const what = `parameter ${secret.name} is under ${keyId}, which does not say that it is ${secretsKey} (secrets.key)`;
  const why = "it keeps the key as its value was last set with; named by its ARN or id it may be the same";
  const next = setEach(expected, [secret]);
  return [findingsOf("parameters", environment).warning("parameter-key", { what, why, next })];
}
