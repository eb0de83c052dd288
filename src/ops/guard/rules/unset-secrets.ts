import type { Environment } from "../../../model/environment";
import { secretName } from "../../../model/names";
import { addressPart } from "../../../model/phase";
import { secretsIn, storeOf } from "../../../model/secrets";
import type { Finding, Rule } from "../finding";
import { objectOf, type ResourceChange } from "../plan";

/** The names of what reads a secret, as their addresses have them; a canary reads what the gateway reads. */
function readersOf({ services, gateway }: Environment, secret: string): string[] {
  const reading = Object.entries(services).filter(([, { secrets }]) => secrets.includes(secret));
  return [
    ...reading.map(([name]) => addressPart(name)),
    ...(gateway.secrets.includes(secret) ? ["gateway", "canary"] : []),
  ];
}

/** Whether a plan leaves a service with tasks. */
function runs({ change }: ResourceChange): boolean {
  return Number(objectOf(change.after).desired_count ?? 0) > 0;
}

/**
 * Tasks read a secret of Secrets Manager that is there already: Terraform makes it without a value, and a task that is to read
 * it does not start. Made and read in one apply, it would be read before anybody can have set it.
 */
export const unsetSecrets: Rule = ({ resource_changes: changes }, { environment }) => {
  if (environment === undefined) return [];
  const running = changes.filter((one) => one.type === "aws_ecs_service" && runs(one)).map(({ name }) => name);
  const read = secretsIn(environment, "secretsmanager").filter(
    (secret) => storeOf(environment, secret) === "secretsmanager",
  );
  return read.flatMap((secret): Finding[] => {
    const readers = readersOf(environment, secret).filter((name) => running.includes(name));
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
