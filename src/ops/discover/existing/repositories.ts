import type { RepositoryFacts } from "../facts";
import type { ExistingByType } from "./existing";

/** The repositories and their lifecycle policies, each known by the repository's name. */
export function existingRepositories({ repositories, withPolicy }: RepositoryFacts): ExistingByType {
  return {
    aws_ecr_repository: repositories.map(({ repositoryName: name = "", repositoryArn: arn, repositoryUri: url }) => ({
      importId: name,
      attributes: { id: name, name, arn, repository_url: url },
      tags: {},
    })),
    aws_ecr_lifecycle_policy: withPolicy.map((repository) => ({
      importId: repository,
      attributes: { id: repository, repository },
      tags: {},
    })),
  };
}
