import { notAliveIn } from "./alive";
import { isForeignGroup } from "./checks/balancers";
import { calledAt, gatewayUrls } from "./checks/gateway";
import { unsetSecrets } from "./checks/unset-secrets";
import { commandsOf } from "./commands";
import { type Expected, everyService } from "./expected";
import type { Facts } from "./facts";
import { imageName, isMissing } from "./fetch/images";
import type { Finding } from "./finding";

/** What has to be done before the services are applied, whatever the apply is for: commands to type, or sentences. */
export function beforeServices(expected: Expected, facts: Facts, findings: readonly Finding[]): string[] {
  const commands = commandsOf(expected);
  const { deleted, missing, unset } = unsetSecrets(expected, facts);
  const secrets = new Set([...missing, ...unset].map(({ secret }) => secret));
  return [
    ...withoutPlan(expected, facts),
    ...pointing(expected, facts, findings),
    // AWS refuses a service of the same name until the one that is being deleted has ended its tasks.
    ...notAliveIn(facts, "ECS service", "DRAINING").map(({ by }) => commands.waitUntilDeleted(by)),
    ...deleted.map(({ name }) => commands.restoreSecret(name)),
    ...[...secrets].map((secret) => commands.setSecret(secret)),
    ...(missing.length > 0 ? [commands.discover] : []),
  ];
}

/** What every plan reads, and cannot do without. */
function withoutPlan(expected: Expected, facts: Facts): string[] {
  const { balancing } = facts;
  const gone = everyService(expected).flatMap(({ image }) =>
    "tag" in image && isMissing(facts, image) ? [imageName(image)] : [],
  );
  const { targetGroup, targetGroupBeside } = expected.gateway;
  const groups = balancing.targetGroups;
  const foreign = [targetGroup, targetGroupBeside].filter(
    (name) => isForeignGroup(expected, name) && groups.known && !groups.value.has(name ?? ""),
  );
  const all = [...new Set(gone), ...foreign];
  return all.length === 0 ? [] : [`See to ${all.join(", ")} first, as said above: no plan goes on without.`];
}

/** An apply points the gateway where the phase says: whoever is called there has to be well, as far as no apply mends it. */
function pointing(expected: Expected, facts: Facts, findings: readonly Finding[]): string[] {
  if (gatewayUrls(expected, facts) === undefined) return [];
  const isTrouble = ({ severity, group, check, subject, stops, apply }: Finding, name: string, calls: string) =>
    severity === "wrong" &&
    apply === undefined &&
    group !== "tidy-up" &&
    ["service", "targets", "chain", "egress"].includes(check) &&
    [name, expected.environment].includes(subject) &&
    (calls === "legacy") === (stops === "legacy");
  const names = expected.urls.flatMap(({ service, calls }) => {
    const called = calledAt(expected, facts, service);
    return called !== calls && called !== "elsewhere" && findings.some((one) => isTrouble(one, service, calls)) ? [service] : []; // prettier-ignore
  });
  if (names.length === 0) return [];
  return [
    `Mend first what is said of ${names.join(", ")} above: this apply points the gateway there, away from what it calls now.`,
  ];
}
