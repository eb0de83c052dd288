import type { Environment, Gateway, Service, TaggedImage } from "../../src/model/environment";
import { problemsOf } from "../../src/model/validate";

/** A type whose every part may be assigned to. */
export type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Mutable<T[Key]> }
    : T;

/** A valid environment to break: two zones, the services auth (TCP) and user (HTTP), and a gateway. */
export type Example = Omit<Mutable<Environment>, "services" | "gateway"> & {
  services: Record<string, Mutable<Service>> & { auth: Tagged<Service>; user: Tagged<Service> };
  gateway: Tagged<Gateway>;
};

/** What runs an image by its tag. */
type Tagged<T> = Mutable<Omit<T, "image"> & { readonly image: TaggedImage }>;

/** A new copy of the example each time. */
export function example(): Example {
  return {
    name: "test",
    inventory: { account: "111122223333", region: "eu-north-1" },
    owner: "platform",
    costCenter: "kelmah-platform",
    protected: false,
    state: { kind: "s3", bucket: "kelmah-terraform-state", lockTable: "kelmah-terraform-locks" },
    network: {
      vpc: { kind: "create", cidr: "10.0.0.0/16" },
      availabilityZones: ["eu-north-1a", "eu-north-1b"],
      nat: "single",
    },
    containerInsights: false,
    crossZoneLoadBalancing: false,
    logRetentionDays: 7,
    services: {
      auth: {
        port: 5001,
        image: { repository: "kelmah-auth-service", tag: "1.0.0" },
        healthCheck: { protocol: "TCP" },
        healthCommand: "curl",
        environment: { LOG_LEVEL: "info" },
        secrets: ["JWT_SECRET", "MONGODB_URI"],
      },
      user: {
        port: 3002,
        image: { repository: "kelmah-user-service", tag: "1.0.0" },
        healthCheck: { protocol: "HTTP", path: "/health" },
        healthCommand: "wget",
        environment: {},
        secrets: ["MONGODB_URI"],
      },
    },
    gateway: {
      port: 3000,
      image: { repository: "api-gateway", tag: "1.0.0" },
      healthCheck: { protocol: "HTTP", path: "/health" },
      healthCommand: "curl",
      environment: {},
      secrets: ["JWT_SECRET"],
      ingressCidrs: ["0.0.0.0/0"],
      publicIp: true,
    },
  };
}

/** The example in a VPC that was there before. */
export function exampleInExistingVpc(): Example {
  const environment = example();
  environment.network.vpc.kind = "existing";
  environment.inventory = {
    ...environment.inventory,
    vpc: "vpc-0123456789abcdef0",
    publicSubnets: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
    servicesSecurityGroup: "sg-0123456789abcdef0",
    gatewaySecurityGroup: "sg-0123456789abcdef1",
  };
  return environment;
}

/** Every problem of an environment as it is printed: `field: message`. */
export function problemLines(environment: unknown): string[] {
  return problemsOf(environment as Environment).map(({ field, message }) => `${field}: ${message}`);
}

/** A change for the worse, and the lines that must be said about it and no others. */
export type Breakage = readonly [name: string, breakIt: (environment: Example) => void, ...lines: readonly string[]];

/** One test for each way to break an environment. */
export function testBreakages(breakages: readonly Breakage[], valid: () => Example = example): void {
  test.each(breakages.map(([name, breakIt, ...lines]) => ({ name, breakIt, lines })))("$name", ({ breakIt, lines }) => {
    const environment = valid();
    expect(problemLines(environment)).toEqual([]);
    breakIt(environment);
    expect(problemLines(environment)).toEqual(lines);
  });
}
