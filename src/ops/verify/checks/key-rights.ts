import { commandsOf } from "../commands";
import { type Expected, everyService } from "../expected";
import type { Facts } from "../facts";
import { type Finding, findingsOf } from "../finding";
import { isOwnKeyOfAws, keyOf, mayDecrypt } from "../keys";
import { definitionOf, type NamedSecret, secretsIn } from "../read-secrets";
import { setEach } from "./parameters";

/** A secret under a key that the role of these services, by its own policies, may not use. */
interface Shut {
  readonly secret: NamedSecret;
  readonly key: string;
  readonly services: string[];
  readonly roles: Set<string>;
}

/**
 * Secrets whose key the roles that start their readers may not use: what runs goes on, and no task of theirs starts. A key's own
 * policy may let a role in as well, which is not asked for: so it is a warning.
 */
export function keyRightFindings(expected: Expected, facts: Facts): Finding[] {
  const make = findingsOf("parameters", expected.environment);
  const shut = new Map<string, Shut>();
  const unknown = new Map<string, Finding>();
  const names = everyService(expected).flatMap(({ service, legacy }) => [service, ...(legacy ? [legacy.service] : [])]);
  for (const service of new Set(names)) {
    const definition = definitionOf(facts, service);
    const { executionRole: role = "" } = definition ?? {};
    for (const secret of definition === undefined ? [] : secretsIn(expected, definition)) {
      const key = keyOf(facts, secret);
      const policies = facts.roles?.get(role);
      if (key === undefined || isOwnKeyOfAws(key) || policies === undefined) continue;
      if (!policies.known) {
        unknown.set(
          role,
          make.unknown("key-right-unknown", `whether ${nameOf(role)} may use ${key}`, policies.failure),
        );
      } else if (mayDecrypt(policies.value, key, secret.store, expected) === false) {
        const id = `${secret.store} ${secret.name}`;
        const before = shut.get(id) ?? { secret, key, services: [], roles: new Set() };
        before.services.push(service);
        before.roles.add(nameOf(role));
        shut.set(id, before);
      }
    }
  }
  return [...unknown.values(), ...[...shut.values()].map((one) => say(expected, one))];
}

function nameOf(role: string): string {
  return role.replace(/^.*\//, "");
}

function say(expected: Expected, { secret, key, services, roles }: Shut): Finding {
  const kind = secret.store === "ssm" ? "parameter" : "secret";
  const what = `${kind} ${secret.name} is under the key ${key}, which ${[...roles].join(", ")} may not use by ${roles.size === 1 ? "its" : "their"} policies`;
  const why = `tasks of ${services.join(", ")} that start now do not get it, unless the key's own policy names the role`;
  const said = { what, why, group: "will-fail" as const, ...mendOf(expected, secret, key) };
  return findingsOf("parameters", expected.environment).warning("key-right", said);
}

/** An apply lets the roles use the environment's own key; a secret under another one goes back under that, or AWS's own. */
function mendOf(
  expected: Expected,
  { store, name }: NamedSecret,
  key: string,
): Pick<Finding, "next"> & Partial<Finding> {
  const commands = commandsOf(expected);
  const { secretsKey } = expected;
  if (secretsKey !== undefined && key.endsWith(secretsKey)) return { next: [], ...commands.apply };
  if (store === "secretsmanager") {
    // With a key of the environment's own, Terraform puts it under that.
    return secretsKey === undefined ? { next: [commands.useAwsKey(name)] } : { next: [], ...commands.apply };
  }
  const own = expected.parameters.filter((parameter) => parameter.name === name);
  const under = secretsKey ?? "AWS's own key";
  const next =
    own.length > 0 ? [`Put the same value again: that puts it under ${under}.`, ...setEach(expected, own)] : [];
  return { next: [...next, ...(own.length > 0 ? [] : [`Put its value again, under ${under}.`])] };
}
