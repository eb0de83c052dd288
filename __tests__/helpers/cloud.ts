import { example, type Example } from "./example";

/** The example with its state in HCP Terraform. */
export function cloudExample(): Example {
  return { ...example(), state: { kind: "cloud", organization: "kelmah", project: "Platform" } };
}

/** The example with its state in S3, planned and applied by a workflow of GitHub's. */
export function githubExample(): Example {
  const environment = example();
  environment.inventory = { ...environment.inventory, existingParameters: ["JWT_SECRET", "MONGODB_URI"] };
  environment.deployment = { github: { repository: "kelmah/infrastructure" } };
  return environment;
}

/** The example with its state in HCP Terraform, whose runs sign in to AWS by themselves. */
export function hcpExample(): Example {
  const { inventory } = githubExample();
  return { ...cloudExample(), inventory, deployment: { hcp: {} } };
}
