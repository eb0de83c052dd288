import { type ECRClient, GetLifecyclePolicyCommand, paginateDescribeRepositories } from "@aws-sdk/client-ecr";
import { collect } from "../../aws/collect";
import type { RepositoryFacts } from "../facts";

/** Those of these repositories that exist, and their lifecycle policies; nothing is asked where none is looked for. */
export async function fetchRepositories(client: ECRClient, names: readonly string[]): Promise<RepositoryFacts> {
  if (names.length === 0) return { repositories: [], policies: new Map() };
  // Asked for by name, ECR would fail for all when one is missing.
  const all = await collect(paginateDescribeRepositories({ client, pageSize: 1000 }, {}), (page) => page.repositories);
  const repositories = all.filter(({ repositoryName = "" }) => names.includes(repositoryName));
  const policies = await Promise.all(
    repositories.map(
      async ({ repositoryName = "" }) => [repositoryName, await policyOf(client, repositoryName)] as const,
    ),
  );
  return {
    repositories,
    policies: new Map(policies.flatMap(([name, text]) => (text === undefined ? [] : [[name, text]]))),
  };
}

async function policyOf(client: ECRClient, repositoryName: string): Promise<string | undefined> {
  try {
    return (await client.send(new GetLifecyclePolicyCommand({ repositoryName }))).lifecyclePolicyText;
  } catch (error) {
    if ((error as Error).name === "LifecyclePolicyNotFoundException") return undefined;
    throw error;
  }
}
