import type { Repositories } from "../../../src/model/options";
import { lifecyclePolicy } from "../../../src/model/repositories";
import { findings, protectedEnvironment, questions, resource, type Written } from "./plans";

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
    `protected ${ADDRESS} is protected (it holds the images that run, and those to go back to) and would change: name: "a" → "b". Keep it as it is (docs/runbook.md, "What the guard never lets pass")`,
  ]);
});

test("one that is adopted changes only when a person has accepted it", () => {
  const adopted = resource(ADDRESS, { ...tagsBecomeImmutable, importing: { id: "api-gateway" } });
  expect(questions([adopted])).toEqual([
    `${ADDRESS} is protected (it holds the images that run, and those to go back to) and would change: image_tag_mutability: "MUTABLE" → "IMMUTABLE". Let npm run discover -- --write record it as it was found (docs/runbook.md, "Adopting takes nothing away"), or accept it`,
  ]);
  expect(questions([adopted], { accepted: [{ address: ADDRESS, reason: "a test" }] })).toEqual([]);
});

test("one that is no longer wanted stays", () => {
  expect(
    findings([resource(ADDRESS, { actions: ["delete"] }, { action_reason: "delete_because_no_resource_config" })]),
  ).toEqual([`destroy ${ADDRESS} would be destroyed: nothing in the configuration describes it any more`]);
});

describe("a lifecycle policy", () => {
  const address = "aws_ecr_lifecycle_policy.api_gateway";
  const accepted = [{ address, reason: "looked at them" }];
  const environment = { ...protectedEnvironment(), repositories: { immutableTags: true } };
  const policy = (repositories: Partial<Repositories>) =>
    JSON.stringify(lifecyclePolicy({ immutableTags: true, ...repositories }));
  const fifty = policy({});
  const remade = (before: unknown, after: unknown, more: object = {}): Written => ({
    actions: ["delete", "create"],
    before: { policy: before },
    after: { policy: after },
    replace_paths: [["policy"]],
    ...more,
  });
  const refused = (because: string) => [
    `${address} would let images expire: ${because}. See which with aws ecr start-lifecycle-policy-preview (docs/options/repositories.md, "Adopt repositories that exist", step 2), then accept it`,
  ];
  const rules = (...selections: object[]) =>
    JSON.stringify({ rules: selections.map((selection) => ({ selection, action: { type: "expire" } })) });
  const ofTag = { tagStatus: "tagged", tagPatternList: ["prod*"], countType: "imageCountMoreThan", countNumber: 9 };
  const ofAny = { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 5 };

  test.each([
    ["keeps more images", fifty, policy({ keepImages: 60 })],
    ["keeps untagged ones for more days", policy({ keepUntaggedDays: 3 }), policy({ keepUntaggedDays: 4 })],
    ["keeps untagged ones for ever", policy({ keepUntaggedDays: 3 }), fifty],
    ["says the same in another order", rules(ofTag), rules(Object.fromEntries(Object.entries(ofTag).reverse()))],
  ])("is made anew when it %s", (_, before, after) => {
    expect(findings([resource(address, remade(before, after))])).toEqual([]);
    expect(findings([resource(address, remade(before, after, { actions: ["update"] }))])).toEqual([]);
  });

  test.each([
    ["keeps fewer images", fifty, policy({ keepImages: 20 }), "it keeps 20 images (tagged) and no longer 50"],
    ["keeps untagged ones for fewer days", policy({ keepUntaggedDays: 9 }), policy({ keepUntaggedDays: 3 }), "it keeps 3 days (untagged) and no longer 9"], // prettier-ignore
    ["has a new rule", fifty, policy({ keepUntaggedDays: 90 }), "it has a new rule for images (untagged)"],
    ["takes other images", rules(ofTag), fifty, "it has a new rule for images (tagged)"],
    ["no longer spares some", rules(ofTag, ofAny), rules(ofAny), "it no longer has the rule for images (tagged) that came before others"], // prettier-ignore
    ["is not known before the apply", fifty, undefined, "what it expires cannot be read from the plan"],
    ["is none", "{", fifty, "what it expires cannot be read from the plan"],
  ])("that %s has to be accepted", (_, before, after, because) => {
    const resources = [resource(address, remade(before, after))];
    expect(questions(resources, { environment })).toEqual(refused(because));
    expect([...findings(resources, { environment, accepted }), ...questions(resources, { environment, accepted })]).toEqual([]); // prettier-ignore
    const updated = [resource(address, remade(before, after, { actions: ["update"] }))];
    expect(questions(updated, { environment })).toEqual(refused(because));
  });

  test("that needs no acceptance is not accepted", () => {
    const resources = [resource(address, remade(fifty, policy({ keepImages: 60 })))];
    expect(findings(resources, { environment, accepted })).toHaveLength(1);
  });

  test("that somebody else wrote is not made anew, whatever is accepted", () => {
    const imported = resource(address, remade(fifty, policy({ keepImages: 20 }), { importing: { id: "api-gateway" } }));
    expect(findings([imported])).toEqual([
      `replace ${address} would be imported and replaced: what cannot be changed in place is policy`,
    ]);
  });

  describe("that is new", () => {
    const created = resource(address, { actions: ["create"], after: { repository: "api-gateway", policy: fifty } });
    const name = { name: "api-gateway" };

    test.each<[string, Written]>([
      ["is imported", { actions: ["no-op"], before: name, after: name, importing: { id: "api-gateway" } }],
      ["is there already", { actions: ["no-op"], before: name, after: name }],
    ])("has to be accepted where its repository %s", (_, repository) => {
      const resources = [resource(ADDRESS, repository), created];
      expect(questions(resources, { environment })).toEqual(
        refused("its repository is there already, with its images, and kept all of them"),
      );
      expect(findings(resources, { environment, accepted })).toEqual([]);
    });

    test("comes with its repository", () => {
      expect(findings([resource(ADDRESS, { actions: ["create"], after: name }), created])).toEqual([]);
    });
  });
});
