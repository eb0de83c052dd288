import type { Environment } from "./environment";
import { physicalName, stackNamesOf, workspaceName } from "./names";
import type { Deployment } from "./options";
import { secretsIn } from "./secrets";

/** Where HCP Terraform is, if it is nobody's own. */
export const HCP_HOSTNAME = "app.terraform.io";

/** Whose identity tokens AWS is to trust. */
export type Issuer = keyof Pick<Deployment, "github" | "hcp">;

/** The two things that are done with an environment. */
export type DeploymentStep = "plan" | "apply";

/** One role that somebody takes with an identity token. */
export interface DeploymentRole {
  readonly issuer: Issuer;
  readonly step: DeploymentStep;
  readonly name: string;
  /** The tokens' subjects, each as it is, without a wildcard. */
  readonly subjects: readonly string[];
}

/** An OpenID Connect provider as AWS is told of it. */
export interface Issuing {
  readonly issuer: Issuer;
  /** The host whose tokens are trusted. */
  readonly host: string;
  readonly audience: string;
  readonly arn: string;
  /** Whether this environment makes it. */
  readonly made: boolean;
  readonly roles: readonly DeploymentRole[];
}

/** The secrets whose parameters Terraform manages: planning decrypts each, as the provider reads its value on refresh. */
export function madeParameters(
  environment: Pick<Environment, "inventory" | "secrets" | "services" | "gateway">,
): string[] {
  const { existingParameters } = environment.inventory;
  return secretsIn(environment, "ssm").filter((secret) => existingParameters?.includes(secret) !== true);
}

/** Whether an environment has legacy services, discovered or only named: their task definitions hold secrets as plain text. */
export function hasLegacyServices({ names, inventory }: Pick<Environment, "names" | "inventory">): boolean {
  return (
    Object.values(names?.services ?? {}).some(({ legacyService }) => legacyService !== undefined) ||
    Object.keys(inventory.learnt?.legacyServices ?? {}).length > 0
  );
}

/** The name of the managed policy that bounds the roles of an environment. */
export function boundaryName(environment: string): string {
  return physicalName("boundary", environment);
}

/** The ARN of the permissions boundary that every role of the environment's stacks has; `undefined` where they have none. */
export function boundaryArn({
  name,
  inventory,
  deployment,
}: Pick<Environment, "name" | "inventory" | "deployment">): string | undefined {
  if (deployment === undefined || deployment.roles === "untouched") return undefined;
  return `arn:aws:iam::${inventory.account}:policy/${boundaryName(name)}`;
}

/** GitHub, "OpenID Connect reference": what every subject of a repository begins with, and that of a job in an environment. */
function githubSubjects(
  { repository, ownerId, repositoryId }: NonNullable<Deployment["github"]>,
  environment: string,
): Record<DeploymentStep, string[]> {
  const [owner = "", name = ""] = repository.split("/");
  const repo =
    ownerId === undefined || repositoryId === undefined
      ? `repo:${repository}`
      : `repo:${owner}@${ownerId}/${name}@${repositoryId}`;
  return {
    plan: [`${repo}:pull_request`, `${repo}:ref:refs/heads/main`],
    apply: [`${repo}:environment:${environment}`],
  };
}

function hcpSubjects(environment: Environment) {
  const { state } = environment;
  if (state.kind !== "cloud") return { plan: [], apply: [] };
  const { organization, project = "" } = state;
  const ofPhase = (phase: DeploymentStep) =>
    stackNamesOf(environment).map(
      (stack) =>
        `organization:${organization}:project:${project}:workspace:${workspaceName(state, stack)}:run_phase:${phase}`,
    );
  return { plan: ofPhase("plan"), apply: ofPhase("apply") };
}

/** The ARN of an account's OpenID Connect provider: AWS makes it of the host's name, so an account has one of each. */
export function providerArn(account: string, host: string): string {
  return `arn:aws:iam::${account}:oidc-provider/${host}`;
}

/** Whom AWS trusts to plan and apply an environment, and with which tokens. */
export function issuersOf(environment: Environment): Issuing[] {
  const { name, inventory, deployment = {}, state } = environment;
  const issuing = (
    issuer: Issuer,
    option: { readonly oidcProviderArn?: string },
    host: string,
    audience: string,
    subjects: Readonly<Record<DeploymentStep, readonly string[]>>,
  ): Issuing => ({
    issuer,
    host,
    audience,
    arn: option.oidcProviderArn ?? providerArn(inventory.account, host),
    made: option.oidcProviderArn === undefined,
    roles: (["plan", "apply"] as const).map((step) => ({
      issuer,
      step,
      name: physicalName(`${issuer}-${step}`, name),
      subjects: subjects[step],
    })),
  });
  const { github, hcp } = deployment;
  const hcpHost = (state.kind === "cloud" ? state.hostname : undefined) ?? HCP_HOSTNAME;
  return [
    ...(github === undefined
      ? []
      : [
          issuing(
            "github",
            github,
            "token.actions.githubusercontent.com",
            "sts.amazonaws.com",
            githubSubjects(github, name),
          ),
        ]),
    // HCP Terraform, "Dynamic credentials with the AWS provider": audience and subject.
    ...(hcp === undefined ? [] : [issuing("hcp", hcp, hcpHost, "aws.workload.identity", hcpSubjects(environment))]),
  ];
}
