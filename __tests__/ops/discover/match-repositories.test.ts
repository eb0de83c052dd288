import { stack } from "./facts";
import { outcomes, short } from "./matching";

test("repositories and their lifecycle policies are found by name", () => {
  const found = outcomes({
    facts: {
      images: {
        repositories: [{ repositoryName: "api-gateway", imageTagMutability: "MUTABLE" }, { repositoryName: "auth" }],
        withPolicy: ["api-gateway"],
      },
    },
    stacks: [
      stack("kelmah-prod-repositories", {
        "aws_ecr_repository.api_gateway": { name: "api-gateway" },
        "aws_ecr_repository.auth": { name: "auth" },
        "aws_ecr_repository.user": { name: "user" },
        "aws_ecr_lifecycle_policy.api_gateway": { repository: "${aws_ecr_repository.api_gateway.name}" },
        "aws_ecr_lifecycle_policy.auth": { repository: "${aws_ecr_repository.auth.name}" },
      }),
    ],
  });
  expect(Object.fromEntries([...found].map(([address, outcome]) => [address, short(outcome)]))).toEqual({
    "aws_ecr_repository.api_gateway": "api-gateway by name",
    "aws_ecr_repository.auth": "auth by name",
    "aws_ecr_repository.user": "missing",
    "aws_ecr_lifecycle_policy.api_gateway": "api-gateway by its repository",
    "aws_ecr_lifecycle_policy.auth": "missing",
  });
});
