import fc from "fast-check";
import type { Environment } from "../../../src/model/environment";
import { issuersOf } from "../../../src/model/deployment";
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
        "state.bucket: is not a field that is known here: the nearest is 'project'",
      ],
    ],
    cloudExample,
  );
});

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
        "with an environment of several words",
        github({ environment: "prod: eu" }),
        "deployment.github.environment: 'prod: eu' is no environment that a role can trust: it takes 1 to 255 letters, digits and any of _.-",
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
        "deployment.planReadsSecrets: (missing), and Terraform makes the parameters of MONGODB_URI: its provider reads each with its " +
          "value when it plans. Give { reason } to let the plan's role read them, or list them in inventory.existingParameters",
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

test("secrets that are read for a reason are no problem", () => {
  const environment = githubExample();
  environment.inventory.existingParameters = [];
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
  expect(subjects(hcpExample())).toEqual(
    ["plan", "apply"].flatMap((phase) =>
      ["network", "services"].map(
        (part) => `organization:kelmah:project:Platform:workspace:kelmah-test-${part}:run_phase:${phase}`,
      ),
    ),
  );
});
