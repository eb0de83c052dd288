import type { Expected } from "./expected";
import type { Facts, TaskDefinitionFacts } from "./facts";

/** A secret that a task definition names, in its store. */
export interface NamedSecret {
  readonly store: "ssm" | "secretsmanager";
  readonly name: string;
}

/** The stages of a secret's version that everybody reads who names none. */
const CURRENT = ["", "AWSCURRENT"];

/**
 * The secret that a container reads by a `valueFrom` (Amazon ECS API reference, Secret): the name of a parameter, its ARN, or
 * the ARN of a secret in Secrets Manager, with a key of its JSON, a stage and a version behind it. `undefined` for one of
 * another account or region, and for one version of a secret for good: those are never another.
 */
export function namedSecret(valueFrom: string, place: Pick<Expected, "account" | "region">): NamedSecret | undefined {
  if (!valueFrom.startsWith("arn:")) return { store: "ssm", name: valueFrom };
  const [, , store, region, account, kind = "", ...rest] = valueFrom.split(":");
  if (region !== place.region || account !== place.account) return undefined;
  if (store === "ssm") {
    const name = [kind, ...rest].join(":").replace(/^parameter/, "");
    // A name that stands in no folder has no slash before it.
    return { store, name: name.lastIndexOf("/") === 0 ? name.slice(1) : name };
  }
  const [id = "", , stage = "", version = ""] = rest;
  if (store !== "secretsmanager" || version !== "" || !CURRENT.includes(stage)) return undefined;
  // AWS puts six characters behind the name.
  return { store, name: id.replace(/-\w{6}$/, "") };
}

/** What the containers of a task definition read, each once. */
export function secretsIn(expected: Expected, { containers }: TaskDefinitionFacts): NamedSecret[] {
  const all = containers.flatMap(({ secrets = [] }) => secrets);
  return [...new Set(all)].flatMap((valueFrom) => namedSecret(valueFrom, expected) ?? []);
}

/** The task definition that a service is to run, where it is known. */
export function definitionOf({ services, taskDefinitions }: Facts, service: string): TaskDefinitionFacts | undefined {
  const found = services.known ? services.value.services.get(service) : undefined;
  const definition = taskDefinitions.get(found?.taskDefinition ?? "");
  return definition?.known === true ? definition.value : undefined;
}

/** What the tasks of a service read; nothing where that is not known. */
export function secretsOfService(expected: Expected, facts: Facts, service: string): NamedSecret[] {
  const definition = definitionOf(facts, service);
  return definition === undefined ? [] : secretsIn(expected, definition);
}
