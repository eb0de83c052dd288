import type { Block, StackJson } from "../../src/policies/policy";
import { protectedResources } from "../../src/policies/protected-resources";
import { repositories } from "../../src/policies/repositories";
import { example } from "../helpers/example";

const good: Block = {
  name: "it",
  image_tag_mutability: "IMMUTABLE",
  image_scanning_configuration: { scan_on_push: true },
  lifecycle: { prevent_destroy: true },
};
const environment = { ...example(), repositories: { immutableTags: true } };

function messages(block: Block, policy: Block = { repository: "${aws_ecr_repository.it.name}" }): string[] {
  const json: StackJson = { resource: { aws_ecr_repository: { it: block }, aws_ecr_lifecycle_policy: { it: policy } } };
  const stack = { name: "kelmah-test-repositories", json, environment };
  return [repositories, protectedResources].flatMap(({ check }) => check(stack)).map(({ message }) => message);
}

test("takes a repository that scans, is immutable, kept and tidied up", () => {
  expect(messages(good)).toEqual([]);
});

test.each<[string, Block, Block | undefined, string]>([
  ["does not scan", { ...good, image_scanning_configuration: {} }, undefined, "must scan images on push"],
  [
    "has tags that move",
    { ...good, image_tag_mutability: "MUTABLE" },
    undefined,
    "must have immutable tags: repositories.immutableTags of the environment says so",
  ],
  [
    "goes with its images",
    { ...good, force_delete: true },
    undefined,
    "must not be deleted with the images in it (force_delete)",
  ],
  [
    "keeps everything",
    good,
    { repository: "another" },
    "must have a lifecycle policy, or it keeps every image for ever",
  ],
  ["could be destroyed", { ...good, lifecycle: {} }, undefined, "must carry lifecycle.prevent_destroy"],
])("refuses one that %s", (_, block, policy, message) => {
  // prettier-ignore
  expect(messages(block, policy)).toEqual([message]);
});
