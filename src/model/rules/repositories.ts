import type { Environment, Image } from "../environment";
import { isPinned } from "../image";
import { registryHost } from "../names";
import { type Problem, quote } from "../problem";
import { repositoryAddress, repositoryNames } from "../repositories";

/** The newest of these that are kept: with one alone, the push of another would take away what runs, and the way back. */
const KEPT_IMAGES = { min: 2, max: 10_000 };
const UNTAGGED_DAYS = { min: 1, max: 3650 };

function images({ services, gateway }: Environment): { readonly field: string; readonly image: Image }[] {
  return [
    ...Object.entries(services).map(([name, { image }]) => ({ field: `services.${name}.image`, image })),
    { field: "gateway.image", image: gateway.image },
    ...(gateway.canary === undefined ? [] : [{ field: "gateway.canary.image", image: gateway.canary.image }]),
  ];
}

function isWhole(value: number, { min, max }: { min: number; max: number }): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

/** Account and region are the inventory's: an image is named by its repository alone. */
function registryProblems(environment: Environment): Problem[] {
  const { account, region } = environment.inventory;
  return images(environment).flatMap(({ field, image: { repository } }) => {
    const [, host, name = ""] = /^([^/]*\.amazonaws\.com)\/(.*)$/.exec(repository) ?? [];
    if (host === undefined) return [];
    const own = host === registryHost({ account, region });
    const message = own
      ? `${quote(repository)} begins with the registry, which the inventory says already: write ${quote(name)}`
      : `${quote(repository)} is in another registry: images come from account ${account} in ${region}; push it there, and write ${quote(name)}`;
    return [{ field: `${field}.repository`, message }];
  });
}

/** The repositories that an environment makes, and how its images are named. */
export function repositoriesProblems(environment: Environment): Problem[] {
  const { repositories } = environment;
  const problems = registryProblems(environment);
  if (repositories === undefined) return problems;
  const { immutableTags, keepImages = KEPT_IMAGES.min, keepUntaggedDays = UNTAGGED_DAYS.min } = repositories;
  for (const { field, image } of images(environment)) {
    if (immutableTags && !isPinned(image) && image.tag === "latest") {
      const message =
        "'latest' can be pushed only once where tags are immutable: name a tag of one build, or set repositories.immutableTags to false";
      problems.push({ field: `${field}.tag`, message });
    }
  }
  if (!isWhole(keepImages, KEPT_IMAGES)) {
    const message = `${quote(keepImages)} is no number of images to keep: a whole number, ${KEPT_IMAGES.min} (what runs, and the way back) to ${KEPT_IMAGES.max}`;
    problems.push({ field: "repositories.keepImages", message });
  }
  if (!isWhole(keepUntaggedDays, UNTAGGED_DAYS)) {
    const message = `${quote(keepUntaggedDays)} is no number of days: a whole number, ${UNTAGGED_DAYS.min} to ${UNTAGGED_DAYS.max}`;
    problems.push({ field: "repositories.keepUntaggedDays", message });
  }
  const owners = new Map<string, string>();
  for (const name of repositoryNames(environment)) {
    const address = repositoryAddress(name);
    const owner = owners.get(address);
    if (owner === undefined) owners.set(address, name);
    else {
      const message = `${quote(owner)} and ${quote(name)} would both be aws_ecr_repository.${address}: call one otherwise`;
      problems.push({ field: "repositories", message });
    }
  }
  return problems;
}
