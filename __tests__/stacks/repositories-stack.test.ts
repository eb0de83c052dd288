import { type Example, example } from "../helpers/example";
import "../helpers/matchers";
import { addressesOf, synthesizeStack, synthesizeStacks } from "../helpers/synth";

function repositories(change: (environment: Example) => void = () => undefined) {
  const environment = { ...example(), repositories: { immutableTags: true } };
  change(environment);
  return synthesizeStack(environment, "repositories");
}

test("is there only with the option, and changes no other stack", () => {
  const without = synthesizeStacks([example()]);
  const { "kelmah-test-repositories": own, ...others } = synthesizeStacks([
    { ...example(), repositories: { immutableTags: true } },
  ]);
  expect(Object.keys(without)).toEqual(["kelmah-state", "kelmah-test-network", "kelmah-test-services"]);
  expect(others).toEqual(without);
  expect(addressesOf(own ?? {})).toEqual([
    "aws_ecr_lifecycle_policy.api_gateway",
    "aws_ecr_lifecycle_policy.kelmah_auth_service",
    "aws_ecr_lifecycle_policy.kelmah_user_service",
    "aws_ecr_repository.api_gateway",
    "aws_ecr_repository.kelmah_auth_service",
    "aws_ecr_repository.kelmah_user_service",
    "output.repository_urls",
  ]);
});

test("a repository scans what is pushed, takes no tag twice and cannot be destroyed", () => {
  expect(repositories()).toHaveResourceAt("aws_ecr_repository.kelmah_auth_service", {
    name: "kelmah-auth-service",
    image_tag_mutability: "IMMUTABLE",
    image_scanning_configuration: { scan_on_push: true },
    encryption_configuration: [{ encryption_type: "AES256" }],
    force_delete: undefined,
    lifecycle: { prevent_destroy: true, ignore_changes: ["encryption_configuration"] },
  });
  expect(repositories((e) => (e.repositories = { immutableTags: false }))).toHaveResourceAt(
    "aws_ecr_repository.api_gateway",
    { image_tag_mutability: "MUTABLE" },
  );
});

test("its lifecycle policy is what the environment says", () => {
  const json = repositories((e) => (e.repositories = { immutableTags: true, keepImages: 20, keepUntaggedDays: 3 }));
  expect(json).toHaveResourceAt("aws_ecr_lifecycle_policy.api_gateway", {
    repository: "${aws_ecr_repository.api_gateway.name}",
    policy: {
      rules: [
        expect.objectContaining({ selection: expect.objectContaining({ countNumber: 3 }) as unknown }),
        expect.objectContaining({ selection: expect.objectContaining({ countNumber: 20 }) as unknown }),
      ],
    },
  });
  expect(json.output?.repository_urls).toMatchObject({
    value: { "api-gateway": "${aws_ecr_repository.api_gateway.repository_url}" },
  });
});

test("imports what exists", () => {
  const environment = example();
  environment.repositories = { immutableTags: true };
  const found = { id: "api-gateway", evidence: "name" };
  environment.inventory.imports = { "kelmah-test-repositories": { "aws_ecr_repository.api_gateway": found } };
  expect(synthesizeStack(environment, "repositories").import).toEqual([
    { to: "aws_ecr_repository.api_gateway", id: "api-gateway" },
  ]);
});
