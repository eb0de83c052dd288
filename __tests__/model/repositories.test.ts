import fc from "fast-check";
import { lifecyclePolicy, repositoryAddress, repositoryNames } from "../../src/model/repositories";
import { example } from "../helpers/example";

test("every image's repository is there once, the canary's with them", () => {
  const environment = example();
  environment.services.user.image.repository = "kelmah-auth-service";
  environment.gateway.canary = { image: { repository: "gateway-next", tag: "2" }, weight: 5 };
  expect(repositoryNames(environment)).toEqual(["api-gateway", "gateway-next", "kelmah-auth-service"]);
});

test("a repository's address is a Terraform name", () => {
  expect(repositoryAddress("team/api-gateway.v2")).toBe("team_api_gateway_v2");
});

const statuses = (repositories: Parameters<typeof lifecyclePolicy>[0]) =>
  lifecyclePolicy(repositories).rules.map(({ selection }) => selection.tagStatus);

test("keeps 50 images", () => {
  expect(lifecyclePolicy({ immutableTags: true })).toMatchObject({
    rules: [
      { selection: { tagStatus: "tagged", tagPatternList: ["*"], countType: "imageCountMoreThan", countNumber: 50 } },
    ],
  });
});

test.each([true, false])("images without a tag stay unless days are given (immutable tags: %s)", (immutableTags) => {
  expect(statuses({ immutableTags })).toEqual(["tagged"]);
  expect(statuses({ immutableTags, keepUntaggedDays: 90 })).toEqual(["untagged", "tagged"]);
});

test("whatever is given, priorities are one of a kind and every count is a positive number", () => {
  const repositories = fc.record(
    { immutableTags: fc.boolean(), keepImages: fc.integer({ min: 2, max: 10_000 }), keepUntaggedDays: fc.integer({ min: 1, max: 3650 }) }, // prettier-ignore
    { requiredKeys: ["immutableTags"] },
  );
  fc.assert(
    fc.property(repositories, (value) => {
      const { rules } = lifecyclePolicy(value);
      const counts = rules.map(({ selection }) => selection.countNumber ?? 0);
      return new Set(rules.map(({ rulePriority }) => rulePriority)).size === rules.length && counts.every((n) => n > 0);
    }),
  );
});
