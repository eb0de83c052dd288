import fc from "fast-check";
import { stateOf } from "../../../src/environments/defaults";
import type { Environment } from "../../../src/model/environment";
import { hasLegacyServices, issuersOf } from "../../../src/model/deployment";
import { NAME_RULES, nameProblem, workspaceName } from "../../../src/model/names";
import { validate } from "../../../src/model/validate";
import { cloudExample, githubExample, hcpExample } from "../../helpers/cloud";
import { type Example, problemLines, testBreakages } from "../../helpers/example";

const set = (field: "state" | "deployment", values: object) => (e: Example) => {
  e[field] = { ...e[field], ...values } as never;
};
const github = (values: object) => (e: Example) => Object.assign(e.deployment?.github ?? {}, values);

describe("a state in HCP Terraform", () => {
  testBreakages(
    [
      [
        "without an organization",
        set("state", { organization: undefined }),
        "state.organization: (missing): text in quotes is needed",
      ],
      [
        "with an organization that is too short",
        set("state", { organization: "ke" }),
        "state.organization: 'ke' has 2 characters: the name of an HCP organization has 3 to 40",
      ],
      [
        "with an organization of several words",
        set("state", { organization: "kelmah ltd" }),
        "state.organization: 'kelmah ltd' is no name for an HCP organization: it takes letters, digits, '-' and '_'",
      ],
      [
        "with an address for a host name",
        set("state", { hostname: "https://app.terraform.io" }),
        "state.hostname: 'https://app.terraform.io' is no host name: write it such as 'app.terraform.io', without 'https://' or a path",
      ],
      [
        "with a project that ends in a space",
        set("state", { project: "Platform " }),
        "state.project: 'Platform ' is no name for an HCP project: it takes letters, digits, '-', '_' and inner spaces",
      ],
      [
        "with a prefix that makes a workspace's name too long",
        set("state", { workspacePrefix: "p".repeat(71) }),
        `state.workspacePrefix: '${"p".repeat(71)}kelmah-test-services' has 91 characters: the name of an HCP workspace has 1 to 90`,
      ],
      [
        "with a prefix with a dot",
        set("state", { workspacePrefix: "eu." }),
        "state.workspacePrefix: 'eu.kelmah-test-network' is no name for an HCP workspace: it takes letters, digits, '-' and '_'",
      ],
      [
        "with S3's bucket",
        set("state", { bucket: "states" }),
        "state.bucket: belongs to kind 's3', and kind is 'cloud' here: leave it out",
      ],
    ],
    cloudExample,
  );
});

const NO_NUMBER =
  "is no number of GitHub's: give ownerId and repositoryId as gh api repos/kelmah/infrastructure --jq '.owner.id,.id' says, or " +
  "neither where the tokens hold names alone";
const LEGACY =
  "deployment.planReadsSecrets: (missing), and the task definitions of legacy services hold secrets as plain environment values: " +
  "whoever plans may read every task definition of the account. Give { reason } to accept it, such as that these secrets have been " +
  "rotated since";

describe("a deployment from GitHub", () => {
  testBreakages(
    [
      [
        "by nobody",
        (e) => (e.deployment = {}),
        "deployment: names neither 'github' nor 'hcp', and nobody could plan or apply with it: give one of them, or leave it out",
      ],
      [
        "from an address",
        github({ repository: "https://github.com/kelmah/infrastructure" }),
        "deployment.github.repository: 'https://github.com/kelmah/infrastructure' is no repository of GitHub's: write 'owner/name', without 'https://github.com/'",
      ],
      [
        "from every repository",
        github({ repository: "kelmah/*" }),
        "deployment.github.repository: 'kelmah/*' is no repository of GitHub's: write 'owner/name', without 'https://github.com/'",
      ],
      [
        "with the owner's number alone",
        github({ ownerId: 123456 }),
        `deployment.github.repositoryId: (missing) ${NO_NUMBER}`,
      ],
      [
        "with the repository's number alone",
        github({ repositoryId: 456789 }),
        `deployment.github.ownerId: (missing) ${NO_NUMBER}`,
      ],
      [
        "with numbers that are none",
        github({ ownerId: 0, repositoryId: 1.5 }),
        `deployment.github.ownerId: 0 ${NO_NUMBER}`,
        `deployment.github.repositoryId: 1.5 ${NO_NUMBER}`,
      ],
      [
        "with a number in quotes",
        github({ ownerId: "123456", repositoryId: 456789 }),
        "deployment.github.ownerId: text is given: a number is needed",
      ],
      [
        "with the provider of another account",
        github({ oidcProviderArn: "arn:aws:iam::999999999999:oidc-provider/token.actions.githubusercontent.com" }),
        "deployment.github.oidcProviderArn: 'arn:aws:iam::999999999999:oidc-provider/token.actions.githubusercontent.com' is not the " +
          "provider of token.actions.githubusercontent.com in this account: it can only be " +
          "'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com'",
      ],
      [
        "with its state in HCP Terraform",
        (e) => (e.state = cloudExample().state),
        "deployment.github: is for a state in S3, and state.kind is 'cloud': runs in HCP Terraform sign in to AWS themselves; write 'hcp' instead",
      ],
      [
        "whose plan would read secrets that nobody has spoken of",
        (e) => (e.inventory.existingParameters = ["JWT_SECRET"]),
        "deployment.planReadsSecrets: (missing), and Terraform manages the parameters of MONGODB_URI: planning decrypts them, as the " +
          "provider reads their values on refresh. Give { reason } to let the plan's role read them, or list them in inventory.existingParameters",
      ],
      [
        "beside legacy services that are only named",
        (e) => (e.names = { services: { auth: { legacyService: "auth-service" } } }),
        LEGACY,
      ],
      [
        "whose plan reads secrets without a reason",
        set("deployment", { planReadsSecrets: { reason: " " } }),
        "deployment.planReadsSecrets.reason: ' ' is no reason: say why whoever opens a pull request may read these secrets",
      ],
    ],
    githubExample,
  );
});

