import { type Policy, resources } from "./policy";

/** Every container's image is pinned by the digest that Terraform read from ECR: a tag can be pushed over. */
export const imagesByDigest: Policy = {
  name: "images-by-digest",
  check: ({ json }) =>
    resources(json, "aws_ecs_task_definition")
      .filter(({ block }) => {
        const images = String(block.container_definitions).match(/"image" = "[^"]*"/g) ?? [];
        return images.length === 0 || !images.every((image) => image.includes("@${data.aws_ecr_image."));
      })
      .map(({ address }) => ({ address, message: "its image is not pinned by the digest of a data.aws_ecr_image" })),
};
