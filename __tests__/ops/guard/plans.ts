import type { Environment, Learnt } from "../../../src/model/environment";
import { type Context, isAcceptable } from "../../../src/ops/guard/finding";
import { guard, type Verdict } from "../../../src/ops/guard/guard";
import { parsePlan, type Plan } from "../../../src/ops/guard/plan";
import { example } from "../../helpers/example";

type Json = Readonly<Record<string, unknown>>;

/** A plan as `terraform show -json` writes it, with what is given instead of nothing. */
export function planJson(parts: Json = {}): Json {
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: { root_module: {} },
    resource_changes: [],
    configuration: { provider_config: { aws: awsProvider() } },
    applyable: true,
    complete: true,
    errored: false,
    ...parts,
  };
}

/** The AWS provider as a plan tells of it: the example's, or with what is given in its place. */
export function awsProvider(expressions: Json = {}, parts: Json = {}): Json {
  return {
    name: "aws",
    full_name: "registry.terraform.io/hashicorp/aws",
    expressions: {
      allowed_account_ids: { constant_value: ["111122223333"] },
      region: { constant_value: "eu-north-1" },
      default_tags: [{ tags: { constant_value: { Env: "test" } } }],
      ...expressions,
    },
    ...parts,
  };
}

/** What a plan does to a resource, written shortly. */
export interface Written extends Json {
  readonly actions: readonly string[];
}

/** A resource in a plan: its type and name are its address's. */
export function resource(address: string, change: Written, parts: Json = {}): Json {
  const [type = "", name = ""] = address.split(".");
  return { address, mode: "managed", type, name, change: { before: null, after: null, ...change }, ...parts };
}

/** What discovery has learnt where there is nothing. */
const LEARNT: Learnt = { subnets: {}, takenCidrs: [], legacyServices: {} };

/** An environment whose addresses are protected, which has been discovered, and whose gateway everybody may call. */
export function protectedEnvironment(): Environment {
  const environment = example();
  return { ...environment, protected: true, inventory: { ...environment.inventory, learnt: LEARNT } };
}

/** The environment, with everything that the plan imports in its inventory. */
function discovered(environment: Environment | undefined, plan: Plan): Environment | undefined {
  if (environment === undefined) return undefined;
  const { inventory } = environment;
  const given = Object.values(inventory.imports ?? {}).flatMap(Object.keys);
  const imports = plan.resource_changes.flatMap(({ address, change: { importing } }) =>
    importing === undefined || given.includes(address)
      ? []
      : [[address, { id: importing.id ?? "", evidence: "a test" }] as const],
  );
  const private_ = plan.resource_changes
    .filter(({ type, name }) => type === "aws_subnet" && name.startsWith("private_"))
    .flatMap(({ change: { importing } }) => importing?.id ?? []);
  return {
    ...environment,
    inventory: {
      ...inventory,
      ...(imports.length > 0 && { imports: { ...inventory.imports, stack: Object.fromEntries(imports) } }),
      ...(private_.length > 0 && { privateSubnets: private_ }),
    },
  };
}

/** The guard's verdict about a plan, which it reads from its text as from a file. What the plan imports is what was found. */
export function judge(parts: Json, context: Partial<Context> = {}): Verdict {
  const plan = parsePlan(JSON.stringify(planJson(parts)));
  const { environment = "environment" in context ? undefined : protectedEnvironment() } = context;
  return guard(plan, { accepted: [], ...context, environment: discovered(environment, plan) });
}

/** What the guard refuses for good of resources in a plan, as `kind address message`. */
export function findings(resources: readonly Json[], context?: Partial<Context>): string[] {
  const { findings: found } = judge({ resource_changes: resources }, context);
  return found
    .filter((finding) => !isAcceptable(finding))
    .map(({ kind, address, message }) => [kind, address, message].filter(Boolean).join(" "));
}

/** What a person has to accept of resources in a plan, as `address message`. */
export function questions(resources: readonly Json[], context?: Partial<Context>): string[] {
  const { findings: found } = judge({ resource_changes: resources }, context);
  return found.filter(isAcceptable).map(({ address = "", message }) => `${address} ${message}`);
}
