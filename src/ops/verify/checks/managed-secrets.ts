import { commandsOf } from "../commands";
import type { Expected, ExpectedSecret } from "../expected";
import type { Facts, SecretState } from "../facts";
import { type Finding, findingsOf } from "../finding";
import { setEach } from "./parameters";

/** What is wrong with a secret of Secrets Manager, and what it is called. */
const WRONG: Readonly<Record<Exclude<SecretState, "set">, readonly [code: string, what: (name: string) => string]>> = {
  missing: ["secret-missing", (name) => `there is no secret ${name} in Secrets Manager`],
  deleted: ["secret-deleted", (name) => `secret ${name} is scheduled for deletion`],
  empty: ["secret-empty", (name) => `nobody has set secret ${name} in Secrets Manager: it has no AWSCURRENT version`],
};

/** Whether every secret in Secrets Manager is there and has a value. One that Terraform makes has none, and no task starts with it. */
export function managedSecretFindings(expected: Expected, { managedSecrets }: Facts): Finding[] {
  const make = findingsOf("parameters", expected.environment);
  return expected.managedSecrets.flatMap((secret): Finding[] => {
    const { name } = secret;
    const found = managedSecrets.get(name) ?? { known: true, value: { state: "missing" } };
    if (!found.known) return [make.unknown("secret-unknown", `whether secret ${name} has been set`, found.failure)];
    const { state } = found.value;
    if (state === "set") return [];
    const [code, what] = WRONG[state];
    const why = "tasks that read it do not start";
    return [make.wrong(code, { what: what(name), why, ...mendOf(expected, secret, state) })];
  });
}

function mendOf(
  expected: Expected,
  secret: ExpectedSecret,
  state: Exclude<SecretState, "set">,
): Pick<Finding, "next"> & Partial<Pick<Finding, "apply">> {
  const commands = commandsOf(expected);
  if (state === "deleted") return { next: [commands.restoreSecret(secret.name)] };
  const set = setEach(expected, [secret]);
  return state === "missing" ? { next: ["When the apply has made it:", ...set], ...commands.apply } : { next: set };
}
