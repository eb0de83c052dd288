import type { Expected, ExpectedService } from "../expected";
import type { Facts } from "../facts";
import { imageReference, isMissing } from "../fetch/images";
import { calledBy } from "./gateway";

/**
 * Whether a service may go back to an earlier revision of its task definition: its image is still there, and a gateway calls
 * nothing by it that does not run any more. What has not been asked stands in nobody's way.
 */
export function mayGoBack(expected: Expected, facts: Facts, of: ExpectedService, revision: string): boolean {
  const definition = facts.taskDefinitions.get(revision);
  if (definition === undefined) return true;
  const isGateway = of.phase === undefined;
  if (!definition.known) return !isGateway;
  const container = definition.value.containers.find(({ name }) => name === of.container);
  if (container === undefined) return false;
  const reference = imageReference(container.image, expected);
  if (reference !== undefined && isMissing(facts, reference)) return false;
  return !isGateway || expected.services.every((service) => isReached(expected, facts, container.urls, service));
}

/** Whether a gateway with these variables calls what runs of a service, where that service is to run at all. */
function isReached(
  expected: Expected,
  facts: Facts,
  urls: Parameters<typeof calledBy>[2],
  { name, service, tasks, legacy }: ExpectedService,
): boolean {
  const called = calledBy(expected, facts, urls, name);
  const runs = (ecs: string | undefined) =>
    facts.services.known && (facts.services.value.services.get(ecs ?? "")?.runningCount ?? 0) > 0;
  if (!facts.services.known || (tasks === 0 && (legacy === undefined || legacy.tasks === 0))) return true;
  if (called === "elsewhere") return false;
  return runs(called === "private" ? service : legacy?.service);
}
