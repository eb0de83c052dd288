import type { Environment } from "../../../model/environment";
import { parameterName, secretName } from "../../../model/names";
import { addressPart } from "../../../model/phase";
import { readersOf, secretsIn, storeOf } from "../../../model/secrets";
import type { Finding, Rule } from "../finding";
import { objectOf, type ResourceChange } from "../plan";

/** The names of what reads a secret, as their addresses have them; a canary reads what the gateway reads. */
function readingAddresses(environment: Environment, secret: string): string[] {
  return readersOf(environment, secret).flatMap((name) =>
    name === "gateway" ? [name, "canary"] : [addressPart(name)],
  );
}

function tasks(service: unknown): number {
  return Number(objectOf(service).desired_count ?? 0);
}

/** The ECS services among these whose tasks satisfy something. */
function servicesWhere(
  changes: readonly ResourceChange[],
  has: (tasks: { readonly before: number; readonly after: number }) => boolean,
): string[] {
  return changes
    .filter(({ type, change }) => {
      const counts = { before: tasks(change.before), after: tasks(change.after) };
      return type === "aws_ecs_service" && has(counts);
    })
    .map(({ name }) => name);
}

/**
 * Tasks read a secret of Secrets Manager that is there already: Terraform makes it without a value, and a task that is to read
 * it does not start. Made and read in one apply, it would be read before anybody can have set it.
 */
export const unsetSecrets: Rule = ({ resource_changes: changes }, { environment }) => {
  if (environment === undefined) return [];
  const running = servicesWhere(changes, ({ after }) => after > 0);
  const read = secretsIn(environment, "secretsmanager").filter(
    (secret) => storeOf(environment, secret) === "secretsmanager",
  );
  return read.flatMap((secret): Finding[] => {
    const readers = readingAddresses(environment, secret).filter((name) => running.includes(name));
    const made = changes.filter(
      ({ type, change }) =>
        type === "aws_secretsmanager_secret" &&
        change.actions.includes("create") &&
        objectOf(change.after).name === secretName(environment.name, secret),
    );
    if (readers.length === 0) return [];
    const message =
      `would be made without a value, and ${readers.join(", ")} would read it in the same apply: no task of theirs would start. ` +
      `Apply secrets.inBothStores ['${secret}'] first, set its value, and only then secrets.stores; ` +
      "where nothing runs yet, apply desiredCount 0 first (docs/options/secrets.md)";
    return made.map(({ address }) => ({ kind: "change", address, message }));
  });
};

/** A parameter of this project's own that nobody has set, as the plan has it: what Terraform makes is at version 1. */
function isUnset({ change: { actions, before, after } }: ResourceChange): boolean {
  return actions.includes("create") || (after !== null && objectOf(before).version === 1);
}

/**
 * No task reads the word "pending" for a secret: a parameter that Terraform makes holds that until somebody has set its value.
 * Those that exist with a value are in `inventory.existingParameters`, and Terraform makes none of them. An unprotected
 * environment may be made at once, and set afterwards; its services that run already are looked after all the same.
 */
export const pendingParameters: Rule = ({ resource_changes: changes }, { environment }) => {
  if (environment === undefined) return [];
  const { name, protected: isProtected } = environment;
  const running = servicesWhere(changes, ({ before, after }) => after > 0 && (isProtected || before > 0));
  const starting = servicesWhere(changes, ({ before, after }) => after > 0 && before === 0);
  const read = secretsIn(environment, "ssm").filter((secret) => storeOf(environment, secret) === "ssm");
  return read.flatMap((secret): Finding[] => {
    const of = readingAddresses(environment, secret);
    const unset = changes.filter(
      (resource) =>
        resource.type === "aws_ssm_parameter" &&
        isUnset(resource) &&
        objectOf(resource.change.after).name === parameterName(name, secret),
    );
    return unset.flatMap(({ address, change }): Finding[] => {
      const isMade = change.actions.includes("create");
      const concerned = isMade ? running : isProtected ? starting : [];
      const readers = of.filter((one) => concerned.includes(one));
      if (readers.length === 0) return [];
      const set = `npm run secret -- --env ${name} ${secret}`;
      const message = isMade
        ? `would be made with the value 'pending', and ${readers.join(", ")} would read that in the same apply. Set its value first: ${set}, ` +
          `then npm run discover -- --env ${name} --write, and plan again; where nothing runs yet, apply desiredCount 0 first`
        : `has the value 'pending' until somebody sets it, and ${readers.join(", ")} would start with that: ${set}, and plan again`;
      return [{ kind: "change", address, message }];
    });
  });
};
