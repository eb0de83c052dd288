import { hasLegacyServices, issuersOf, madeParameters, providerArn } from "../deployment";
import { type CloudState, type Environment } from "../environment";
import { nameProblem, stackNamesOf, workspaceName } from "../names";
import { type Problem, quote } from "../problem";

const HOSTNAME = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
/** GitHub: an owner has 39 characters at most, a repository 100. */
const REPOSITORY = /^[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}\/[\w.-]{1,100}$/;

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

/** ECS knows no resource for `ecs:DescribeTaskDefinition`, so it is for every one of the account or for none. */
const LEGACY_SECRETS =
  "the task definitions of legacy services hold secrets as plain environment values: whoever plans may read every task " +
  "definition of the account";

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
    const { repository, ownerId, repositoryId } = github;
    check(
      REPOSITORY.test(repository),
      ".github.repository",
      `${quote(repository)} is no repository of GitHub's: write 'owner/name', without 'https://github.com/'`,
    );
    for (const [field, id, other] of [
      ["ownerId", ownerId, repositoryId],
      ["repositoryId", repositoryId, ownerId],
    ] as const) {
      const wrong = id === undefined ? other !== undefined : !(Number.isSafeInteger(id) && id > 0);
      check(
        !wrong,
        `.github.${field}`,
        `${quote(id)} is no number of GitHub's: give ownerId and repositoryId as ` +
          `gh api repos/${repository} --jq '.owner.id,.id' says, or neither where the tokens hold names alone`,
      );
    }
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
    `(missing), and Terraform manages the parameters of ${made.join(", ")}: planning decrypts them, as the provider reads ` +
      "their values on refresh. Give { reason } to let the plan's role read them, or list them in inventory.existingParameters",
  );
  check(
    !hasLegacyServices(environment) || planReadsSecrets !== undefined,
    ".planReadsSecrets",
    `(missing), and ${LEGACY_SECRETS}. Give { reason } to accept it, such as that these secrets have been rotated since`,
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

/** Whoever plans one environment reads the legacy task definitions of every other one in its account. */
export function legacySecretsProblems(environment: Environment, others: readonly Environment[]): Problem[] {
  const exposes = (reader: Environment, legacy: Environment) =>
    reader.deployment !== undefined && reader.deployment.planReadsSecrets === undefined && hasLegacyServices(legacy);
  const ofAccount = others.filter(({ inventory }) => inventory.account === environment.inventory.account);
  return [
    ...ofAccount
      .filter((other) => exposes(environment, other))
      .map(({ name }) => ({
        field: "deployment.planReadsSecrets",
        message: `(missing), ${quote(name)} is in the same account, and ${LEGACY_SECRETS}. Give { reason } to accept it`,
      })),
    ...ofAccount
      .filter((other) => exposes(other, environment))
      .map(({ name }) => ({
        field: "inventory.account",
        message: `is that of ${quote(name)} too, which has a deployment, and ${LEGACY_SECRETS}. Give ${quote(name)} deployment.planReadsSecrets { reason } to accept it`,
      })),
  ];
}
