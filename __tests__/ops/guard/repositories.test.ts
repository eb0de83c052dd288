import { findings, resource, type Written } from "./plans";

const ADDRESS = "aws_ecr_repository.api_gateway";
const update = (before: object, after: object, more: object = {}): Written => ({
  actions: ["update"],
  before,
  after,
  ...more,
});
const tagsBecomeImmutable = update({ image_tag_mutability: "MUTABLE" }, { image_tag_mutability: "IMMUTABLE" });

test("a repository's option changes it in place", () => {
  expect(findings([resource(ADDRESS, tagsBecomeImmutable)])).toEqual([]);
});

test("nothing else of it changes", () => {
  expect(findings([resource(ADDRESS, update({ name: "a" }, { name: "b" }))])).toEqual([
    `protected ${ADDRESS} is protected (it holds the images that run, and those to go back to) and would change: name: "a" → "b"`,
  ]);
});

test("one that is adopted changes only when a person has accepted it", () => {
  const adopted = resource(ADDRESS, { ...tagsBecomeImmutable, importing: { id: "api-gateway" } });
  expect(findings([adopted])).toEqual([
    `change ${ADDRESS} is imported and would change: image_tag_mutability: "MUTABLE" → "IMMUTABLE". Describe it as it is, or accept image_tag_mutability with --accept ${ADDRESS}`,
  ]);
  expect(findings([adopted], { accepted: [ADDRESS] })).toEqual([]);
});

test("one that is no longer wanted stays", () => {
  expect(
    findings([resource(ADDRESS, { actions: ["delete"] }, { action_reason: "delete_because_no_resource_config" })]),
  ).toEqual([`destroy ${ADDRESS} would be destroyed: nothing in the configuration describes it any more`]);
});

describe("a lifecycle policy", () => {
  const replace: Written = {
    actions: ["delete", "create"],
    before: { policy: "a" },
    after: { policy: "b" },
    replace_paths: [["policy"]],
  };
  const address = "aws_ecr_lifecycle_policy.api_gateway";

  test("is made anew when it changes", () => {
    expect(findings([resource(address, replace)])).toEqual([]);
  });

  test("that somebody else wrote is not", () => {
    expect(findings([resource(address, { ...replace, importing: { id: "api-gateway" } })])).toEqual([
      `replace ${address} would be imported and replaced: what cannot be changed in place is policy`,
    ]);
  });
});
