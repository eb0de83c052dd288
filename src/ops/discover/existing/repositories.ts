import type { RepositoryFacts } from "../facts";
import type { ExistingByType } from "./existing";

/** The repositories and their lifecycle policies, each known by the repository's name. */
export function existingRepositories({ repositories, policies }: RepositoryFacts): ExistingByType {
  return {
    aws_ecr_repository: repositories.map((repository) => {
      const { repositoryName: name = "", repositoryArn: arn, repositoryUri: url } = repository;
      return {
        importId: name,
        attributes: {
          id: name,
          name,
          arn,
          repository_url: url,
          image_tag_mutability: repository.imageTagMutability,
          image_scanning_configuration: {
            scan_on_push: repository.imageScanningConfiguration?.scanOnPush ?? false,
          },
        },
        tags: {},
      };
    }),
    aws_ecr_lifecycle_policy: [...policies.keys()].map((repository) => ({
      importId: repository,
      attributes: { id: repository, repository },
      tags: {},
    })),
  };
}
