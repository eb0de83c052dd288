import fc from "fast-check";
import {
  NAME_RULES,
  nameProblem,
  type NamedResource,
  parameterName,
  physicalName,
  resourceNames,
  stackName,
  stateKey,
  zoneLetter,
} from "../../src/model/names";
import { quote } from "../../src/model/problem";
import { problemsOf } from "../../src/model/validate";
import type { ServiceNames } from "../../src/model/environment";
import { example } from "../helpers/example";

/** Lengths that AWS's API references give, written down a second time. */
const LENGTHS: Readonly<Record<NamedResource, readonly [min: number, max: number]>> = {
  "load balancer": [1, 32],
  "target group": [1, 32],
  cluster: [1, 255],
  "ECS service": [1, 255],
  "task family": [1, 255],
  container: [1, 255],
  "IAM role": [1, 64],
  "log group": [1, 512],
  "SSM parameter": [1, 1011],
  "S3 bucket": [3, 63],
  "DynamoDB table": [3, 255],
  "HCP workspace": [1, 90],
  "HCP organization": [3, 40],
  "HCP project": [3, 40],
  "ECR repository": [2, 256],
};

const article = (type: NamedResource) => (/^(IAM|ECS|ECR|S3|SSM|HCP)/.test(type) ? "an" : "a");

const types = Object.keys(NAME_RULES) as NamedResource[];

test("the names follow one scheme", () => {
  expect(physicalName("auth", "dev")).toBe("kelmah-auth-dev");
  expect(parameterName("dev", "JWT_SECRET")).toBe("/kelmah/dev/JWT_SECRET");
  expect(stackName("dev", "services")).toBe("kelmah-dev-services");
  expect(stateKey("kelmah-state")).toBe("kelmah-state/terraform.tfstate");
  expect(zoneLetter("eu-north-1c")).toBe("c");
});

test("a service's names are derived from its own and the environment's", () => {
  expect(resourceNames(example())).toEqual({
    cluster: "kelmah-test",
    loadBalancer: "kelmah-services-test",
    loadBalancerSecurityGroup: "kelmah-load-balancer-test",
    services: { auth: expectedNames("auth", "auth-service"), user: expectedNames("user", "user-service") },
    gateway: expectedNames("gateway", "api-gateway"),
    execSessions: "/ecs/exec/kelmah-test",
    canary: {
      ...expectedNames("gateway", "api-gateway"),
      taskFamily: "kelmah-gateway-test-canary",
      service: "kelmah-gateway-test-canary",
      targetGroup: "kelmah-gateway-canary-test",
    },
    entrance: "kelmah-entrance-test",
  });
});

function expectedNames(service: string, container: string): ServiceNames {
  const name = `kelmah-${service}-test`;
  return {
    container,
    taskFamily: name,
    service: name,
    targetGroup: name,
    logGroup: `/ecs/${name}`,
    executionRole: `${name}-execution`,
    taskRole: `${name}-task`,
  };
}

test("a name that an environment keeps takes the place of the derived one, and of no other", () => {
  const environment = example();
  const before = resourceNames(environment);
  environment.names = {
    cluster: "Project-Kelmah",
    loadBalancer: "internal",
    services: { auth: { targetGroup: "kelmah-auth-tg-tcp" } },
    gateway: { service: "gg6bf9h1" },
  };
  expect(resourceNames(environment)).toEqual({
    ...before,
    cluster: "Project-Kelmah",
    loadBalancer: "internal",
    services: { ...before.services, auth: { ...before.services.auth, targetGroup: "kelmah-auth-tg-tcp" } },
    gateway: { ...before.gateway, service: "gg6bf9h1" },
    canary: { ...before.canary, service: "gg6bf9h1-canary" },
    entrance: before.entrance,
  });
});

