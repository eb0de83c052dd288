import { environments } from "../../src/environments";
import type { Environment } from "../../src/model/environment";
import { entranceExample } from "./entrance";
import { everything } from "./everything";
import { example, type Example, exampleInExistingVpc } from "./example";

/** A text that is longer than any that is read to its end. */
const LONG = "a".repeat(64_000);

const WEB_ACL = "arn:aws:wafv2:eu-north-1:111122223333:regional/webacl/kelmah/01234567-89ab-cdef-0123-456789abcdef";

function inItself(): unknown {
  const value: Record<string, unknown> = {};
  value.again = value;
  return value;
}

function nested(levels: number): unknown {
  let value: unknown[] = [];
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}

/** What is wrong in most places, whatever they are for; each made anew. */
export const WRONG_VALUES: Readonly<Record<string, () => unknown>> = {
  "null": () => null,
  "nothing": () => undefined,
  "a number": () => 5,
  "a number below zero": () => -1,
  "a broken number": () => 1.5,
  "a number beyond all": () => 1e21,
  "no number": () => NaN,
  "no end": () => Infinity,
  "a large integer": () => 1n,
  "yes": () => true,
  "an empty text": () => "",
  "a blank": () => " ",
  "64,000 letters": () => LONG,
  "a name that every object has": () => "constructor",
  "the prototype's name": () => "__proto__",
  "a method's name": () => "toString",
  "letters of other scripts": () => "Zürich-日本語-💥",
  "half a character": () => "\ud800",
  "NUL": () => "a\0b",
  "two lines": () => "a\nb",
  "what turns the line around": () => "\u202egnp",
  "an expression of Terraform's": () => "${aws_vpc.main.id}",
  "a directive of Terraform's": () => "%{ for x in [] }",
  "a token of cdktf's": () => "${TfToken[TOKEN.0]}",
  "quotes": () => "a\"b'c\\",
  "an empty list": () => [],
  "a list of lists": () => [[["a"]]],
  "100,000 lists in one another": () => nested(100_000),
  "an empty object": () => ({}),
  "an object in itself": inItself,
  "a list in itself": () => { const list: unknown[] = []; list.push(list); return list; },
  "an object of the prototype's name": () => JSON.parse('{ "__proto__": { "a": 1 } }') as unknown,
  "a Map": () => new Map([["a", "b"]]),
  "a Date": () => new Date(NaN),
  "a function": () => () => "a",
  "a symbol": () => Symbol("a"),
  "a field that throws": () => Object.defineProperty({}, "a", { enumerable: true, get: () => { throw new Error("no"); } }),
}; // prettier-ignore

/** Where every value of an object lies, those inside others after them. */
export function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

/** The object with another value in one place. */
export function withValue(object: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const copy = (Array.isArray(object) ? [...(object as unknown[])] : { ...(object as object) }) as Record<
    string,
    unknown
  >;
  copy[key] = withValue(copy[key], rest, value);
  return copy;
}

