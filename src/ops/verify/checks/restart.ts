import { commandsOf } from "../commands";
import { type Expected, everyService } from "../expected";
import type { Facts } from "../facts";
import { imageName, isMissing } from "../fetch/images";
import { secretsOfService } from "../read-secrets";
import { runningImages } from "./images";
import { isPending } from "./pending";

/**
 * How services are started again that read secrets when they start. One whose next task would not start is named first: its
 * new tasks would fail until that is mended.
 *
 * @param set names, in their stores, of the secrets that get a value before. @default none
 */
export function restart(
  expected: Expected,
  facts: Facts,
  services: readonly string[],
  set: readonly string[] = [],
): string[] {
  if (services.length === 0) return [];
  const stuck = services.flatMap((service) => {
    const lacks = lacksToStart(expected, facts, service).filter((name) => !set.includes(name));
    return lacks.length === 0 ? [] : [`${service} (${lacks.join(", ")})`];
  });
  const order = services.length === 1 ? "" : ", one after the other, each when the one before is steady";
  return [
    ...(stuck.length === 0 ? [] : [`Mend first what is said of these, or their new tasks fail: ${stuck.join("; ")}.`]),
    `${set.length === 0 ? "Start" : "Then start"} again what reads it${order}:`,
    ...services.map((service) => commandsOf(expected).restart(service)),
  ];
}

/** What a task of a service that starts now would miss: images that are not in ECR, and secrets that nobody has set. */
function lacksToStart(expected: Expected, facts: Facts, service: string): string[] {
  const of = everyService(expected).find((one) => one.service === service || one.legacy?.service === service);
  const images = of === undefined ? [] : runningImages(expected, facts, of);
  const missing = images.filter((image) => isMissing(facts, image)).map(imageName);
  const unset = secretsOfService(expected, facts, service).flatMap(({ store, name }) => {
    if (store === "ssm") {
      const fact = facts.parameters.known ? facts.parameters.value.get(name) : undefined;
      const isOurs = expected.parameters.some((parameter) => parameter.name === name);
      const lacks = fact === undefined ? facts.parameters.known && isOurs : isPending(fact);
      return lacks ? [name] : [];
    }
    const secret = facts.managedSecrets.get(name);
    return secret?.known === true && secret.value.state !== "set" ? [name] : [];
  });
  return [...missing, ...unset];
}