describe.each(types)("the name of a %s", (type) => {
  const [min, max] = LENGTHS[type];

  test("may be as long as AWS lets it, and no longer", () => {
    expect(nameProblem(type, "a".repeat(min))).toBeUndefined();
    expect(nameProblem(type, "a".repeat(max))).toBeUndefined();
    const long = "a".repeat(max + 1);
    expect(nameProblem(type, long)).toBe(
      `${quote(long)} has ${max + 1} characters: the name of ${article(type)} ${type} has ${min} to ${max}`,
    );
    const short = "a".repeat(min - 1);
    expect(nameProblem(type, short)).toBe(
      `'${short}' has ${min - 1} characters: the name of ${article(type)} ${type} has ${min} to ${max}`,
    );
  });

  test("has no spaces, no wildcards, no quotes and no template signs", () => {
    // A project of HCP Terraform alone may have spaces: 'Default Project'.
    const spaced = type === "HCP project" ? [] : ["ab c"];
    for (const name of [...spaced, "ab c ", "ab*c", 'ab"c', "ab${c}", "ab%{c}", "ab\nc", "abc\n", "ab\\c"]) {
      expect(nameProblem(type, name)).toMatch(/ is no name for an? .*: it takes /);
    }
  });
});

describe("characters that only some take", () => {
  const table: readonly (readonly [NamedResource, string, string | undefined])[] = [
    ["target group", "-auth", "'-auth' is no name for a target group: it takes letters, digits and inner '-'"],
    ["target group", "auth_tg", "'auth_tg' is no name for a target group: it takes letters, digits and inner '-'"],
    [
      "load balancer",
      "internal-svcs",
      "'internal-svcs' is no name for a load balancer: AWS keeps the prefix 'internal-' for itself",
    ],
    ["load balancer", "kelmah-internal-svcs", undefined],
    ["target group", "internal-tg", undefined],
    ["cluster", "Project-Kelmah_1", undefined],
    ["cluster", "a.b", "'a.b' is no name for a cluster: it takes letters, digits, '-' and '_'"],
    ["IAM role", "kelmah_auth+=,.@-task", undefined],
    ["IAM role", "a/b", "'a/b' is no name for an IAM role: it takes letters, digits and any of _+=,.@-"],
    ["log group", "/ecs/api-gateway", undefined],
    ["log group", "/ecs/a:b", "'/ecs/a:b' is no name for a log group: it takes letters, digits and any of _-/.#"],
    ["SSM parameter", "/kelmah/prod/JWT_SECRET", undefined],
    [
      "SSM parameter",
      "/kelmah/a b",
      "'/kelmah/a b' is no name for an SSM parameter: it takes letters, digits and any of _.-, in parts between slashes",
    ],
    [
      "S3 bucket",
      "Kelmah",
      "'Kelmah' is no name for an S3 bucket: it takes lower-case letters, digits and inner '-' and '.'",
    ],
    [
      "S3 bucket",
      "a..b",
      "'a..b' is no name for an S3 bucket: it takes lower-case letters, digits and inner '-' and '.'",
    ],
    ["DynamoDB table", "kelmah.terraform_locks-1", undefined],
    ["DynamoDB table", "a/b", "'a/b' is no name for a DynamoDB table: it takes letters, digits and any of _.-"],
    ["ECR repository", "kelmah/auth-service", undefined],
    [
      "ECR repository",
      "Kelmah",
      "'Kelmah' is no name for an ECR repository: it takes lower-case letters and digits, parted by one of ._-/",
    ],
  ];
  test.each(table)("%s '%s'", (type, name, problem) => {
    expect(nameProblem(type, name)).toBe(problem);
  });
});

test("no derived name is ever cut: each holds what it is derived from, and fits or is reported", () => {
  const service = fc.stringMatching(/^[a-z][a-z0-9-]{0,60}[a-z0-9]$/);
  const name = fc.stringMatching(/^[a-z][a-z0-9]{1,9}$/);
  fc.assert(
    fc.property(service, name, (what, environmentName) => {
      fc.pre(what !== "gateway");
      const environment = { ...example(), name: environmentName };
      environment.services = { ...environment.services, [what]: { ...environment.services.user, port: 6000 } };
      const names = resourceNames(environment).services[what];
      const problems = problemsOf(environment);
      for (const [kind, type] of Object.entries(TYPE_OF)) {
        const derived = names?.[kind as keyof ServiceNames] ?? "";
        expect(derived).toContain(what);
        const reported = problems.some(({ field }) => field === `names.services.${what}.${kind}`);
        expect(reported).toBe(derived.length > LENGTHS[type][1]);
      }
    }),
  );
});

const TYPE_OF: Readonly<Record<keyof ServiceNames, NamedResource>> = {
  container: "container",
  taskFamily: "task family",
  service: "ECS service",
  targetGroup: "target group",
  logGroup: "log group",
  executionRole: "IAM role",
  taskRole: "IAM role",
};
