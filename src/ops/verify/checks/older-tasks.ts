import { time } from "../time";
import { type Expected, everyService } from "../expected";
import type { Facts } from "../facts";
import { type Finding, findingsOf } from "../finding";
import { type NamedSecret, secretsOfService } from "../read-secrets";
import { primary } from "./causes";
import { restart } from "./restart";

/** A service whose tasks were there before a secret that they read got its value. */
interface Older {
  readonly service: string;
  readonly secrets: readonly { readonly name: string; readonly setAt: number }[];
  /** Its tasks that are older, and the first of them. */
  readonly tasks: number;
  readonly since: number;
}

/**
 * Services whose tasks go on with the value that a secret had before: tasks read secrets only when they start (Amazon ECS
 * developer guide, "Pass sensitive data to an Amazon ECS container"). Those that read the same are told together.
 */
export function olderTaskFindings(expected: Expected, facts: Facts): Finding[] {
  const names = everyService(expected).flatMap(({ service, legacy }) => [service, ...(legacy ? [legacy.service] : [])]);
  const together = new Map<string, Older[]>();
  for (const name of new Set(names)) {
    const older = ofService(expected, facts, name);
    if (older === undefined) continue;
    const key = older.secrets.map((secret) => secret.name).join();
    together.set(key, [...(together.get(key) ?? []), older]);
  }
  return [...together.values()].map((all) => say(expected, facts, all));
}

function ofService(expected: Expected, facts: Facts, service: string): Older | undefined {
  const { tasks, services } = facts;
  if (tasks?.known !== true || !services.known) return undefined;
  const found = services.value.services.get(service);
  const revision = found?.taskDefinition?.replace(/^.*\//, "");
  // While a roll-out goes on that began after a secret was set, those that are older are on their way out too.
  const { rolloutState, createdAt: begun } = (found && primary(found)) ?? {};
  const rollingSince = rolloutState === "IN_PROGRESS" ? Number(begun ?? 0) : 0;
  // Those of another revision are on their way out.
  const own = tasks.value.filter(
    ({ ecsService, taskDefinition }) => ecsService === service && taskDefinition === revision,
  );
  const started = own.flatMap(({ createdAt }) => createdAt ?? []);
  const since = Math.min(...started);
  const secrets = secretsOfService(expected, facts, service).flatMap((secret) => {
    const setAt = setAtOf(facts, secret);
    return setAt !== undefined && setAt > since && setAt > rollingSince ? [{ name: secret.name, setAt }] : [];
  });
  const newest = Math.max(...secrets.map(({ setAt }) => setAt));
  if (secrets.length === 0) return undefined;
  return { service, secrets, tasks: started.filter((createdAt) => createdAt < newest).length, since };
}

function setAtOf({ parameters, managedSecrets }: Facts, { store, name }: NamedSecret): number | undefined {
  if (store === "ssm") return parameters.known ? parameters.value.get(name)?.setAt : undefined;
  const secret = managedSecrets.get(name);
  return secret?.known === true ? secret.value.setAt : undefined;
}

function say(expected: Expected, facts: Facts, all: readonly Older[]): Finding {
  const set = (all[0]?.secrets ?? []).map(({ name, setAt }) => `${name} was set at ${time(setAt)}`).join(", ");
  const older = all.map(({ service, tasks, since }) => {
    const count = tasks === 1 ? "1 task" : `${tasks} tasks`;
    return `${count} of ${service} started before, at ${time(since)}`;
  });
  const what = `${set}, and ${older.join(", ")}`;
  const why = "tasks read secrets only when they start: these go on with the value before";
  const next = restart(expected, facts, all.map(({ service }) => service)); // prettier-ignore
  return findingsOf("parameters", expected.environment).warning("tasks-older", { what, why, next });
}
