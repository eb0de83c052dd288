import { imageReferences } from "../../../src/ops/local/seed";

test("finds each image that stacks read, once", () => {
  const image = (repository_name: string, image_tag: string) => ({ repository_name, image_tag });
  expect(
    imageReferences([
      { data: { aws_ecr_image: { user: image("kelmah-user", "latest"), auth: image("kelmah-auth", "fix") } } },
      { data: { aws_ecr_image: { user: image("kelmah-user", "latest") }, aws_region: { current: {} } } },
      { data: {} },
    ]),
  ).toEqual([
    { repository: "kelmah-auth", tag: "fix" },
    { repository: "kelmah-user", tag: "latest" },
  ]);
});
