import { commandsOf } from "../commands";
import type { Expected } from "../expected";
import type { Facts, SecretFact } from "../facts";
import { type Finding, findingsOf } from "../finding";

/** What is wrong with a secret of Secrets Manager, and what it is called. */
const WRONG: Readonly<Record<Exclude<SecretFact, "set">, readonly [kind: string, what: (name: string) => string]>> = {
  missing: ["secret-missing", (name) => `there is no secret ${name} in Secrets Manager`],
  deleted: ["secret-deleted", (name) => `secret ${name} is scheduled for deletion`],
  empty: ["secret-empty", (name) => `nobody has set secret ${name} in Secrets Manager: it has no AWSCURRENT version`],
};

/** Whether every secret in Secrets Manager is there and has a value. */
export function managedSecretFindings(expected: Expected, { managedSecrets }: Facts): Finding[] {
  const make = findingsOf("parameters", expected.environment);
  const commands = commandsOf(expected);
  return expected.managedSecrets.flatMap(({ name, secret }): Finding[] => {
    const found = managedSecrets.get(name) ?? { known: true, value: "missing" };
    if (!found.known) return [make.unknown("secret-unknown", `whether secret ${name} has been set`, found.failure)];
    if (found.value === "set") return [];
    const [kind, what] = WRONG[found.value];
    const set = commands.set(secret);
    const next = { missing: [commands.plan, set], deleted: [commands.restoreSecret(name)], empty: [set] }[found.value];
    return [make.wrong(kind, { what: what(name), why: "tasks that read it do not start", next })];
  });
}
