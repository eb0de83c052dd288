import type { Environment } from "./environment";
import type { Repositories } from "./options";

type Images = Pick<Environment, "services" | "gateway">;

/** The ECR repositories that an environment's services, gateway and canary are pulled from, once each, in order. */
export function repositoryNames({ services, gateway }: Images): string[] {
  const images = [...Object.values(services), gateway].map(({ image }) => image);
  if (gateway.canary !== undefined) images.push(gateway.canary.image);
  return [...new Set(images.map(({ repository }) => repository))].sort();
}

/** A repository's name as it is in Terraform addresses. */
export function repositoryAddress(name: string): string {
  return name.replace(/[^a-z0-9]/g, "_");
}

/**
 * The lifecycle policy of each repository (Amazon ECR user guide, "Lifecycle policy properties"). An image of several
 * architectures keeps its parts: ECR expires nothing that a manifest list refers to.
 *
 * Images that no tag names stay unless days are given. They are counted from the push, and one that runs may have lost its
 * tag, pushed over or taken away: tasks name the digest, and could not start again.
 */
export function lifecyclePolicy({ keepImages = 50, keepUntaggedDays: untaggedDays }: Repositories) {
  const expire = { type: "expire" };
  const untagged = {
    rulePriority: 1,
    description: "Images that no tag names",
    selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: untaggedDays },
    action: expire,
  };
  const tagged = {
    rulePriority: 2,
    description: "All but the newest images",
    selection: { tagStatus: "tagged", tagPatternList: ["*"], countType: "imageCountMoreThan", countNumber: keepImages },
    action: expire,
  };
  return { rules: [...(untaggedDays === undefined ? [] : [untagged]), tagged] };
}
