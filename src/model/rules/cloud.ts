import { issuersOf, madeParameters, providerArn } from "../deployment";
import { type CloudState, type Environment } from "../environment";
import { nameProblem, stackNamesOf, workspaceName } from "../names";
import { type Problem, quote } from "../problem";

const HOSTNAME = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
/** GitHub: an owner has 39 characters at most, a repository 100. */
const REPOSITORY = /^[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}\/[\w.-]{1,100}$/;
/** Other characters are written otherwise in a token's subject than in GitHub's settings. */
const GITHUB_ENVIRONMENT = /^[\w.-]{1,255}$/;

function stateProblems(state: CloudState, environment: Environment): Problem[] {
  const { organization, hostname, project } = state;
  const problems: Problem[] = [];
  const add = (field: string, message: string | undefined) => {
    if (message !== undefined) problems.push({ field: `state.${field}`, message });
  };
  add("organization", nameProblem("HCP organization", organization));
  if (hostname !== undefined && !HOSTNAME.test(hostname)) {
    add(
      "hostname",
      `${quote(hostname)} is no host name: write it such as 'app.terraform.io', without 'https://' or a path`,
    );
  }
  if (project !== undefined) add("project", nameProblem("HCP project", project));
  const names = stackNamesOf(environment).map((stack) => workspaceName(state, stack));
  add(
    "workspacePrefix",
    names.map((name) => nameProblem("HCP workspace", name)).find((message) => message !== undefined),
  );
  return problems;
}

function deploymentProblems(environment: Environment): Problem[] {
  const { deployment, state, inventory } = environment;
  if (deployment === undefined) return [];
  const { github, hcp, planReadsSecrets } = deployment;
  const problems: Problem[] = [];
  const check = (ok: boolean, field: string, message: string) => {
    if (!ok) problems.push({ field: `deployment${field}`, message });
  };
  check(
    github !== undefined || hcp !== undefined,
    "",
    "names neither 'github' nor 'hcp', and nobody could plan or apply with it: give one of them, or leave it out",
  );
  if (github !== undefined) {
    const { repository, environment: approval } = github;
    check(
      REPOSITORY.test(repository),
      ".github.repository",
      `${quote(repository)} is no repository of GitHub's: write 'owner/name', without 'https://github.com/'`,
    );
    check(
      GITHUB_ENVIRONMENT.test(approval),
      ".github.environment",
      `${quote(approval)} is no environment that a role can trust: it takes 1 to 255 letters, digits and any of _.-`,
    );
    check(
      state.kind === "s3",
      ".github",
      "is for a state in S3, and state.kind is 'cloud': runs in HCP Terraform sign in to AWS themselves; write 'hcp' instead",
    );
  }
  if (hcp !== undefined) {
    check(
      state.kind === "cloud",
      ".hcp",
      `is for runs in HCP Terraform, and state.kind is ${quote(state.kind)}: make it 'cloud', or write 'github' instead`,
    );
    const project = state.kind === "cloud" ? state.project : "";
    check(
      project !== undefined,
      ".hcp",
      "trusts runs by the name of their project, and state.project is (missing): write it, 'Default Project' if there is no other",
    );
  }
  for (const { issuer, host, arn } of issuersOf(environment)) {
    const own = providerArn(inventory.account, host);
    const message = `${quote(arn)} is not the provider of ${host} in this account: it can only be '${own}'`;
    check(arn === own, `.${issuer}.oidcProviderArn`, message);
  }
  const made = madeParameters(environment);
  check(
    made.length === 0 || planReadsSecrets !== undefined,
    ".planReadsSecrets",
    `(missing), and Terraform makes the parameters of ${made.join(", ")}: its provider reads each with its value when it plans. ` +
      "Give { reason } to let the plan's role read them, or list them in inventory.existingParameters",
  );
  check(
    planReadsSecrets?.reason.trim() !== "",
    ".planReadsSecrets.reason",
    `${quote(planReadsSecrets?.reason)} is no reason: say why whoever opens a pull request may read these secrets`,
  );
  return problems;
}

/** The state in HCP Terraform, and who may plan and apply. */
export function cloudProblems(environment: Environment): Problem[] {
  const { state } = environment;
  return [...(state.kind === "cloud" ? stateProblems(state, environment) : []), ...deploymentProblems(environment)];
}

/** An account has one OpenID Connect provider of a host: one environment makes it, the others in the account are given its ARN. */
export function providerProblems(environment: Environment, others: readonly Environment[]): Problem[] {
  const madeBy = new Map(
    others.flatMap((other) => issuersOf(other).flatMap(({ arn, made }) => (made ? [[arn, other.name] as const] : []))),
  );
  return issuersOf(environment)
    .filter(({ made, arn }) => made && madeBy.has(arn))
    .map(({ issuer, arn, host }) => ({
      field: `deployment.${issuer}.oidcProviderArn`,
      message: `(missing), and '${madeBy.get(arn) ?? ""}' makes the account's one provider of ${host}: write '${arn}'`,
    }));
}
