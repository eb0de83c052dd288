import { commandsOf } from "../commands";
import { type Expected, type ExpectedService, everyService } from "../expected";
import type { Facts } from "../facts";
import { imageName, imageReference, type ImageReference } from "../fetch/images";
import { type Finding, findingsOf } from "../finding";

/**
 * Whether the images that the environment names, and those that its services run, are in ECR (docs/original-runbook.md,
 * section 1).
 */
export function imageFindings(expected: Expected, facts: Facts): Finding[] {
  return everyService(expected).flatMap((service) => {
    const running = runningImages(expected, facts, service);
    const others = running.filter((image) => imageName(image) !== imageName(service.image));
    return [
      ...ofImage(expected, facts, service, service.image, "the environment names"),
      ...others.flatMap((image) => ofImage(expected, facts, service, image, "runs")),
    ];
  });
}

/** The images of a service and its legacy one as they run, of the account's own registry. */
export function runningImages(expected: Expected, facts: Facts, of: ExpectedService): ImageReference[] {
  if (!facts.services.known) return [];
  const { services } = facts.services.value;
  const names = [of.service, ...(of.legacy === undefined ? [] : [of.legacy.service])];
  const found = names.flatMap((name) => {
    const definition = facts.taskDefinitions.get(services.get(name)?.taskDefinition ?? "");
    const containers = definition?.known === true ? definition.value.containers : [];
    const own = containers.find(({ name: container }) => container === of.container);
    return own === undefined ? [] : (imageReference(own.image, expected) ?? []);
  });
  return [...new Map(found.map((image) => [imageName(image), image])).values()];
}

function ofImage(
  expected: Expected,
  { images }: Facts,
  { name }: ExpectedService,
  image: ImageReference,
  who: string,
): Finding[] {
  const make = findingsOf("images", name);
  const commands = commandsOf(expected);
  const called = imageName(image);
  const answer = images.get(called);
  if (answer === undefined) return []; // Its digest is that of a tag which is there.
  if (!answer.known) {
    return [make.unknown("image-unknown", `image ${called}`, answer.failure)];
  }
  if (!("missing" in answer.value)) return [];
  if (answer.value.missing === "repository") {
    const what = `${who} ${called}, and ECR has no repository ${image.repository}`;
    return [make.wrong("repository-missing", { what, next: ["Create it and push the image: CI does both."] })];
  }
  const next = [
    commands.tags(image.repository),
    "Name one of these tags in src/environments/catalogue.ts, or push the image.",
    'When neither can be done now, pin what runs there by its digest, and the plan of the others goes on (docs/runbook.md, "One image\'s tag is missing").',
  ];
  const why = "a task that starts now cannot pull it, and a plan fails";
  return [make.wrong("image-missing", { what: `${who} ${called}, which is not in ECR`, why, next, ...commands.apply })];
}