/** An environment that is adopted, with what only such a one has. */
export function adopted(): Example {
  const environment = exampleInExistingVpc();
  const [publicA = "", publicB = ""] = environment.inventory.publicSubnets ?? [];
  const privates = ["subnet-0123456789abcdef2", "subnet-0123456789abcdef3"];
  const zone = (letter: string, number: number) => ({ cidr: `10.0.${number}.0/24`, availabilityZone: `eu-north-1${letter}` }); // prettier-ignore
  environment.onCall = "Ama, +233 20 000 0000";
  environment.adoption = "as-found";
  environment.phase = "parallel";
  environment.skipPhases = { reason: "nobody calls it yet" };
  environment.accepted = [{ address: "aws_lb_target_group.auth", change: "0123456789ab", reason: "it was agreed" }];
  environment.adoptionGivesUp = { "aws_ecs_service.auth": { desired_count: "two are enough" } };
  environment.desiredCount = 2;
  environment.names = {
    cluster: "Project-Kelmah",
    loadBalancer: "kelmah-internal-svcs",
    services: { auth: { container: "auth", taskFamily: "auth-family", service: "auth-service-nlb", targetGroup: "auth-tg", logGroup: "/ecs/auth", executionRole: "auth-execution", taskRole: "auth-task", legacyService: "auth-service" } },
    gateway: { service: "api-gateway-service" },
  }; // prettier-ignore
  Object.assign(environment.services.auth, {
    firstPort: 5001,
    previousPort: 5011,
    protocol: "TCP",
    phase: "internal",
    legacyUrl: "https://auth.kelmah.com",
    legacyDesiredCount: 1,
    secretAliases: { DATABASE_URL: "MONGODB_URI" },
    cpu: 256,
    memory: 512,
    desiredCount: 1,
  });
  environment.services.auth.environment.LOG_LEVEL = { fromRunning: true };
  Object.assign(environment.services.user, { removal: "uncalled" });
  environment.services.user.image = {
    repository: "kelmah-user-service",
    digest: `sha256:${"a".repeat(64)}`,
    reason: "its tag is gone",
  } as never;
  environment.gateway.urlAliases = { notification: "auth" };
  environment.gateway.targetGroup = "api-gateway-tg";
  environment.gateway.image.reason = "it runs";
  environment.network.privateSubnetCidrs = ["10.0.2.0/24", "10.0.3.0/24"];
  environment.network.publicSubnetCidrs = ["10.0.0.0/24", "10.0.1.0/24"];
  environment.network.atlas = { kind: "peering", connectionId: "pcx-0123456789abcdef0", cidr: "192.168.248.0/21" };
  environment.state = {
    kind: "s3",
    bucket: "kelmah-terraform-state",
    lockTable: "kelmah-terraform-locks",
    region: "eu-north-1",
    stack: "kelmah-state-111122223333",
  };
  environment.deployment = {
    github: {
      repository: "kelmah/infrastructure",
      ownerId: 1,
      repositoryId: 2,
      oidcProviderArn: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
    },
    planReadsSecrets: { reason: "the legacy services" },
  };
  environment.ecsExec = { enabled: true, reason: "to look", sessionLogsRetentionDays: 90 };
  environment.repositories = { immutableTags: true, keepImages: 50, keepUntaggedDays: 7 };
  environment.inventory = {
    ...environment.inventory,
    privateSubnets: privates,
    natEips: ["13.62.68.130"],
    existingParameters: ["JWT_SECRET"],
    learnt: {
      subnets: { [publicA]: zone("a", 0), [publicB]: zone("b", 1), [privates[0] ?? ""]: zone("a", 2), [privates[1] ?? ""]: zone("b", 3) },
      takenCidrs: ["10.0.0.0/24"],
      nat: { addresses: { "13.62.68.130": { allocationId: "eipalloc-1", natGatewayId: "nat-1" } }, routeTables: { [privates[0] ?? ""]: "rtb-1" } },
      legacyServices: { auth: { name: "auth-service", taskDefinition: "auth-family:7", desiredCount: 1, subnets: [publicA], securityGroups: ["sg-0123456789abcdef0"], assignPublicIp: true, platformVersion: "LATEST", url: "https://auth.kelmah.com" } },
      variables: { auth: { set: { LOG_LEVEL: "info" }, unset: [] } },
    },
    imports: { "kelmah-test-network": { "aws_eip.nat_a": { id: "eipalloc-1", evidence: "its address", unfinished: true } } },
    kept: { "kelmah-test-network": { "aws_eip.nat_a": { 'tags["Name"]': { found: "by-hand", insteadOf: "kelmah-nat-a-test" } } } },
  }; // prettier-ignore
  return environment;
}

/** Every option, with those of their fields that everybody leaves out. */
export function optional(): Environment {
  const environment = everything() as Example;
  Object.assign(environment.gateway.entrance ?? {}, { sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06", idleTimeoutSeconds: 120, deletionProtection: false });
  Object.assign(environment.gateway.entrance?.certificate ?? {}, { pointDomain: true });
  Object.assign(environment.gateway.canary ?? {}, { stickinessSeconds: 60 });
  Object.assign(environment.alarms ?? {}, { utilizationPercent: 85, gatewayErrors: 10, gatewayErrorPattern: "ERROR" });
  Object.assign(environment.nightStop ?? {}, { weekends: true });
  Object.assign(environment.secrets?.key ?? {}, { rotationDays: 365 });
  environment.deployment = { roles: "untouched", hcp: { oidcProviderArn: "arn:aws:iam::111122223333:oidc-provider/tfe.kelmah.com" } };
  return environment;
} // prettier-ignore

/** Environments that have, together, every field that an environment can have. */
export const BASES: Readonly<Record<string, () => unknown>> = {
  example,
  adopted,
  "with every option": optional,
  "behind what exists": () => entranceExample({ waf: { kind: "existing", webAclArn: WEB_ACL } }),
  "as dev": () => environments().find(({ name }) => name === "dev"),
};
