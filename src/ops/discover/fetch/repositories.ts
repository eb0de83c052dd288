import { type ECRClient, GetLifecyclePolicyCommand, paginateDescribeRepositories } from "@aws-sdk/client-ecr";
import { collect } from "../../aws/collect";
import type { RepositoryFacts } from "../facts";

/** Those of these repositories that exist, and which of them have a lifecycle policy; nothing is asked where none is looked for. */
export async function fetchRepositories(client: ECRClient, names: readonly string[]): Promise<RepositoryFacts> {
  if (names.length === 0) return { repositories: [], withPolicy: [] };
  // Asked for by name, ECR would fail for all when one is missing.
  const all = await collect(paginateDescribeRepositories({ client, pageSize: 1000 }, {}), (page) => page.repositories);
  const repositories = all.filter(({ repositoryName = "" }) => names.includes(repositoryName));
  const withPolicy = await Promise.all(
    repositories.map(async ({ repositoryName = "" }) =>
      (await hasPolicy(client, repositoryName)) ? [repositoryName] : [],
    ),
  );
  return { repositories, withPolicy: withPolicy.flat() };
}

async function hasPolicy(client: ECRClient, repositoryName: string): Promise<boolean> {
  try {
    await client.send(new GetLifecyclePolicyCommand({ repositoryName }));
    return true;
  } catch (error) {
    if ((error as Error).name === "LifecyclePolicyNotFoundException") return false;
    throw error;
  }
}
