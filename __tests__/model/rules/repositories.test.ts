import { canaryExample } from "../../helpers/entrance";
import type { Environment } from "../../../src/model/environment";
import { validate } from "../../../src/model/validate";
import { type Example, example, testBreakages } from "../../helpers/example";

function withRepositories(name = "test"): Example {
  return { ...example(), name, repositories: { immutableTags: true } };
}

const REGISTRY = "111122223333.dkr.ecr.eu-north-1.amazonaws.com";

describe("the repositories", () => {
  testBreakages(
    [
      [
        "with immutable tags take no 'latest'",
        (e) => (e.services.auth.image.tag = "latest"),
        "services.auth.image.tag: 'latest' can be pushed only once where tags are immutable: name a tag of one build, or set repositories.immutableTags to false",
      ],
      [
        "nor that of a canary",
        (e) =>
          Object.assign(e.gateway, canaryExample(5).gateway, {
            canary: { image: { repository: "api-gateway", tag: "latest" }, weight: 5 },
          }),
        "gateway.canary.image.tag: 'latest' can be pushed only once where tags are immutable: name a tag of one build, or set repositories.immutableTags to false",
      ],
      [
        "keep more than one image",
        (e) => (e.repositories = { immutableTags: true, keepImages: 1 }),
        "repositories.keepImages: 1 is no number of images to keep: a whole number, 2 (what runs, and the way back) to 10000",
      ],
      [
        "keep untagged images for whole days",
        (e) => (e.repositories = { immutableTags: true, keepUntaggedDays: 0.5 }),
        "repositories.keepUntaggedDays: 0.5 is no number of days: a whole number, 1 to 3650",
      ],
      [
        "have addresses of their own",
        (e) => {
          e.services.auth.image.repository = "kelmah/auth";
          e.services.user.image.repository = "kelmah-auth";
        },
        "repositories: 'kelmah-auth' and 'kelmah/auth' would both be aws_ecr_repository.kelmah_auth: call one otherwise",
      ],
    ],
    withRepositories,
  );

  test("take 'latest' where tags may be pushed over", () => {
    const environment = withRepositories();
    environment.services.auth.image.tag = "latest";
    environment.repositories = { immutableTags: false };
    expect(() => {
      validate([environment]);
    }).not.toThrow();
  });
});

describe("an image, whoever makes its repository,", () => {
  testBreakages([
    [
      "is named without the registry",
      (e) => (e.services.auth.image.repository = `${REGISTRY}/kelmah-auth-service`),
      `services.auth.image.repository: '${REGISTRY}/kelmah-auth-service' begins with the registry, which the inventory says already: write 'kelmah-auth-service'`,
    ],
    [
      "is in the environment's account and region",
      (e) => (e.gateway.image.repository = `${REGISTRY.replace("north", "west")}/api-gateway`),
      "gateway.image.repository: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/api-gateway' is in another registry: images come from account 111122223333 in eu-north-1; push it there, and write 'api-gateway'",
    ],
  ]);
});

describe("two environments", () => {
  /** What is said of environments in networks of their own. */
  const messageFor = (...environments: Environment[]) => {
    const apart = environments.map((environment, index) => {
      const { network } = environment;
      return { ...environment, network: { ...network, vpc: { ...network.vpc, cidr: `10.${index}.0.0/16` } } };
    });
    try {
      validate(apart);
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  };

  test("of one account and region do not both make a repository", () => {
    expect(messageFor(withRepositories("one"), withRepositories("two"))).toContain(
      "Environment 'two' has 1 problem:\n  repositories: 'one' makes 'api-gateway', 'kelmah-auth-service', 'kelmah-user-service' already, in the same account and region: say repositories in one of the two\n",
    );
  });

  test.each([
    ["one of them makes it", { ...example(), name: "two" }],
    ["they are in other accounts", { ...withRepositories("two"), inventory: { account: "444455556666", region: "eu-north-1" }, state: { ...example().state, bucket: "others", stack: "kelmah-state-two" } as const }], // prettier-ignore
    ["they are in other regions", { ...withRepositories("two"), inventory: { account: "111122223333", region: "eu-west-1" }, network: { ...example().network, availabilityZones: ["eu-west-1a", "eu-west-1b"] }, state: { ...example().state, region: "eu-north-1" } as const }], // prettier-ignore
  ])("may when %s", (_, other) => {
    expect(messageFor(withRepositories("one"), other)).toBe("");
  });
});
