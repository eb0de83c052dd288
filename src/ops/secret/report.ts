import type { Environment } from "../../model/environment";
import { readersOf } from "../../model/secrets";
import { commandsOf } from "../verify/commands";
import { everyService } from "../verify/expected";
import { expectedOf } from "../verify/expected-of";
import type { Set } from "./store";

const STORES = { ssm: "Parameter Store", secretsmanager: "Secrets Manager" } as const;

/** What was set and where, what was done to the value, and what to do next; nothing of the value. */
export function renderSet(
  environment: Environment,
  secret: string,
  { set, notes }: { readonly set: readonly Set[]; readonly notes: readonly string[] },
): string {
  const lines = set.map(({ place: { store, name, keyId } }) =>
    [`${name} is set in ${STORES[store]}`, ...(keyId === undefined ? [] : [`under ${keyId}`])].join(", "),
  );
  return [...lines.map((line) => `${line}.`), ...notes, "", ...nextSteps(environment, secret, set)].join("\n");
}

function nextSteps(environment: Environment, secret: string, set: readonly Set[]): string[] {
  const { name, inventory } = environment;
  const known = inventory.existingParameters ?? [];
  const expected = expectedOf(environment);
  const { discover, restart } = commandsOf(expected);
  if (set.some(({ isNew }) => isNew) && !known.includes(secret)) {
    return [
      "Next: it was not there before. Record it, so that Terraform does not make it too, commit the inventory, and plan:",
      `  ${discover}`,
    ];
  }
  const readers = readersOf(environment, secret);
  const reading = everyService(expected).filter(
    ({ name: service, tasks }) => tasks > 0 && readers.includes(service === "canary" ? "gateway" : service),
  );
  if (reading.length === 0) return ["Next: nothing that reads it is to run now; it is read when tasks start."];
  return [
    "Next: tasks read their secrets only when they start. Start those that read it again, and see that they come up:",
    ...reading.map(({ service }) => `  ${restart(service)}`),
    `  npm run verify -- --env ${name} --wait 10m`,
  ];
}
