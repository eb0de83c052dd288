import { nested, type Policy, resources } from "./policy";

/** Every repository scans what is pushed, takes no tag twice where the environment says so, is kept, and tidies up. */
export const repositories: Policy = {
  name: "repositories",
  check: ({ json, environment }) =>
    resources(json, "aws_ecr_repository").flatMap(({ address, block }) => {
      const messages: string[] = [];
      if (nested(block, "image_scanning_configuration").scan_on_push !== true) {
        messages.push("must scan images on push");
      }
      if (environment?.repositories?.immutableTags === true && block.image_tag_mutability !== "IMMUTABLE") {
        messages.push("must have immutable tags: repositories.immutableTags of the environment says so");
      }
      if (block.force_delete === true) messages.push("must not be deleted with the images in it (force_delete)");
      const hasPolicy = resources(json, "aws_ecr_lifecycle_policy").some(
        ({ block: { repository } }) => repository === `\${${address}.name}` || repository === block.name,
      );
      if (!hasPolicy) messages.push("must have a lifecycle policy, or it keeps every image for ever");
      return messages.map((message) => ({ address, message }));
    }),
};
