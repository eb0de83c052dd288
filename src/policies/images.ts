import { type Policy, resources } from "./policy";

const BY_DIGEST = /@(?:\$\{data\.aws_ecr_image\.|sha256:[0-9a-f]{64}")/;

/** Every container's image is pinned by a digest, which Terraform read from ECR or the environment says: a tag can be pushed over. */
export const imagesByDigest: Policy = {
  name: "images-by-digest",
  check: ({ json }) =>
    resources(json, "aws_ecs_task_definition")
      .filter(({ block }) => {
        const images = String(block.container_definitions).match(/"image" = "[^"]*"/g) ?? [];
        return images.length === 0 || !images.every((image) => BY_DIGEST.test(image));
      })
      .map(({ address }) => ({
        address,
        message: "its image is not pinned by a digest, of a data.aws_ecr_image or of its own",
      })),
};