describe("a deployment from HCP Terraform", () => {
  testBreakages(
    [
      [
        "with its state in S3",
        (e) => (e.state = githubExample().state),
        "deployment.hcp: is for runs in HCP Terraform, and state.kind is 's3': make it 'cloud', or write 'github' instead",
      ],
      [
        "without a project",
        set("state", { project: undefined }),
        "deployment.hcp: trusts runs by the name of their project, and state.project is (missing): write it, 'Default Project' if there is no other",
      ],
      [
        "with an organization of its own",
        set("deployment", { hcp: { organization: "kelmah" } }),
        "deployment.hcp.organization: is not a field that is known here: the nearest is 'oidcProviderArn'",
      ],
    ],
    hcpExample,
  );
});

test("legacy services that were discovered count like those that are named", () => {
  const environment = githubExample();
  expect(hasLegacyServices(environment)).toBe(false);
  const learnt = { subnets: {}, takenCidrs: [], legacyServices: {} };
  environment.inventory.learnt = learnt;
  expect(hasLegacyServices(environment)).toBe(false);
  environment.inventory.learnt = { ...learnt, legacyServices: { auth: {} as never } };
  expect(hasLegacyServices(environment)).toBe(true);
});

test("secrets that are read for a reason are no problem", () => {
  const environment = githubExample();
  environment.inventory.existingParameters = [];
  environment.names = { services: { auth: { legacyService: "auth-service" } } };
  environment.deployment = { ...environment.deployment, planReadsSecrets: { reason: "They are test values" } };
  expect(problemLines(environment)).toEqual([]);
});

describe("two environments of one account", () => {
  const other = (oidcProviderArn?: string): Environment => {
    const environment = { ...githubExample(), name: "other" };
    environment.network.vpc.cidr = "10.1.0.0/16";
    if (oidcProviderArn !== undefined) Object.assign(environment.deployment?.github ?? {}, { oidcProviderArn });
    return environment;
  };
  const arn = issuersOf(githubExample())[0]?.arn ?? "";

  test("cannot both make its provider", () => {
    expect(() => {
      validate([githubExample(), other()]);
    }).toThrow(
      `deployment.github.oidcProviderArn: (missing), and 'test' makes the account's one provider of token.actions.githubusercontent.com: write '${arn}'`,
    );
  });

  test("share it by its ARN", () => {
    validate([githubExample(), other(arn)]);
  });

  const withLegacy = (environment: Environment): Environment => ({
    ...environment,
    names: { services: { auth: { legacyService: "auth-service" } } },
  });
  const accepted = (environment: Environment): Environment => ({
    ...environment,
    deployment: { ...environment.deployment, planReadsSecrets: { reason: "They have been rotated" } },
  });

  test("are both told of the legacy services of either", () => {
    const legacy = accepted(withLegacy(other(arn)));
    expect(() => {
      validate([githubExample(), legacy]);
    }).toThrow(
      "inventory.account: is that of 'test' too, which has a deployment, and the task definitions of legacy services hold secrets",
    );
    expect(() => {
      validate([accepted(withLegacy(githubExample())), other(arn)]);
    }).toThrow(
      "deployment.planReadsSecrets: (missing), 'test' is in the same account, and the task definitions of legacy",
    );
    validate([accepted(githubExample()), legacy]);
  });

  test("of different accounts know nothing of each other's legacy services", () => {
    const { deployment, ...environment } = withLegacy(other());
    expect(deployment).toBeDefined();
    const inventory = { ...environment.inventory, account: "222233334444" };
    validate([githubExample(), { ...environment, inventory, state: stateOf(inventory) }]);
  });
});

test("by property: a prefix is refused exactly when the longest workspace's name is none", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[\w.-]{0,100}$/), (workspacePrefix) => {
      const environment = cloudExample();
      set("state", { workspacePrefix })(environment);
      const name = workspaceName({ kind: "cloud", organization: "kelmah", workspacePrefix }, "kelmah-test-services");
      const valid = name.length <= NAME_RULES["HCP workspace"].max && /^[A-Za-z0-9_-]+$/.test(name);
      expect(nameProblem("HCP workspace", name) === undefined).toBe(valid);
      expect(problemLines(environment).length).toBe(valid ? 0 : 1);
    }),
  );
});

test("trusts exact subjects only", () => {
  const subjects = (environment: Environment) =>
    issuersOf(environment).flatMap(({ roles }) => roles.flatMap((role) => role.subjects));
  expect(subjects(githubExample())).toEqual([
    "repo:kelmah/infrastructure:pull_request",
    "repo:kelmah/infrastructure:ref:refs/heads/main",
    "repo:kelmah/infrastructure:environment:test",
  ]);
  const numbered = githubExample();
  github({ ownerId: 123456, repositoryId: 456789 })(numbered);
  expect(subjects(numbered)).toEqual([
    "repo:kelmah@123456/infrastructure@456789:pull_request",
    "repo:kelmah@123456/infrastructure@456789:ref:refs/heads/main",
    "repo:kelmah@123456/infrastructure@456789:environment:test",
  ]);
  expect(subjects(hcpExample())).toEqual(
    ["plan", "apply"].flatMap((phase) =>
      ["network", "services"].map(
        (part) => `organization:kelmah:project:Platform:workspace:kelmah-test-${part}:run_phase:${phase}`,
      ),
    ),
  );
});
